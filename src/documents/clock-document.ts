/** How the test controls show and move clocks. */

/** The state of a clock. */
export interface ClockDocument {
  /** Seconds since the epoch, as in Stripe's objects. */
  readonly now_seconds: number;
  /** The same time: ISO 8601 with milliseconds. */
  readonly now: string;
  /** Whether it stands still. */
  readonly frozen: boolean;
  /** How far it is ahead of real time, in seconds; negative when behind. */
  readonly ahead_seconds: number;
  /** The account whose own clock it is; null for the common clock. */
  readonly account: string | null;
  /** After a move: how many deliveries are still due. */
  readonly pending_deliveries?: number;
  /** For the common clock: the accounts with their own clocks. */
  readonly accounts?: readonly ClockDocument[];
}

/** How to move a clock: by `advance_seconds` or to `now`, not both. */
export interface ClockBody {
  /** How far to move forward, in seconds. Default: 0. */
  readonly advance_seconds?: number | undefined;
  /** Where to move to: seconds since the epoch or ISO 8601, never backwards. */
  readonly now?: number | string | undefined;
  /** Whether the clock stands still from then on. Default: unchanged. */
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
   * The account whose own clock to use; it applies to connected accounts too. Default: the common
   * clock.
   */
  readonly account?: string | undefined;
}
