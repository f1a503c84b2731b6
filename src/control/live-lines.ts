/** What the feed of the page says of each thing: documents without what can be long. */
import type { EventLine, LiveCounts, RequestLine } from '../documents/live-document.ts';
import { isWithin } from '../metering/account-name.ts';
import type { Engine } from '../metering/engine.ts';
import type { MeterEvent } from '../metering/event.ts';
import type { RequestChange, RequestLog } from '../stripe/request-log.ts';
import { packRecord, unpackRecord } from '../stripe/request-record.ts';
import { eventDocument, requestDocument } from './inspect.ts';
import { allCounts } from './inspect-usage.ts';

/** How long a text of a line may be, in characters: lists show no more. */
const LONGEST = 200;
/** How many accounts are named. */
const MOST_ACCOUNTS = 200;

/** An event without its payload. */
export function eventLine(event: MeterEvent): EventLine {
  const { payload: _payload, ...line } = eventDocument({ ...event, payload: NO_PAYLOAD });
  return clipped(line);
}

const NO_PAYLOAD: ReadonlyMap<string, string> = new Map();

/** A request without what it said. */
export function requestLine({ exchange, ending }: RequestChange, number: number): RequestLine {
  const bare = { ...exchange, rawHeaders: [], query: '', body: '' };
  const record = { ...unpackRecord(packRecord(bare, ending)), number };
  const {
    params: _params,
    body: _body,
    headers: _headers,
    body_bytes: _bytes,
    body_truncated: _cut,
    ...line
  } = requestDocument(record);
  return clipped(line);
}

/** The sum of what the accounts did that are looked at, and the names of all. */
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

/** With every long text cut. */
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
