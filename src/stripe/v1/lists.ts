/** Lists as Stripe pages them: newest first, by cursor. */

import type { Refusal } from '../refusal.ts';
import type { JsonObject } from './json.ts';
import { parameterErrors } from './parameter-errors.ts';
import { optional } from './params.ts';
import { integer, text } from './parsers.ts';

/** The paging parameters of every list, for `params({...})`. */
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

/** A list to page through. */
export interface Listing<T> {
  /** The list's own path. */
  readonly url: string;
  /** The name of the items in the error for an unknown cursor. */
  readonly kind: string;
  /** All items, newest first, since a cursor may name one that is no longer shown. */
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  readonly write: (item: T) => JsonObject;
  /** Selects the items to show. Default: all. */
  readonly shows?: (item: T) => boolean;
}

/**
 * One page of a list object, or the refusal of its cursor; the status and sentences of these are
 * not recorded.
 */
export function listPage<T>(
  { url, kind, items, idOf, write, shows = () => true }: Listing<T>,
  page: PageRequest,
): JsonObject | Refusal {
  const { limit = DEFAULT_LIMIT, starting_after, ending_before } = page;
  if (starting_after !== undefined && ending_before !== undefined)
    return parameterErrors.twoCursors();
  const cursor = starting_after ?? ending_before;
  const at = cursor === undefined ? -1 : items.findIndex((item) => idOf(item) === cursor);
  if (cursor !== undefined && at < 0)
    return parameterErrors.noSuch(
      kind,
      cursor,
      starting_after === undefined ? 'ending_before' : 'starting_after',
      400,
    );
  const found = (ending_before === undefined ? items.slice(at + 1) : items.slice(0, at)).filter(
    shows,
  );
  const data = ending_before === undefined ? found.slice(0, limit) : found.slice(-limit);
  return { object: 'list', data: data.map(write), has_more: found.length > limit, url };
}
