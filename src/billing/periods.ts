/**
 * Billing periods: https://docs.stripe.com/billing/subscriptions/billing-cycle,
 * docs/stripe/subscriptions.md#periods.
 */
import { addMonths, monthOf } from './calendar.ts';

/** How often a price bills: Stripe's `interval` and `interval_count`. */
export interface Interval {
  readonly unit: 'day' | 'week' | 'month' | 'year';
  /** A positive whole number. */
  readonly count: number;
}

/**
 * A period in Unix seconds: `start <= time < end`. GUESS: which side an instant on the boundary
 * belongs to (docs/stripe/subscriptions.md#periods).
 */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** The months in one interval, or `undefined` for days and weeks. */
export function monthsIn({ unit, count }: Interval): number | undefined {
  if (unit === 'month') return count;
  return unit === 'year' ? 12 * count : undefined;
}

/**
 * The given number of intervals after the anchor, or before it. Months and years keep day and time
 * in UTC, with the day limited to the month's last: two months after 31 January is 31 March, one
 * month after it 28 or 29 February.
 */
export function addIntervals(anchor: number, interval: Interval, times: number): number {
  const months = monthsIn(interval);
  if (months !== undefined) return addMonths(anchor, months * times);
  return anchor + secondsIn(interval) * times;
}

/**
 * The period that contains a time. There are periods before the anchor as well as after it, all
 * counted from it and not from one another, so they leave no gaps, and a shortened day is restored.
 */
export function periodAt(anchor: number, interval: Interval, time: number): Period {
  const guess = intervalsBetween(anchor, interval, time);
  // Within one month the anchor's day may still be to come.
  const times = addIntervals(anchor, interval, guess) > time ? guess - 1 : guess;
  return {
    start: addIntervals(anchor, interval, times),
    end: addIntervals(anchor, interval, times + 1),
  };
}

/**
 * The first period of a subscription that starts at `start`: up to the next boundary of the
 * anchor's periods; so a whole interval if the anchor is the start, and up to the anchor if that
 * lies ahead. Stripe refuses an anchor later than `addIntervals(start, interval, 1)`; one from
 * `billing_cycle_anchor_config` may be later, and the first period is still short.
 */
export function firstPeriod(start: number, anchor: number, interval: Interval): Period {
  return { start, end: periodAt(anchor, interval, start).end };
}

/** Whole intervals from the anchor to a time: exact, or one too many. */
function intervalsBetween(anchor: number, interval: Interval, time: number): number {
  const months = monthsIn(interval);
  if (months !== undefined) return Math.floor((monthOf(time) - monthOf(anchor)) / months);
  return Math.floor((time - anchor) / secondsIn(interval));
}

function secondsIn({ unit, count }: Interval): number {
  return (unit === 'week' ? 7 : 1) * count * 86_400;
}
