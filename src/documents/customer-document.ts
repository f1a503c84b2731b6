/** A customer as the page shows it: what it used, when, and what it will pay. */
import type { TotalDocument } from './usage-document.ts';

/** Which customer. */
export interface CustomerQuery {
  /** The account that keys name; of a connected account `billing/acct_1`. Default: `default`. */
  readonly account?: string | undefined;
  /** Whether it is of the live mode. Default: false. */
  readonly livemode?: boolean | undefined;
}

/** A customer that events named, created or not. */
export interface CustomerDocument {
  readonly id: string;
  readonly account: string;
  readonly livemode: boolean;
  /** Whether it was created, and not deleted since. */
  readonly exists: boolean;
  readonly name: string | null;
  readonly email: string | null;
  /** Its totals, by meter. */
  readonly totals: readonly TotalDocument[];
  /** What it subscribes to, oldest first. */
  readonly subscriptions: readonly SubscriptionLine[];
}

/** A subscription, and the invoice to come. */
export interface SubscriptionLine {
  readonly id: string;
  readonly status: 'active' | 'trialing' | 'canceled';
  readonly currency: string;
  /** Why there is no preview; null when there is one. */
  readonly no_preview: string | null;
  readonly preview: PreviewSummary | null;
}

/** What an invoice preview says. Amounts in the currency's smallest unit, times in seconds. */
export interface PreviewSummary {
  readonly due: number;
  readonly period_start: number;
  readonly period_end: number;
  readonly total: number;
  readonly amount_due: number;
  readonly lines: readonly PreviewSummaryLine[];
}

/** A line of it. */
export interface PreviewSummaryLine {
  readonly description: string;
  readonly amount: number;
}

/** Which usage, and in which buckets. */
export interface SeriesQuery extends CustomerQuery {
  /** The customer. */
  readonly customer: string;
  /** The id of the meter. */
  readonly meter: string;
  /** How long a bucket is. Default: `hour`. */
  readonly window?: 'hour' | 'day' | undefined;
}

/** Usage over time, of the last 48 hours or 60 days on the account's clock. */
export interface SeriesDocument {
  /** Times in seconds: what the summary query takes. */
  readonly start_time: number;
  readonly end_time: number;
  readonly window: 'hour' | 'day';
  /** Buckets that have usage, oldest first. */
  readonly data: readonly SeriesBucket[];
}

/** What was used in a bucket. */
export interface SeriesBucket {
  readonly start_time: number;
  /** Exact decimal text. */
  readonly value: string;
}
