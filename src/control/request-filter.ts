/** Filters requests by what is only known once a record is unpacked. */
import type { NumberedRecord } from '../stripe/request-log.ts';
import type { RequestRecord } from '../stripe/request-record.ts';
import { shownParams } from './inspect.ts';

/** What to filter by; an absent field matches all. */
export interface RequestAsked {
  /** A status, or a class of them such as `4xx`. */
  readonly status?: number | string | undefined;
  readonly customer?: string | undefined;
  readonly identifier?: string | undefined;
  /** In milliseconds, on the clock of the account. */
  readonly since?: number | undefined;
  /** Whether the answer was an error but not a replay, as `GET /_mock/usage` counts it. */
  readonly refused?: boolean | undefined;
  /** Whether it was refused because an event had its identifier. */
  readonly duplicate?: boolean | undefined;
}

/** What tells how a request was answered. */
type Answered = Pick<RequestRecord, 'status' | 'error' | 'replayOf'>;

/** A function that tells whether a request matches. */
export function filterOf(asked: RequestAsked): (record: NumberedRecord) => boolean {
  const { status, customer, identifier, refused, duplicate } = asked;
  const { since = Number.NEGATIVE_INFINITY } = asked;
  const ofClass = typeof status === 'string' ? Number(status[0]) : undefined;
  return (record) =>
    record.receivedMs >= since &&
    (ofClass === undefined || Math.floor((record.status ?? 0) / 100) === ofClass) &&
    (refused === undefined || isRefused(record) === refused) &&
    (duplicate === undefined || isDuplicate(record) === duplicate) &&
    (customer === undefined || names(record, customer)) &&
    (identifier === undefined || names(record, identifier));
}

/** Whether a request was answered with an error, and that was no replay. */
export function isRefused({ status = 0, replayOf }: Answered): boolean {
  return status >= 400 && replayOf === undefined;
}

/** How the v1 and the v2 error for a duplicate identifier begin. */
const DUPLICATE =
  /^(?:An event already exists with identifier|A meter event with a duplicate identifier)/;

/** Whether a request was refused because an event had its identifier. */
export function isDuplicate(record: Answered): boolean {
  return isRefused(record) && DUPLICATE.test(record.error ?? '');
}

/** The requests that match. Pauses stay, and each request that does not match becomes one. */
export function* filtered(
  found: Iterable<NumberedRecord | undefined>,
  isAsked: (record: NumberedRecord) => boolean,
): Generator<NumberedRecord | undefined> {
  for (const record of found) yield record !== undefined && isAsked(record) ? record : undefined;
}

/** Whether a request has a value in its path or among its parameters, at any depth. */
export function names(record: NumberedRecord, value: string): boolean {
  if (record.path.split('/').includes(encodeURIComponent(value))) return true;
  const { query, body } = record;
  if (!mayHave(query, value) && !mayHave(body, value)) return false;
  return record.isCut ? body.includes(value) : has(shownParams(record), value);
}

/**
 * Whether a text may contain a value. A false is certain; an encoded text may always contain it.
 */
function mayHave(text: string, value: string): boolean {
  return text.includes(value) || /[%+\\]/.test(text);
}

function has(params: unknown, value: string): boolean {
  if (typeof params === 'object' && params !== null) {
    return Object.values(params).some((member) => has(member, value));
  }
  return typeof params === 'string' && params === value;
}
