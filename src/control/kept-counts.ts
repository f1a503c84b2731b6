/** What happened to one customer or event name, counted among what is still kept. */
import type { CountsDocument } from '../documents/usage-document.ts';
import type { AccountName } from '../metering/account-name.ts';
import type { Engine } from '../metering/engine.ts';
import type { NumberedRecord, RequestLog } from '../stripe/request-log.ts';
import { isDuplicate, isRefused, names } from './request-filter.ts';

/** What is counted; an absent field matches all. */
interface One {
  readonly event_name: string | undefined;
  readonly customer: string | undefined;
}

interface Kept {
  readonly engine: Engine;
  readonly log: RequestLog;
}

type Counts = { -readonly [Name in keyof CountsDocument]: CountsDocument[Name] } & {
  invalid_by_code: Record<string, number>;
};

/** A document for each account, interspersed with undefined where counting can pause. */
export function countsOfKept(
  accounts: readonly { readonly name: AccountName }[],
  one: One,
  kept: Kept,
): Iterable<CountsDocument | undefined> {
  // The scans begin here, so that they show the state at this moment.
  const begun = accounts.map(({ name }) => ({ name, scans: scansOf(name, one, kept) }));
  return made(begun, one);
}

function scansOf({ account, livemode }: AccountName, one: One, { engine, log }: Kept) {
  const isOf = (name: AccountName) => name.account === account && name.livemode === livemode;
  const { event_name: eventName, customer } = one;
  return {
    events: engine.scan({ isOf, eventName, customer }),
    requests: log.scan({ account }, undefined),
  };
}

function* made(
  begun: readonly { name: AccountName; scans: ReturnType<typeof scansOf> }[],
  one: One,
) {
  for (const { name, scans } of begun) {
    const counts = nothing(name);
    yield* countAll(scans.events, (event) => countEvent(counts, event));
    yield* countAll(scans.requests, (record) => {
      if (isOf(record, name) && isAbout(record, one)) countRequest(counts, record);
    });
    yield counts;
  }
}

function* countAll<T>(
  scans: Iterable<T | undefined>,
  count: (item: T) => void,
): Generator<undefined> {
  for (const item of scans) {
    if (item === undefined) yield undefined;
    else count(item);
  }
}

function nothing({ account, livemode }: AccountName): Counts {
  const none = { taken: 0, duplicate: 0, invalid: 0, invalid_by_code: {}, cancelled: 0 };
  return { account, livemode, ...none, refused: 0, replayed: 0 };
}

function countEvent(
  counts: Counts,
  { invalid, cancelled }: { readonly invalid: string | null; readonly cancelled: boolean },
): void {
  counts.taken++;
  if (cancelled) counts.cancelled++;
  if (invalid === null) return;
  counts.invalid++;
  counts.invalid_by_code[invalid] = (counts.invalid_by_code[invalid] ?? 0) + 1;
}

function countRequest(counts: Counts, record: NumberedRecord): void {
  if (record.replayOf !== undefined) counts.replayed++;
  if (isRefused(record)) counts.refused++;
  if (isDuplicate(record)) counts.duplicate++;
}

function isOf({ caller }: NumberedRecord, { account, livemode }: AccountName): boolean {
  return caller?.account === account && caller.livemode === livemode;
}

function isAbout(record: NumberedRecord, { event_name, customer }: One): boolean {
  return [event_name, customer].every((each) => each === undefined || names(record, each));
}
