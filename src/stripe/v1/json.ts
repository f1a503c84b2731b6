/**
 * Bodies as Stripe writes them: two-space indent, keys in the order given, and numbers that stay
 * floats.
 */

/**
 * JSON that is already serialized: a number such as `10.0`, which has to stay a float
 * (docs/stripe/meter-event-summaries.md#object), or a complete object.
 */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * A value that can be written. `undefined` members are left out. Maps are written as objects, in
 * order.
 */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | RawJson
  | readonly Json[]
  | ReadonlyMap<string, Json>
  | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * Pretty-printed JSON without a final newline. Empty lists and objects are written as `[]` and
 * `{}`, as in Ruby.
 */
export function toPrettyJson(value: Json, indent = '\n'): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return listText(value, indent);
  const lines = membersText(value as JsonObject | ReadonlyMap<string, Json>, `${indent}  `);
  return lines === '' ? '{}' : `{${lines}${indent}}`;
}

function listText(list: readonly Json[], indent: string): string {
  const inner = `${indent}  `;
  return list.length === 0
    ? '[]'
    : `[${list.map((item) => inner + toPrettyJson(item, inner)).join(',')}${indent}]`;
}

function membersText(value: JsonObject | ReadonlyMap<string, Json>, inner: string): string {
  let text = '';
  const write = (member: Json, key: string) => {
    if (member !== undefined)
      text += `${text && ','}${inner}${quote(key)}: ${toPrettyJson(member, inner)}`;
  };
  if (value instanceof Map) (value as ReadonlyMap<string, Json>).forEach(write);
  else for (const key of Object.keys(value)) write((value as JsonObject)[key], key);
  return text;
}

/**
 * A JSON string. Most strings need no escapes, and a loop finds that out faster than an expression
 * or `JSON.stringify`.
 */
export function quote(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isPlain = code >= SPACE && code <= TILDE && code !== QUOTE && code !== BACKSLASH;
    if (!isPlain) return JSON.stringify(text);
  }
  return `"${text}"`;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const TILDE = 0x7e;
