/** Lists as Stripe pages them: newest first, by cursor. */
import { parameterErrors, Refusal } from './errors.ts';
import type { JsonObject } from './json.ts';
import { optional } from './params.ts';
import { integer, text } from './readers.ts';

/** The paging parameters that every list takes, for `params({...})`. */
export const pageParams = {
  ending_before: optional(text(5000)),
  limit: optional(integer({ min: 1, max: 100 })),
  starting_after: optional(text(5000)),
} as const;

/** Values of `pageParams`. */
export interface PageRequest {
  readonly ending_before?: string | undefined;
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
}

const DEFAULT_LIMIT = 10;

/**
 * One page of a list object.
 * @param url the list's own path
 * @param kind what the items are called when a cursor names none of them
 * @param items all of them, newest first
 */
export function listPage<T>(
  url: string,
  kind: string,
  items: readonly T[],
  page: PageRequest,
  idOf: (item: T) => string,
  write: (item: T) => JsonObject,
): JsonObject | Refusal {
  const slice = slicePage(items, page, idOf, kind);
  if (slice instanceof Refusal) return slice;
  const { from, to, has_more } = slice;
  return { object: 'list', data: items.slice(from, to).map(write), has_more, url };
}

function slicePage<T>(
  items: readonly T[],
  page: PageRequest,
  idOf: (item: T) => string,
  kind: string,
): { from: number; to: number; has_more: boolean } | Refusal {
  const { limit = DEFAULT_LIMIT, starting_after, ending_before } = page;
  if (starting_after !== undefined && ending_before !== undefined) return parameterErrors.twoCursors();
  const cursor = starting_after ?? ending_before;
  const at = cursor === undefined ? -1 : items.findIndex((item) => idOf(item) === cursor);
  if (cursor !== undefined && at < 0) return parameterErrors.noSuch(kind, cursor, starting_after === undefined ? 'ending_before' : 'starting_after', 400);
  if (ending_before !== undefined) return { from: Math.max(0, at - limit), to: at, has_more: at > limit };
  return { from: at + 1, to: at + 1 + limit, has_more: items.length > at + 1 + limit };
}
