/**
 * Meters as documents, used or not. Each customer's total is read when its turn comes: a snapshot
 * would slow down creates in the meantime, and the page soon reads again.
 */
import * as z from 'zod';
import type {
  MeterCustomer,
  MeterDocument,
  MeterLine,
  MeterQuery,
  MeterSettings,
  MetersDocument,
  MetersQuery,
} from '../documents/meter-document.ts';
import { type AccountName, isWithin } from '../metering/account-name.ts';
import { add, compare, type Decimal, toText } from '../metering/decimal.ts';
import type { Engine } from '../metering/engine.ts';
import type { Meter } from '../metering/meter.ts';
import type { Total, Usage } from '../metering/usage.ts';
import { lazily } from '../stripe/lazily.ts';
import { whole } from '../values.ts';
import { ControlError, check } from './control-error.ts';
import { customerFields } from './inspect-customer.ts';
import { LongRead } from './long-read.ts';
import { accountParam } from './query-values.ts';

export const metersQuery = lazily(() =>
  z.strictObject({
    account: accountParam('this account and its connected accounts'),
  }),
);
export const meterQuery = lazily(() =>
  z.strictObject({
    ...customerFields(),
    limit: whole(1, 10_000).optional().describe('how many customers at most; default 100'),
  }),
);

const DEFAULT_LIMIT = 100;

/** All meters, including unused ones. */
export function metersDocument(engine: Engine, query: MetersQuery = {}): LongRead<MetersDocument> {
  const { account } = check(metersQuery(), query);
  return new LongRead<MetersDocument>(account, () => {
    const accounts = engine.accounts().map(({ name }) => name);
    const asked = accounts.filter(
      (name) => account === undefined || isWithin(name.account, account),
    );
    return { parts: { data: linesOf(engine, asked) } };
  });
}

function* linesOf(engine: Engine, names: readonly AccountName[]) {
  for (const name of names) {
    const usage = engine.usage(name);
    for (const meter of engine.account(name).meters.all()) yield* lineOf(name, meter, usage);
  }
}

function* lineOf(name: AccountName, meter: Meter, usage: Usage): Generator<MeterLine | undefined> {
  const sum = new Sum();
  for (const total of usage.totalsAsOf(new Map(), { meterIds: [meter.id] })) {
    if (total !== undefined) sum.add(total);
    yield undefined;
  }
  const { customers, value } = sum;
  const events = usage.events(meter.id);
  yield { ...settingsOf(name, meter), events, customers, value: toText(value) };
}

/** One meter and its largest customers. Throws a ControlError if it does not exist. */
export function meterDocument(
  engine: Engine,
  id: string,
  query: MeterQuery = {},
): LongRead<MeterDocument> {
  const { limit = DEFAULT_LIMIT, ...name } = check(meterQuery(), query);
  meterOf(engine, name, id);
  return new LongRead<MeterDocument>(name.account, () => {
    const usage = engine.usage(name);
    const sum = new Sum();
    return {
      parts: {
        ...settingsOf(name, meterOf(engine, name, id)),
        data: largestOf(usage.totalsAsOf(new Map(), { meterIds: [id] }), limit, sum),
        events: () => usage.events(id), // as of when the totals are added up
        customers: () => sum.customers,
        value: () => toText(sum.value),
      },
    };
  });
}

/** The meter with that id. Throws a ControlError if the account has none. */
export function meterOf(engine: Engine, name: AccountName, id: string): Meter {
  const meter = engine.account(name).meters.get(id);
  if (meter !== undefined) return meter;
  throw new ControlError(404, `Account ${name.account} has no meter ${id}.`);
}

/** Adds up totals. */
class Sum {
  customers = 0;
  value: Decimal = 0;

  add({ value }: Total): void {
    this.customers++;
    this.value = add(this.value, value);
  }
}

/** Yields the largest totals, largest first; adds all of them to `sum`. */
function* largestOf(
  totals: Iterable<Total | undefined>,
  limit: number,
  sum: Sum,
): Generator<MeterCustomer | undefined> {
  const largest: Total[] = [];
  for (const total of totals) {
    if (total !== undefined) {
      sum.add(total);
      insert(largest, total, limit);
    }
    yield undefined;
  }
  for (const { customer, value } of largest) yield { customer, value: toText(value) };
}

/** Inserts a total in order, after equal ones, and drops the last if there are too many. */
function insert(largest: Total[], total: Total, limit: number): void {
  const last = largest[limit - 1];
  if (last !== undefined && compare(total.value, last.value) <= 0) return;
  let [from, to] = [0, largest.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compare((largest[middle] as Total).value, total.value) >= 0) from = middle + 1;
    else to = middle;
  }
  largest.splice(from, 0, total);
  if (largest.length > limit) largest.pop();
}

function settingsOf({ account, livemode }: AccountName, meter: Meter): MeterSettings {
  return {
    id: meter.id,
    account,
    livemode,
    display_name: meter.displayName,
    event_name: meter.eventName,
    formula: meter.formula,
    event_time_window: meter.eventTimeWindow,
    customer_key: meter.customerKey,
    value_key: meter.valueKey,
    status: meter.deactivatedAt === null ? 'active' : 'inactive',
    created: meter.created,
    deactivated_at: meter.deactivatedAt,
    made_by_mock: meter.madeByMock,
  };
}
