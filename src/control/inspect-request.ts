/** One request with its kept answer, its retries and its events. */
import type { RequestDetail } from '../documents/request-document.ts';
import type { AccountName } from '../metering/account-name.ts';
import type { Engine } from '../metering/engine.ts';
import type { Idempotency } from '../stripe/idempotency.ts';
import { maskKeysIn } from '../stripe/masking.ts';
import type { NumberedRecord, RequestLog } from '../stripe/request-log.ts';
import { ControlError } from './control-error.ts';
import { eventDocument, requestDocument } from './inspect.ts';

/** Where the details of a request come from. */
export interface RequestSources {
  readonly engine: Engine;
  readonly requests: RequestLog;
  readonly idempotency: Idempotency;
}

/** How many events and retries are shown at most. */
const MOST = 100;

/** The details of a request. Throws a ControlError if no kept request has this id. */
export function requestDetail(sources: RequestSources, requestId: string): RequestDetail {
  const [record] = some(sources.requests.scan({ requestId }, undefined), 1);
  if (record === undefined) {
    throw new ControlError(
      404,
      `No kept request has the id ${requestId}. GET /_mock/requests lists them.`,
    );
  }
  return {
    ...requestDocument(record),
    kept_answer: keptAnswerOf(record, sources),
    same_key: sameKey(record, sources).map(requestDocument),
    events: eventsOf(record, sources).map(eventDocument),
  };
}

function keptAnswerOf(record: NumberedRecord, { idempotency }: RequestSources) {
  const { caller, idempotencyKey, requestId, replayOf } = record;
  if (caller === undefined || idempotencyKey === undefined) return null;
  const answer = idempotency.answerOf(caller, idempotencyKey, replayOf ?? requestId);
  return answer === undefined ? null : { status: answer.status, body: maskKeysIn(answer.body) };
}

function sameKey({ caller, idempotencyKey }: NumberedRecord, { requests }: RequestSources) {
  if (caller === undefined || idempotencyKey === undefined) return [];
  const { account } = caller;
  return some(requests.scan({ account, idempotencyKey }, undefined), MOST).reverse();
}

/**
 * The events of a request. Only calls that create events are searched for: other requests have
 * none, and the search reads every kept event.
 */
function eventsOf({ caller, requestId, path }: NumberedRecord, { engine }: RequestSources) {
  if (caller === undefined || !path.includes('/billing/meter_event')) return [];
  const { account, livemode } = caller;
  const isOf = (name: AccountName) => name.account === account && name.livemode === livemode;
  return some(engine.scan({ isOf, requestId }), MOST);
}

function some<T>(found: Iterable<T | undefined>, most: number): T[] {
  const items: T[] = [];
  for (const item of found) {
    if (item !== undefined) items.push(item);
    if (items.length === most) break;
  }
  return items;
}
