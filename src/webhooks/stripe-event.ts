/** What happened, in the two forms of Stripe: thin events and snapshots (docs/stripe/events.md). */
import type { AccountName } from '../metering/account-name.ts';
import type { Cause } from '../metering/cause.ts';
import type { Meter } from '../metering/meter.ts';
import type { ReportData } from './report-data.ts';

/** What every event has. */
interface EventBase {
  /** Its number among all events, from 1. */
  readonly number: number;
  readonly id: string;
  readonly account: AccountName;
  readonly type: string;
  /** On the account's clock, in milliseconds. */
  readonly createdMs: number;
  /** The request that caused it; null when none did. */
  readonly cause: Cause | null;
}

/** What a thin event is about. */
export interface RelatedObject {
  readonly id: string;
  readonly type: string;
  readonly url: string;
}

/** A thin event: its details are fetched through the v2 API. */
export interface ThinEvent extends EventBase {
  readonly form: 'thin';
  /** Undefined if there is none, as in reports about events without a meter. */
  readonly related: RelatedObject | undefined;
  /** Shown when it is fetched. */
  readonly data: ReportData | undefined;
  /** The id of its snapshot, if it has one (docs/stripe/events.md#thin-counterparts). */
  readonly snapshotId: string | undefined;
}

/** A snapshot event: it carries the meter as it was then. */
export interface SnapshotEvent extends EventBase {
  readonly form: 'snapshot';
  readonly meter: Meter;
  /** The meter before the change, if the event shows what changed. */
  readonly before: Meter | undefined;
}

/** Any event. */
export type StripeEvent = ThinEvent | SnapshotEvent;

/**
 * The connected account that the event belongs to, as Stripe names it; undefined for a platform's
 * own events.
 */
export function connectedAccountOf({ account }: Pick<EventBase, 'account'>): string | undefined {
  return account.account.split('/', 2)[1];
}
