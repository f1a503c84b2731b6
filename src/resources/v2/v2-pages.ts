/**
 * Lists of the v2 API: the URL of each further page has a token, which carries the filters
 * (docs/stripe/events.md#fetching-v2-events).
 */
import { Refusal } from '../../stripe/refusal.ts';
import { v2RequestErrors } from '../../stripe/v2/v2-errors.ts';
import { type Field, FieldError, type FieldParser, optional } from '../../stripe/v2/v2-fields.ts';
import { integer, text } from '../../stripe/v2/v2-parsers.ts';
import { readQuery, writeQuery } from '../../stripe/v2/v2-query.ts';

/** GUESS: both numbers. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** The fields that every list takes besides its filters. */
export const pageFields = {
  limit: optional(integer(1, MAX_LIMIT)),
  page: optional(text(10_000)),
} satisfies Record<string, Field<unknown>>;

/** Values of `pageFields`. */
export interface PageAsked {
  readonly limit: number | undefined;
  readonly page: string | undefined;
}

/** Where a page is: after an item, or before one. */
interface Token {
  readonly filters: string;
  readonly id: string;
  /** The item's position, in case it is gone. */
  readonly at: number;
  readonly isBefore: boolean;
}

/** A list to be paged. */
export interface V2Listing<T, F extends object> {
  /** The path of the list. */
  readonly path: string;
  /** Reads the filters that a token carries. */
  readonly readFilters: FieldParser<F>;
  /** The filters as a client would send them. */
  readonly sentAs: (filters: F) => object;
  /** The items that match the filters, newest first. */
  readonly items: (filters: F) => readonly T[];
  readonly idOf: (item: T) => string;
  readonly write: (item: T, filters: F) => object;
}

/** One page, or the refusal of its token. GUESS: that filters besides a token are refused. */
export function v2Page<T, F extends object>(
  { path, readFilters, sentAs, items, idOf, write }: V2Listing<T, F>,
  { limit = DEFAULT_LIMIT, page, ...given }: PageAsked & F,
): object | Refusal {
  const token = page === undefined ? undefined : readToken(page);
  if (token === null) return v2RequestErrors.invalidField('page', 'Invalid page token.');
  const hasFilters = Object.values(given).some((value) => value !== undefined);
  if (token !== undefined && hasFilters) return filtersBesideToken();
  const filters = token === undefined ? (given as unknown as F) : filtersOf(token, readFilters);
  if (filters instanceof Refusal) return filters;
  const all = items(filters);
  const start = startOf(token, all.map(idOf), limit);
  const shown = all.slice(start, start + limit);
  const urlOf = (at: number, isBefore: boolean) => {
    const item = all[at] as T;
    const next = { filters: writeQuery(sentAs(filters)), id: idOf(item), at, isBefore };
    return `${path}?limit=${limit}&page=${writeToken(next)}`;
  };
  return {
    data: shown.map((item) => write(item, filters)),
    next_page_url: start + limit < all.length ? urlOf(start + limit - 1, false) : null,
    previous_page_url: start > 0 && shown.length > 0 ? urlOf(start, true) : null,
  };
}

function filtersBesideToken(): Refusal {
  return v2RequestErrors.invalidField('page', 'Filters cannot change after the first page.');
}

function filtersOf<F>({ filters }: Token, read: FieldParser<F>): F | Refusal {
  const parsed = read(readQuery(filters) ?? new Map());
  if (!(parsed instanceof FieldError)) return parsed;
  return v2RequestErrors.invalidField('page', 'Invalid page token.');
}

/** The index of a page's first item. */
function startOf(token: Token | undefined, ids: readonly string[], limit: number): number {
  if (token === undefined) return 0;
  const found = ids.indexOf(token.id);
  if (token.isBefore) return Math.max(0, (found < 0 ? token.at : found) - limit);
  return found < 0 ? token.at : found + 1;
}

/** How Stripe's tokens begin, too. */
const PREFIX = 'page_';

function writeToken(token: Token): string {
  const { filters, id, at, isBefore } = token;
  return PREFIX + Buffer.from(JSON.stringify([filters, id, at, isBefore])).toString('base64url');
}

/** The token in a parameter; null if it is not one of ours. */
function readToken(page: string): Token | null {
  if (!page.startsWith(PREFIX)) return null;
  try {
    const parts: unknown = JSON.parse(
      Buffer.from(page.slice(PREFIX.length), 'base64url').toString(),
    );
    const [filters, id, at, isBefore] = parts as [string, string, number, boolean];
    const isToken =
      typeof filters === 'string' &&
      typeof id === 'string' &&
      Number.isSafeInteger(at) &&
      at >= 0 &&
      typeof isBefore === 'boolean';
    return isToken ? { filters, id, at, isBefore } : null;
  } catch {
    return null;
  }
}
