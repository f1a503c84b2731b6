/** Long texts: counted, and cut for messages. */

/** Whether a text has more characters, not UTF-16 units. */
export function isLonger(value: string, most: number): boolean {
  return value.length > most && [...value].length > most;
}

/** A client's own text as far as a message shows it: 100 characters. */
export function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
