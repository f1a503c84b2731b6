/**
 * What repeats of a request are compared with: a digest of the body, since keys are kept for thirty
 * days and batches are long. A short body is kept unchanged, which costs a create nothing.
 */
import { hash } from 'node:crypto';
import { type JsonHash, type JsonValue, readJson } from './v2-json.ts';

/** The maximum length of a body that is kept unchanged, in UTF-16 units. */
const SHORT = 256;
/** The first character of a digest, with which no valid body begins. */
const MARK = '#';

/** The text of a body, or its digest. */
export function bodyToKeep(text: string, body: JsonHash): string {
  return text.length <= SHORT ? text : digest(body);
}

/** Whether two such texts stand for equal bodies. */
export function isSameBody(first: string, second: string): boolean {
  return first === second || digestOf(first) === digestOf(second);
}

function digestOf(kept: string): string {
  return kept.startsWith(MARK) ? kept : digest(readJson(kept || '{}') as JsonHash);
}

/** GUESS: that the order and encoding of names do not matter. */
function digest(body: JsonHash): string {
  return MARK + hash('sha256', canonical(body), 'base64');
}

/** A text that is the same only for equal values: every string is preceded by its length. */
function canonical(value: JsonValue): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (typeof value !== 'object' || value === null) return `${value};`;
  if (Array.isArray(value)) return `[${value.map(canonical).join('')}]`;
  const members = value as JsonHash;
  let text = '{';
  for (const name of [...members.keys()].sort()) {
    text += `${name.length}:${name}${canonical(members.get(name) as JsonValue)}`;
  }
  return `${text}}`;
}
