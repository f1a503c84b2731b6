/**
 * What of a body its repeats must have too: a digest, since keys are kept for thirty days and
 * batches are long. A short body is kept as it came, which costs a create nothing.
 */
import { hash } from 'node:crypto';
import { type JsonHash, type JsonValue, readJson } from './v2-json.ts';

/** The longest body that is kept as it came, in UTF-16 units. */
const SHORT = 256;
/** What a digest begins with, and no body that can be read. */
const MARK = '#';

/** The text of a body, or its digest. */
export function bodyToKeep(text: string, body: JsonHash): string {
  return text.length <= SHORT ? text : digest(body);
}

/** Whether two such texts are of bodies that read alike. */
export function isSameBody(first: string, second: string): boolean {
  return first === second || digestOf(first) === digestOf(second);
}

function digestOf(kept: string): string {
  return kept.startsWith(MARK) ? kept : digest(readJson(kept || '{}') as JsonHash);
}

/** GUESS: that spelling and order of names do not matter. */
function digest(body: JsonHash): string {
  return MARK + hash('sha256', canonical(body), 'base64');
}

/** Text that is the same for equal values alone: every string says its length. */
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
