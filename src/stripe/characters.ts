/** Counts characters of long strings, and shortens them for messages. */

/** Whether a string has more than `most` characters (not UTF-16 units). */
export function isLonger(value: string, most: number): boolean {
  return value.length > most && [...value].length > most;
}

/** A client's own text as shown in a message: at most 100 characters. */
export function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
