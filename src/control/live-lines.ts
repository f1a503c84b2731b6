/**
 * Events, requests, attempts and counts for the page's feed: documents without the parts that can
 * be long.
 */
import type {
  AttemptLine,
  EventLine,
  LiveCounts,
  RequestLine,
} from '../documents/live-document.ts';
import { isWithin } from '../metering/account-name.ts';
import type { Engine } from '../metering/engine.ts';
import type { MeterEvent } from '../metering/event.ts';
import { maskKeysIn } from '../stripe/masking.ts';
import type { RequestChange, RequestLog } from '../stripe/request-log.ts';
import type { Attempt, AttemptLog } from '../webhooks/attempt-log.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { eventDocument } from './inspect.ts';
import { allCounts } from './inspect-usage.ts';
import { isDuplicate } from './request-filter.ts';

/** How long a text in a line may be, in characters: the page's lists show no more. */
const LONGEST = 200;
/** How many accounts are named. */
const MOST_ACCOUNTS = 200;

/** An event without its payload. */
export function eventLine(event: MeterEvent): EventLine {
  const { payload: _payload, ...line } = eventDocument({ ...event, payload: NO_PAYLOAD });
  return clipped(line);
}

const NO_PAYLOAD: ReadonlyMap<string, string> = new Map();

/**
 * A request without its parameters and headers. It is made from the exchange: going through a
 * packed record took a third of the feed's time.
 */
export function requestLine({ exchange, ending }: RequestChange, number: number): RequestLine {
  const { caller, idempotencyKey = null, replayOf = null } = exchange;
  const { answer, durationMs } = ending;
  const { status, error } = typeof answer === 'string' ? NO_ANSWER : answer;
  return clipped({
    number,
    request_id: exchange.requestId,
    received_at: new Date(exchange.receivedMs).toISOString(),
    method: exchange.method,
    path: maskKeysIn(exchange.path),
    account: caller?.account ?? null,
    livemode: caller?.livemode ?? null,
    idempotency_key: idempotencyKey && maskKeysIn(idempotencyKey),
    status: status ?? null,
    error: error === undefined ? null : maskKeysIn(error),
    duplicate: isDuplicate({ status, error, replayOf: exchange.replayOf }),
    replayed: replayOf !== null,
    original_request: replayOf,
    fault: exchange.fault ?? null,
    connection: typeof answer === 'string' ? answer : 'answered',
    duration_ms: Math.round(durationMs * 1000) / 1000,
  });
}

const NO_ANSWER = { status: undefined, error: undefined };

/** An attempt to deliver an event, without what was sent and answered. */
export function attemptLine(attempt: Attempt, number: number): AttemptLine {
  const { headers: _headers, body: _body, answer: _answer, ...line } = attempt;
  return clipped({ ...line, number });
}

/** What the counts are made from. */
export interface CountSources {
  readonly engine: Engine;
  readonly requests: RequestLog;
  readonly attempts: AttemptLog;
  readonly webhooks: Webhooks;
}

/** The counts of the watched accounts, added up, and the names of all accounts. */
export function liveCounts(sources: CountSources, account: string | undefined): LiveCounts {
  const { engine, requests, attempts } = sources;
  const all = allCounts(engine, requests);
  const sum = { taken: 0, duplicate: 0, invalid: 0, cancelled: 0, refused: 0, replayed: 0 };
  const byCode: Record<string, number> = {};
  for (const counts of all) {
    if (account !== undefined && !isWithin(counts.account, account)) continue;
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
    for (const [code, count] of Object.entries(counts.invalid_by_code)) {
      byCode[code] = (byCode[code] ?? 0) + count;
    }
  }
  const names = [...new Set(all.map((each) => each.account))].sort();
  return {
    ...sum,
    invalid_by_code: byCode,
    refused_strangers: account === undefined ? requests.refusedStrangers : 0,
    deliveries_failed: attempts.count({ account, succeeded: false }),
    deliveries_held: heldOf(sources.webhooks, account),
    accounts: names.slice(0, MOST_ACCOUNTS),
    accounts_left_out: Math.max(0, names.length - MOST_ACCOUNTS),
  };
}

/** How many deliveries are due and held. */
function heldOf({ deliveries }: Webhooks, account: string | undefined): number {
  return deliveries.open().filter((each) => {
    const isOf = account === undefined || isWithin(each.event.account.account, account);
    return isOf && each.status === 'due' && deliveries.holds.holds(each);
  }).length;
}

/** The line with its long texts cut. */
function clipped<T extends object>(line: T): T {
  const entries = Object.entries(line);
  if (!entries.some(([, value]) => isLong(value))) return line;
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isLong(value) ? `${value.slice(0, LONGEST)}…` : value]),
  ) as T;
}

function isLong(value: unknown): value is string {
  return typeof value === 'string' && value.length > LONGEST;
}
