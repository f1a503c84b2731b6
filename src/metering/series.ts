/**
 * One customer's usage on one meter: the interface of a series; `tally.ts` and
 * `last-per-interval.ts` are the two kinds.
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

/** The combined usage of some events within a time range. */
export interface Part {
  /** The timestamp of the newest of them, in seconds. */
  readonly timestamp: number;
  readonly count: number;
  readonly sum: Decimal;
  /**
   * The value of the newest of them; among equal timestamps, of the last to arrive (not recorded).
   */
  readonly last: Decimal;
}

/** Usage that can be added to, removed from, and read for any time range. */
export interface Series {
  add(contribution: Contribution): void;
  /** Undoes `add`. */
  remove(contribution: Contribution): void;
  /**
   * What counts with `from <= timestamp < to` (seconds), oldest first. GUESS: that the end is
   * excluded (docs/stripe/meter-event-summaries.md#bounds). No part spans a full hour, so hours and
   * days can be built from parts.
   */
  parts(from: number, to: number): Iterable<Part>;
}

/**
 * The start of the interval of `width` seconds that contains a time; works before the epoch too.
 */
export function floorTo(timestamp: number, width: number): number {
  return Math.floor(timestamp / width) * width;
}

/** Seconds in an hour: both kinds of series page their data by it. */
export const HOUR = 3600;
