/** `billing_cycle_anchor_config`: https://docs.stripe.com/billing/subscriptions/billing-cycle. */
import { daysIn, monthOf, timeIn } from './calendar.ts';
import { type Interval, monthsIn } from './periods.ts';

/** The parameter, in UTC; `null` means not given. */
export interface AnchorConfig {
  /** 1 to 31. */
  readonly dayOfMonth: number;
  /** 1 to 12. */
  readonly month: number | null;
  /** 0 to 23. Default for hour, minute and second: as at creation. */
  readonly hour: number | null;
  /** 0 to 59. */
  readonly minute: number | null;
  /** 0 to 59. */
  readonly second: number | null;
}

/**
 * With the longest interval, three years, a February with 29 days comes within 24 years or never.
 */
const HORIZON_MONTHS = 40 * 12;

/**
 * The `billing_cycle_anchor` of a subscription created at `now`, or `undefined` for days and weeks,
 * for which Stripe does not accept the parameter.
 *
 * The first boundary is the next such day, or the last day of a month that does not have it. The
 * anchor is the first boundary from there on whose month does have it, so that later periods are
 * not stuck on a shortened day: with day 31 and two months from February, the anchor is 31 August.
 * `firstPeriod` still ends at the first boundary.
 *
 * GUESS: an instant that is exactly now counts as the next one; a yearly 30 February is anchored on
 * the next 29th; `month` picks the boundary even if the interval is one month.
 */
export function anchorFrom(
  config: AnchorConfig,
  interval: Interval,
  now: number,
): number | undefined {
  const months = monthsIn(interval);
  if (months === undefined) return undefined;
  const seconds = secondsOf(config, now);
  const month = longestMonth(firstMonth(config, seconds, now), months, config.dayOfMonth);
  return timeIn(month, config.dayOfMonth, seconds);
}

function secondsOf({ hour, minute, second }: AnchorConfig, now: number): number {
  const date = new Date(now * 1000);
  const minutes = (hour ?? date.getUTCHours()) * 60 + (minute ?? date.getUTCMinutes());
  return minutes * 60 + (second ?? date.getUTCSeconds());
}

/** The month of the first such instant that is not past. */
function firstMonth({ dayOfMonth, month }: AnchorConfig, seconds: number, now: number): number {
  const current = monthOf(now);
  const first = month === null ? current : current + ((month - 1 - (current % 12) + 12) % 12);
  const isPast = timeIn(first, dayOfMonth, seconds) < now;
  return isPast ? first + (month === null ? 1 : 12) : first;
}

/**
 * The first month, in steps of whole intervals, that has the day, or else the one with the most
 * days.
 */
function longestMonth(first: number, step: number, day: number): number {
  let longest = first;
  for (let month = first; daysIn(longest) < day && month < first + HORIZON_MONTHS; month += step) {
    if (daysIn(month) > daysIn(longest)) longest = month;
  }
  return longest;
}
