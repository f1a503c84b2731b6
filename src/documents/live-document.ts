/** What `GET /_mock/feed` sends to whoever looks on: one JSON document a line. */
import type { ClockDocument } from './clock-document.ts';
import type { EventDocument } from './event-document.ts';
import type { FaultDocument } from './fault-document.ts';
import type { RequestDocument } from './request-document.ts';
import type { CountsDocument, TotalDocument } from './usage-document.ts';

/** A line of the feed. The first is a snapshot. */
export type LiveLine = LiveSnapshot | LiveBatch;

/** Everything that changes as a whole. Another one follows a reset, and a pause in reading. */
export interface LiveSnapshot {
  readonly kind: 'snapshot';
  /** The version of the server. */
  readonly version: string;
  /** What happened so far in the accounts that are looked at. */
  readonly counts: LiveCounts;
  /** Events and requests that no line told of, since the viewer was slow. */
  readonly events_left_out: number;
  readonly requests_left_out: number;
  /** The armed faults. */
  readonly faults: readonly FaultDocument[];
  /** The common clock, and those of accounts. */
  readonly clock: ClockDocument;
}

/** What happened since the line before. What is absent did not change. */
export interface LiveBatch {
  readonly kind: 'batch';
  /** Milliseconds of real time since the line before. */
  readonly elapsed_ms: number;
  /** How many events were taken. */
  readonly events_taken: number;
  /** The last of them, oldest first; long texts are cut. */
  readonly events: readonly EventLine[];
  /** The sequences of events that an adjustment cancelled: the last of them. */
  readonly cancelled: readonly number[];
  /** How many requests were answered. */
  readonly requests_answered: number;
  /** The last of them, oldest first; long texts are cut. */
  readonly requests: readonly RequestLine[];
  /** Totals that changed, as they are now. */
  readonly totals: readonly TotalDocument[];
  /** How many changed totals are not among them: a later line may have them. */
  readonly totals_waiting: number;
  /** Whether changed totals were given up, being too many: `GET /_mock/usage` has all. */
  readonly totals_lost: boolean;
  /** How many attempts to deliver an event were made, or became due: the list has them. */
  readonly deliveries: number;
  /** What happened so far in the accounts that are looked at. */
  readonly counts?: LiveCounts;
  /** The armed faults. */
  readonly faults?: readonly FaultDocument[];
  /** The common clock, and those of accounts. */
  readonly clock?: ClockDocument;
}

/** Counts of the accounts that are looked at, in one sum. */
export interface LiveCounts extends Omit<CountsDocument, 'account' | 'livemode'> {
  /** Every account there is, looked at or not: the first 200 by name. */
  readonly accounts: readonly string[];
  /** How many more there are. */
  readonly accounts_left_out: number;
}

/** Which accounts are looked at. */
export interface LiveQuery {
  /** The account that the key named: its connected accounts too. Default: all. */
  readonly account?: string | undefined;
}

/** An event without its payload. */
export type EventLine = Omit<EventDocument, 'payload'>;

/** A request without what it said. */
export type RequestLine = Omit<
  RequestDocument,
  'params' | 'body' | 'headers' | 'body_bytes' | 'body_truncated'
>;
