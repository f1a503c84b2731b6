/**
 * One customer's usage on one meter. What every kind of series can do; `tally.ts` and `standing.ts`
 * are the two kinds.
 */
import type { Decimal } from './decimal.ts';

/** What one event adds to a series. */
export interface Contribution {
  /** The event's number in the order of arrival. */
  readonly sequence: number;
  /** The event's own time, in seconds. */
  readonly timestamp: number;
  readonly value: Decimal;
}

/** Some events of a stretch of time, added up. */
export interface Part {
  /** The time of the newest of them, in seconds. */
  readonly timestamp: number;
  readonly count: number;
  readonly sum: Decimal;
  /**
   * The value of the newest of them; of several with one timestamp, the last to arrive (not
   * recorded).
   */
  readonly last: Decimal;
}

/** Usage that can be added to, taken from, and read by any stretch of time. */
export interface Series {
  add(contribution: Contribution): void;
  /** Takes back what `add` was given. */
  remove(contribution: Contribution): void;
  /**
   * What counts with `from <= timestamp < to` (seconds), oldest first. GUESS: that the end is left
   * out (docs/stripe/meter-event-summaries.md#bounds). No part crosses a full hour, so hours and
   * days can be made of
   * parts.
   */
  parts(from: number, to: number): Iterable<Part>;
}

/** The start of the stretch of `width` seconds that a time lies in; also before the epoch. */
export function floorTo(timestamp: number, width: number): number {
  return Math.floor(timestamp / width) * width;
}

/** Seconds in an hour: the page that both kinds of series keep totals by. */
export const HOUR = 3600;
