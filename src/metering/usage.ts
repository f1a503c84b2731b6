/**
 * The usage of each customer on each meter: updated as events arrive, readable for any time range.
 */

import { ownText } from '../storage/own-text.ts';
import { add, type Decimal } from './decimal.ts';
import { LastPerInterval } from './last-per-interval.ts';
import type { Formula, Meter } from './meter.ts';
import { type Contribution, floorTo, type Part, type Series } from './series.ts';
import { Tally } from './tally.ts';

/** The time range of a summary, in seconds: `from <= timestamp < to`. */
export interface SummaryRange {
  readonly from: number;
  readonly to: number;
  /**
   * Width of the buckets in seconds; both ends are multiples of it. Without it the range is one
   * bucket.
   */
  readonly bucketSeconds?: number | undefined;
}

/** One bucket of usage. Buckets without events do not exist. */
export interface Summary {
  readonly from: number;
  readonly to: number;
  readonly value: Decimal;
}

/** A customer's total usage on a meter. */
export interface Total {
  readonly meterId: string;
  readonly customer: string;
  readonly value: Decimal;
}

/** Which totals to return. An absent criterion selects all. */
export interface TotalsAsked {
  readonly meterIds?: Iterable<string> | undefined;
  readonly customer?: string | undefined;
}

/**
 * The totals that have changed since a moment, with their values at that moment; of one or several
 * accounts.
 */
export type KeptTotals = Map<Series, Decimal | undefined>;

/** The length of the buckets of an `event_time_window`, in seconds. */
export const WINDOW_SECONDS = { hour: 3600, day: 86_400 } as const;

const NO_READERS: readonly KeptTotals[] = [];

/** What was used of one meter. */
interface MeterUsage {
  readonly meter: Meter;
  readonly byCustomer: Map<string, Series>;
  /** How many events count, those that an `event_time_window` passes over too. */
  events: number;
}

/** The usage of one account. */
export class Usage {
  readonly #cancellable: (sequence: number) => boolean;
  readonly #byMeter = new Map<string, MeterUsage>();
  /** Readers of totals as of an earlier moment. */
  #readers: readonly KeptTotals[] = NO_READERS;

  /** @param cancellable whether the event of that number can still be cancelled */
  constructor(cancellable: (sequence: number) => boolean) {
    this.#cancellable = cancellable;
  }

  add(meter: Meter, customer: string, contribution: Contribution): void {
    const usage = this.#open(meter);
    usage.events++;
    this.#seriesOf(usage, customer).add(contribution);
  }

  /** Undoes `add`. */
  remove(meter: Meter, customer: string, contribution: Contribution): void {
    const usage = this.#open(meter);
    usage.events--;
    this.#seriesOf(usage, customer).remove(contribution);
  }

  /** How many events were added to a meter and not removed. */
  events(meterId: string): number {
    return this.#byMeter.get(meterId)?.events ?? 0;
  }

  /** The customers that ever used a meter, in the order of their first event. */
  customers(meterId: string): Iterable<string> {
    return this.#byMeter.get(meterId)?.byCustomer.keys() ?? [];
  }

  /**
   * The buckets of a range that have events, newest first
   * (docs/stripe/meter-event-summaries.md#list).
   */
  summarize(meter: Meter, customer: string, range: SummaryRange): Summary[] {
    const series = this.#byMeter.get(meter.id)?.byCustomer.get(customer);
    if (series === undefined) return [];
    const width = range.bucketSeconds ?? Number.POSITIVE_INFINITY;
    const buckets = new Map<number, Part[]>();
    for (const part of series.parts(range.from, range.to)) {
      const start = range.bucketSeconds === undefined ? range.from : floorTo(part.timestamp, width);
      const parts = buckets.get(start);
      if (parts === undefined) buckets.set(start, [part]);
      else parts.push(part);
    }
    return [...buckets]
      .map(([from, parts]) => ({
        from,
        to: Math.min(from + width, range.to),
        value: aggregate(meter.formula, parts),
      }))
      .reverse();
  }

  /**
   * Each customer's total on each meter that has usage: on the given meters, in that order, or on
   * all, in the order of their first event.
   */
  *totals(asked: TotalsAsked = {}): Generator<Total> {
    for (const total of this.totalsAsOf(new Map(), asked)) if (total !== undefined) yield total;
  }

  /** Saves each total before it changes, until `stopKeeping`; this makes each change slower. */
  keepFor(reader: KeptTotals): void {
    if (!this.#readers.includes(reader)) this.#readers = [...this.#readers, reader];
  }

  stopKeeping(reader: KeptTotals): void {
    this.#readers = this.#readers.filter((each) => each !== reader);
  }

  /**
   * The same totals as of the reader's `keepFor`; interspersed with undefined where there is no
   * total, so that a read in slices can pause.
   */
  *totalsAsOf(
    reader: KeptTotals,
    { meterIds = this.#byMeter.keys(), customer }: TotalsAsked = {},
  ): Generator<Total | undefined> {
    for (const meterId of meterIds) {
      const usage = this.#byMeter.get(meterId);
      for (const each of customer === undefined ? (usage?.byCustomer.keys() ?? []) : [customer]) {
        const series = usage?.byCustomer.get(each);
        const value = usage && series && shownTo(reader, usage.meter, series);
        yield value === undefined ? undefined : { meterId, customer: each, value };
      }
    }
  }

  /** Saves a total that is about to change for the readers that do not have it yet. */
  #keep(meter: Meter, series: Series): void {
    for (const reader of this.#readers) {
      if (!reader.has(series)) reader.set(series, totalOf(meter.formula, series));
    }
  }

  #open(meter: Meter): MeterUsage {
    let usage = this.#byMeter.get(meter.id);
    if (usage === undefined)
      this.#byMeter.set(meter.id, (usage = { meter, byCustomer: new Map(), events: 0 }));
    return usage;
  }

  #seriesOf({ meter, byCustomer }: MeterUsage, customer: string): Series {
    let series = byCustomer.get(customer);
    if (series === undefined) {
      series = this.#newSeries(meter);
      byCustomer.set(ownText(customer), series);
    }
    if (this.#readers.length > 0) this.#keep(meter, series);
    return series;
  }

  #newSeries(meter: Meter): Series {
    if (meter.eventTimeWindow === null && meter.formula !== 'last') return new Tally();
    const width = meter.eventTimeWindow === null ? 1 : WINDOW_SECONDS[meter.eventTimeWindow];
    return new LastPerInterval({ width, newestOnly: width === 1, cancellable: this.#cancellable });
  }
}

function shownTo(reader: KeptTotals, { formula }: Meter, series: Series): Decimal | undefined {
  return reader.has(series) ? reader.get(series) : totalOf(formula, series);
}

/** The formula over a whole series; `undefined` if it is empty. */
function totalOf(formula: Formula, series: Series): Decimal | undefined {
  const parts = [...series.parts(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)];
  return parts.length === 0 ? undefined : aggregate(formula, parts);
}

/** The formula over parts in time order (docs/stripe/meters.md#aggregation). */
function aggregate(formula: Formula, parts: readonly Part[]): Decimal {
  if (formula === 'last') return (parts.at(-1) as Part).last;
  if (formula === 'count') return parts.reduce((count, part) => count + part.count, 0);
  return parts.reduce<Decimal>((sum, part) => add(sum, part.sum), 0);
}
