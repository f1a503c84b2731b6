/** Clocks as the test controls show and move them. */

/** Where a clock is. */
export interface ClockDocument {
  /** Seconds since the epoch, as in Stripe's objects. */
  readonly now_seconds: number;
  /** The same, ISO 8601 with milliseconds. */
  readonly now: string;
  /** Whether it stands still. */
  readonly frozen: boolean;
  /** How far it is ahead of real time, in seconds; negative when behind. */
  readonly ahead_seconds: number;
  /** The account whose own clock it is; null for the common clock. */
  readonly account: string | null;
  /** After a move: deliveries that it made due and that are still to be made. */
  readonly pending_deliveries?: number;
  /** Of the common clock: the accounts that have a clock of their own. */
  readonly accounts?: readonly ClockDocument[];
}

/** How to move a clock: by `advance_seconds` or to `now`, not both. */
export interface ClockBody {
  /** How far to move forward, in seconds. Default: 0. */
  readonly advance_seconds?: number | undefined;
  /** Where to move to: seconds since the epoch or ISO 8601, never back. */
  readonly now?: number | string | undefined;
  /** Whether the clock stands still from then on. Default: as before. */
  readonly frozen?: boolean | undefined;
  /**
   * Real time to wait in all for deliveries that this makes due, in milliseconds; up to 600000.
   * Default: 5000.
   */
  readonly wait_ms?: number | undefined;
}

/** Which clock. */
export interface ClockQuery {
  /**
   * The account whose own clock is meant, shared by its connected accounts. Default: the common
   * clock.
   */
  readonly account?: string | undefined;
}
