/**
 * Reads the query of a v2 request as JSON: `types[0]=a&created[gt]=b`
 * (docs/stripe/events.md#fetching-v2-events).
 */
import { decodeForm, type FormValue, isFormFault, listItems } from '../v1/form.ts';
import type { JsonHash, JsonValue } from './v2-json.ts';

/** Every value is a string, a list or an object. Undefined if the query cannot be read. */
export function readQuery(query: string): JsonHash | undefined {
  const form = decodeForm(query);
  if (isFormFault(form)) return undefined;
  return new Map(Array.from(form, ([name, value]) => [name, jsonOf(value)]));
}

/** The query that `readQuery` reads as these values. Undefined values are left out. */
export function writeQuery(values: object): string {
  return Object.entries(values)
    .flatMap(([name, value]) => pairsOf(name, value))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function pairsOf(name: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([inner, each]) => pairsOf(`${name}[${inner}]`, each));
}

function jsonOf(value: FormValue): JsonValue {
  if (typeof value === 'string') return value;
  const items = listItems(value);
  if (items !== undefined) return items.map(jsonOf);
  return new Map(
    Array.from(value as Map<string, FormValue>, ([name, each]) => [name, jsonOf(each)]),
  );
}
