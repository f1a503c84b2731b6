/** Usage of a meter by hour or day, of one customer or of all. */
import * as z from 'zod';
import type { SeriesBucket, SeriesDocument, SeriesQuery } from '../documents/customer-document.ts';
import { add, type Decimal, toText } from '../metering/decimal.ts';
import type { Engine } from '../metering/engine.ts';
import { floorTo } from '../metering/series.ts';
import { type Summary, WINDOW_SECONDS } from '../metering/usage.ts';
import { lazily } from '../stripe/lazily.ts';
import { check } from './control-error.ts';
import { customerFields } from './inspect-customer.ts';
import { meterOf } from './inspect-meters.ts';
import { LongRead } from './long-read.ts';
import { word } from './query-values.ts';

export const seriesQuery = lazily(() =>
  z.strictObject({
    ...customerFields(),
    customer: word.optional().describe('default: the sum of all customers'),
    meter: word.describe('the id of the meter'),
    window: z.enum(['hour', 'day']).default('hour').describe('how long a bucket is'),
  }),
);

/** How many buckets a series has. */
const BUCKETS = { hour: 48, day: 60 } as const;

/** Usage in the latest buckets, including the current one. Throws if the meter does not exist. */
export function seriesDocument(engine: Engine, query: SeriesQuery): LongRead<SeriesDocument> {
  const { customer, meter: id, window, ...name } = check(seriesQuery(), query);
  meterOf(engine, name, id);
  return new LongRead<SeriesDocument>(name.account, () => {
    const nowMs = engine.options.clocks.now(name.account);
    const meter = meterOf(engine, name, id);
    const bucketSeconds = WINDOW_SECONDS[window];
    const to = floorTo(Math.floor(nowMs / 1000), bucketSeconds) + bucketSeconds;
    const from = to - BUCKETS[window] * bucketSeconds;
    const customers = customer === undefined ? engine.usage(name).customers(id) : [customer];
    const summariesOf = (each: string) =>
      engine.summarize(name, meter, each, { from, to, bucketSeconds });
    return {
      parts: { start_time: from, end_time: to, window, data: bucketsOf(customers, summariesOf) },
    };
  });
}

/** The sum of the customers' usage by bucket, oldest first. Can pause after each customer. */
function* bucketsOf(
  customers: Iterable<string>,
  summariesOf: (customer: string) => readonly Summary[],
): Generator<SeriesBucket | undefined> {
  const sums = new Map<number, Decimal>();
  for (const customer of customers) {
    for (const { from, value } of summariesOf(customer)) {
      sums.set(from, add(sums.get(from) ?? 0, value));
    }
    yield undefined;
  }
  const buckets = [...sums].sort(([a], [b]) => a - b);
  for (const [start, value] of buckets) yield { start_time: start, value: toText(value) };
}
