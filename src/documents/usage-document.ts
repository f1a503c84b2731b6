/** Totals by meter and customer, and counts of what happened, as the test controls show them. */
import type { InvalidCode } from './event-document.ts';

/** What was used, and what happened. */
export interface UsageDocument {
  /** Totals by meter and customer. */
  readonly data: TotalDocument[];
  /** Counts by account and mode: of all that an account did, whatever the query. */
  readonly counts: CountsDocument[];
}

/** All that a customer ever used on a meter. */
export interface TotalDocument {
  /** The account that keys name; of a connected account `billing/acct_1`. */
  readonly account: string;
  /** Whether it is of the live mode. */
  readonly livemode: boolean;
  /** The meter's id. */
  readonly meter: string;
  /** What events of the meter are called. */
  readonly event_name: string;
  /** How the meter aggregates. */
  readonly formula: 'count' | 'last' | 'sum';
  /** Whether an event made the meter, since none had its name. */
  readonly made_by_mock: boolean;
  /** Who used it. */
  readonly customer: string;
  /** The total, as exact decimal text. */
  readonly value: string;
}

/** What happened in an account in one mode. */
export interface CountsDocument {
  /** The account that keys name; of a connected account `billing/acct_1`. */
  readonly account: string;
  /** Whether it is of the live mode. */
  readonly livemode: boolean;
  /** Events that were taken, invalid and cancelled ones too. */
  readonly taken: number;
  /** Events that had the identifier of another. */
  readonly duplicate: number;
  /** Events that were taken and do not count. */
  readonly invalid: number;
  /** The same by reason: only reasons that occurred. */
  readonly invalid_by_code: Readonly<Partial<Record<InvalidCode, number>>>;
  /** Events that an adjustment cancelled. */
  readonly cancelled: number;
  /** Requests that were answered with an error. */
  readonly refused: number;
  /** Requests that were answered with what an earlier one had got. */
  readonly replayed: number;
}

/** Which totals. What is absent matches all. */
export interface UsageQuery {
  /** The account that the key named: its connected accounts too. */
  readonly account?: string | undefined;
  /** What events of the meter are called. */
  readonly event_name?: string | undefined;
  /** Who used it. */
  readonly customer?: string | undefined;
}
