/** What happened, as Stripe tells of it: a thin event or a snapshot (docs/stripe/events.md). */
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

/** An event of version 2: its details are fetched. */
export interface ThinEvent extends EventBase {
  readonly form: 'thin';
  /** Absent where there is none, as of events without a meter. */
  readonly related: RelatedObject | undefined;
  /** Shown when it is fetched. */
  readonly data: ReportData | undefined;
  /** The id of its snapshot, if it has one (docs/stripe/events.md#thin-twins). */
  readonly snapshotId: string | undefined;
}

/** An event of version 1, with a meter as it was then. */
export interface SnapshotEvent extends EventBase {
  readonly form: 'snapshot';
  readonly meter: Meter;
  /** The meter before, where the event shows what changed. */
  readonly before: Meter | undefined;
}

/** Any event. */
export type StripeEvent = ThinEvent | SnapshotEvent;

/** The connected account whose event it is, as Stripe names it; undefined for a platform's own. */
export function connectedAccountOf({ account }: Pick<EventBase, 'account'>): string | undefined {
  return account.account.split('/', 2)[1];
}
