/** A customer as the page shows it: what it used, when, and what it will pay. */
import type { TotalDocument } from './usage-document.ts';

/** Which customer. */
export interface CustomerQuery {
  /** The account of the key; for a connected account, `billing/acct_1`. Default: `default`. */
  readonly account?: string | undefined;
  /** Whether it is in live mode. Default: false. */
  readonly livemode?: boolean | undefined;
}

/** A customer, whether it was created or only named by events. */
export interface CustomerDocument {
  readonly id: string;
  readonly account: string;
  readonly livemode: boolean;
  /** Whether it was created and has not been deleted since. */
  readonly exists: boolean;
  readonly name: string | null;
  readonly email: string | null;
  /** Its totals, by meter. */
  readonly totals: readonly TotalDocument[];
  /** Its subscriptions, oldest first. */
  readonly subscriptions: readonly SubscriptionLine[];
}

/** A subscription and a preview of its next invoice. */
export interface SubscriptionLine {
  readonly id: string;
  readonly status: 'active' | 'trialing' | 'canceled';
  readonly currency: string;
  /** Why there is no preview; null if there is one. */
  readonly no_preview: string | null;
  readonly preview: PreviewSummary | null;
}

/**
 * An invoice preview. Amounts are in the currency's smallest unit, times in seconds since the
 * epoch.
 */
export interface PreviewSummary {
  readonly due: number;
  readonly period_start: number;
  readonly period_end: number;
  readonly total: number;
  readonly amount_due: number;
  readonly lines: readonly PreviewSummaryLine[];
}

/** A line of the preview. */
export interface PreviewSummaryLine {
  readonly description: string;
  readonly amount: number;
}

/** Which usage, and in which buckets. */
export interface SeriesQuery extends CustomerQuery {
  /** The customer. Default: all of the meter's, their values added up. */
  readonly customer?: string | undefined;
  /** The id of the meter. */
  readonly meter: string;
  /** How long a bucket is. Default: `hour`. */
  readonly window?: 'hour' | 'day' | undefined;
}

/** Usage over time: the last 48 hours or 60 days on the account's clock. */
export interface SeriesDocument {
  /** Seconds since the epoch, as the query for meter event summaries takes them. */
  readonly start_time: number;
  readonly end_time: number;
  readonly window: 'hour' | 'day';
  /** Buckets that have usage, oldest first. */
  readonly data: readonly SeriesBucket[];
}

/** The usage in a bucket. */
export interface SeriesBucket {
  readonly start_time: number;
  /** An exact decimal string. */
  readonly value: string;
}
