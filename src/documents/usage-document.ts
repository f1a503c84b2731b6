/** How the test controls show totals by meter and customer, and counts of what happened. */
import type { InvalidCode } from './event-document.ts';

/** Usage, and counts of what happened. */
export interface UsageDocument {
  /** Totals by meter and customer. */
  readonly data: TotalDocument[];
  /**
   * Counts by account and mode, exact since the start or the last reset. With an `event_name` or a
   * `customer`, they cover only the events and requests about it that are still kept.
   */
  readonly counts: CountsDocument[];
}

/** A customer's total usage on a meter. */
export interface TotalDocument {
  /** The account of the key; for a connected account, `billing/acct_1`. */
  readonly account: string;
  /** Whether it is in live mode. */
  readonly livemode: boolean;
  /** The meter's id. */
  readonly meter: string;
  /** The event name of the meter. */
  readonly event_name: string;
  /** How the meter aggregates. */
  readonly formula: 'count' | 'last' | 'sum';
  /** Whether an event with an unknown name created the meter. */
  readonly made_by_mock: boolean;
  /** The customer's id. */
  readonly customer: string;
  /** The total, as an exact decimal string. */
  readonly value: string;
}

/** What happened in an account in one mode. */
export interface CountsDocument {
  /** The account of the key; for a connected account, `billing/acct_1`. */
  readonly account: string;
  /** Whether it is in live mode. */
  readonly livemode: boolean;
  /** Events that were accepted, including invalid and cancelled ones. */
  readonly taken: number;
  /** Events whose identifier was already in use. */
  readonly duplicate: number;
  /** Events that were accepted but do not count. */
  readonly invalid: number;
  /** The same by reason, for the reasons that occurred. */
  readonly invalid_by_code: Readonly<Partial<Record<InvalidCode, number>>>;
  /** Events that an adjustment cancelled. */
  readonly cancelled: number;
  /** Requests that were answered with an error. */
  readonly refused: number;
  /** Requests that got a replay of an earlier answer. */
  readonly replayed: number;
}

/** A filter for totals; an absent field matches all. */
export interface UsageQuery {
  /** The account of the key, including its connected accounts. */
  readonly account?: string | undefined;
  /** The event name of the meter. */
  readonly event_name?: string | undefined;
  /** The customer's id. */
  readonly customer?: string | undefined;
}
