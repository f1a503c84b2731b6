/**
 * Events, requests and counts as the page's feed has them: documents without the parts that can be
 * long.
 */
import type { EventLine, LiveCounts, RequestLine } from '../documents/live-document.ts';
import { isWithin } from '../metering/account-name.ts';
import type { Engine } from '../metering/engine.ts';
import type { MeterEvent } from '../metering/event.ts';
import { maskKeysIn } from '../stripe/masking.ts';
import type { RequestChange, RequestLog } from '../stripe/request-log.ts';
import { eventDocument } from './inspect.ts';
import { allCounts } from './inspect-usage.ts';

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
  const isBroken = typeof answer === 'string';
  return clipped({
    number,
    request_id: exchange.requestId,
    received_at: new Date(exchange.receivedMs).toISOString(),
    method: exchange.method,
    path: maskKeysIn(exchange.path),
    account: caller?.account ?? null,
    livemode: caller?.livemode ?? null,
    idempotency_key: idempotencyKey && maskKeysIn(idempotencyKey),
    status: isBroken ? null : answer.status,
    error: isBroken || answer.error === undefined ? null : maskKeysIn(answer.error),
    replayed: replayOf !== null,
    original_request: replayOf,
    fault: exchange.fault ?? null,
    connection: isBroken ? answer : 'answered',
    duration_ms: Math.round(durationMs * 1000) / 1000,
  });
}

/** The counts of the watched accounts, added up, and the names of all accounts. */
export function liveCounts(
  engine: Engine,
  log: RequestLog,
  account: string | undefined,
): LiveCounts {
  const all = allCounts(engine, log);
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
    accounts: names.slice(0, MOST_ACCOUNTS),
    accounts_left_out: Math.max(0, names.length - MOST_ACCOUNTS),
  };
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
