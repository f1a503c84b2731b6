/** What each customer used on each meter: kept up as events arrive, read by any stretch of time. */

import { ownText } from '../storage/own-text.ts';
import { add, type Decimal } from './decimal.ts';
import type { Formula, Meter } from './meter.ts';
import { type Contribution, floorTo, type Part, type Series } from './series.ts';
import { Standing } from './standing.ts';
import { Tally } from './tally.ts';

/** The stretch of time of a summary, in seconds: `from <= timestamp < to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Width of the buckets in seconds, dividing both ends; without it the stretch is one bucket. */
  readonly bucketSeconds?: number | undefined;
}

/** One bucket of usage. Buckets without events do not exist. */
export interface Summary {
  readonly from: number;
  readonly to: number;
  readonly value: Decimal;
}

/** All that a customer ever used on a meter. */
export interface Total {
  readonly meterId: string;
  readonly customer: string;
  readonly value: Decimal;
}

/** Which totals. What is absent asks for all. */
export interface TotalsAsked {
  readonly meterIds?: Iterable<string> | undefined;
  readonly customer?: string | undefined;
}

/** How long the buckets of an `event_time_window` are, in seconds. */
export const WINDOW_SECONDS = { hour: 3600, day: 86_400 } as const;

/** The usage of one account. */
export class Usage {
  readonly #cancellable: (sequence: number) => boolean;
  readonly #byMeter = new Map<string, { meter: Meter; byCustomer: Map<string, Series> }>();

  /** @param cancellable whether the event of that number can still be cancelled */
  constructor(cancellable: (sequence: number) => boolean) {
    this.#cancellable = cancellable;
  }

  add(meter: Meter, customer: string, contribution: Contribution): void {
    this.#open(meter, customer).add(contribution);
  }

  /** Takes back what `add` was given. */
  remove(meter: Meter, customer: string, contribution: Contribution): void {
    this.#open(meter, customer).remove(contribution);
  }

  /**
   * The buckets of a stretch that have events, newest first
   * (docs/stripe/meter-event-summaries.md#list).
   */
  summarize(meter: Meter, customer: string, stretch: Stretch): Summary[] {
    const series = this.#byMeter.get(meter.id)?.byCustomer.get(customer);
    if (series === undefined) return [];
    const width = stretch.bucketSeconds ?? Number.POSITIVE_INFINITY;
    const buckets = new Map<number, Part[]>();
    for (const part of series.parts(stretch.from, stretch.to)) {
      const start =
        stretch.bucketSeconds === undefined ? stretch.from : floorTo(part.timestamp, width);
      const parts = buckets.get(start);
      if (parts === undefined) buckets.set(start, [part]);
      else parts.push(part);
    }
    return [...buckets]
      .map(([from, parts]) => ({
        from,
        to: Math.min(from + width, stretch.to),
        value: aggregate(meter.formula, parts),
      }))
      .reverse();
  }

  /**
   * Each customer's total on each meter that has usage: on the meters asked for, in that order,
   * or on all, in the order of their first event.
   */
  *totals({ meterIds = this.#byMeter.keys(), customer }: TotalsAsked = {}): Generator<Total> {
    for (const meterId of meterIds) {
      const usage = this.#byMeter.get(meterId);
      if (usage === undefined) continue;
      for (const each of customer === undefined ? usage.byCustomer.keys() : [customer]) {
        const value = totalOf(usage.meter.formula, usage.byCustomer.get(each));
        if (value !== undefined) yield { meterId, customer: each, value };
      }
    }
  }

  #open(meter: Meter, customer: string): Series {
    let usage = this.#byMeter.get(meter.id);
    if (usage === undefined)
      this.#byMeter.set(meter.id, (usage = { meter, byCustomer: new Map() }));
    let series = usage.byCustomer.get(customer);
    if (series === undefined) {
      series = this.#newSeries(meter);
      usage.byCustomer.set(ownText(customer), series);
    }
    return series;
  }

  #newSeries(meter: Meter): Series {
    if (meter.eventTimeWindow === null && meter.formula !== 'last') return new Tally();
    const width = meter.eventTimeWindow === null ? 1 : WINDOW_SECONDS[meter.eventTimeWindow];
    return new Standing({ width, newestOnly: width === 1, cancellable: this.#cancellable });
  }
}

/** The formula over all that a series has; `undefined` when it has nothing. */
function totalOf(formula: Formula, series: Series | undefined): Decimal | undefined {
  const always = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const parts = [...(series?.parts(...always) ?? [])];
  return parts.length === 0 ? undefined : aggregate(formula, parts);
}

/** The formula over parts in order of time (docs/stripe/meters.md#aggregation). */
function aggregate(formula: Formula, parts: readonly Part[]): Decimal {
  if (formula === 'last') return (parts.at(-1) as Part).last;
  if (formula === 'count') return parts.reduce((count, part) => count + part.count, 0);
  return parts.reduce<Decimal>((sum, part) => add(sum, part.sum), 0);
}
