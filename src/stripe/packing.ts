/** Several texts as one, for what is kept by the thousand: NUL stands between them. It is in no header, path or JSON text; a body may have it, and comes last. */

const SEPARATOR = '\0';

/** In the place of a text that is not there. */
export const NONE = '';

/** Fields, of which only the last may have NUL in it. */
export function pack(fields: readonly (string | number | boolean)[]): string {
  return fields.join(SEPARATOR);
}

/** The fields again, given how many there are. */
export function unpack(text: string, count: number): string[] {
  const fields = text.split(SEPARATOR, count - 1);
  fields.push(text.slice(fields.reduce((length, field) => length + field.length + 1, 0)));
  return fields;
}
