/** Bodies as Stripe writes them: two-space indent, keys in the order given, and numbers that stay floats. */

/** A number that is written as the given text, so that `10.0` stays a float (around.md 3.2). */
export class FloatText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What can be written. `undefined` members are left out. Maps are written as objects, in their order. */
export type Json = string | number | boolean | null | undefined | FloatText | readonly Json[] | ReadonlyMap<string, Json> | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Pretty text without a newline at its end. Empty lists and objects are written `[]` and `{}`, as Ruby does. */
export function toPrettyJson(value: Json, indent = '\n'): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof FloatText) return value.text;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return bracket(
      '[',
      (value as readonly Json[]).map((item) => inner + toPrettyJson(item, inner)),
      `${indent}]`,
      '[]',
    );
  return bracket('{', members(value as JsonObject | ReadonlyMap<string, Json>, inner), `${indent}}`, '{}');
}

function members(value: JsonObject | ReadonlyMap<string, Json>, inner: string): string[] {
  const lines: string[] = [];
  for (const [key, member] of value instanceof Map ? value : Object.entries(value)) {
    if (member !== undefined) lines.push(`${inner}${JSON.stringify(key)}: ${toPrettyJson(member as Json, inner)}`);
  }
  return lines;
}

function bracket(open: string, lines: readonly string[], close: string, empty: string): string {
  return lines.length === 0 ? empty : open + lines.join(',') + close;
}
