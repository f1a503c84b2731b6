/** Which requests are asked for, by what can only be known of a decoded one. */
import type { NumberedRecord } from '../stripe/request-log.ts';
import { shownParams } from './inspect.ts';

/** What is absent matches all. */
export interface RequestAsked {
  /** A status, or a class of them such as `4xx`. */
  readonly status?: number | string | undefined;
  readonly customer?: string | undefined;
  readonly identifier?: string | undefined;
  /** In milliseconds, on the clock of the account. */
  readonly since?: number | undefined;
}

/** Whether a request is one of those. */
export function filterOf(asked: RequestAsked): (record: NumberedRecord) => boolean {
  const { status, customer, identifier, since = Number.NEGATIVE_INFINITY } = asked;
  const ofClass = typeof status === 'string' ? Number(status[0]) : undefined;
  return (record) =>
    record.receivedMs >= since &&
    (ofClass === undefined || Math.floor((record.status ?? 0) / 100) === ofClass) &&
    (customer === undefined || names(record, customer)) &&
    (identifier === undefined || names(record, identifier));
}

/** Those that are asked for; the pauses stay. */
export function* filtered(
  looks: Iterable<NumberedRecord | undefined>,
  isAsked: (record: NumberedRecord) => boolean,
): Generator<NumberedRecord | undefined> {
  for (const record of looks) yield record !== undefined && isAsked(record) ? record : undefined;
}

/** Whether a request has a value in its path or as one of its parameters, however deep. */
export function names(record: NumberedRecord, value: string): boolean {
  if (record.path.split('/').includes(encodeURIComponent(value))) return true;
  const { query, body } = record;
  if (!mayHave(query, value) && !mayHave(body, value)) return false;
  return record.isCut ? body.includes(value) : has(shownParams(record), value);
}

/** A no is certain: an encoded text may have it. */
function mayHave(text: string, value: string): boolean {
  return text.includes(value) || /[%+\\]/.test(text);
}

function has(params: unknown, value: string): boolean {
  if (typeof params === 'object' && params !== null) {
    return Object.values(params).some((member) => has(member, value));
  }
  return typeof params === 'string' && params === value;
}
