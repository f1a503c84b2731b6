/** What `GET /_mock/feed` sends: one JSON document per line. */
import type { ClockDocument } from './clock-document.ts';
import type { DeliveryDocument } from './delivery-document.ts';
import type { EventDocument } from './event-document.ts';
import type { FaultDocument } from './fault-document.ts';
import type { RequestDocument } from './request-document.ts';
import type { CountsDocument, TotalDocument } from './usage-document.ts';

/** A line of the feed. The first is a snapshot. */
export type LiveLine = LiveSnapshot | LiveBatch;

/**
 * The present state. Another one is sent after a reset, and after lines were left out because the
 * viewer was slow.
 */
export interface LiveSnapshot {
  readonly kind: 'snapshot';
  /** The version of the server. */
  readonly version: string;
  /** What happened so far in the watched accounts. */ readonly counts: LiveCounts;
  /** How many events and requests were in no line, since the viewer was slow. */
  readonly events_left_out: number;
  readonly requests_left_out: number;
  /** The armed faults. */
  readonly faults: readonly FaultDocument[];
  /** The common clock, and those of accounts. */
  readonly clock: ClockDocument;
}

/** What happened since the previous line. What is absent did not change. */
export interface LiveBatch {
  readonly kind: 'batch';
  /** Milliseconds of real time since the previous line. */
  readonly elapsed_ms: number;
  /** How many events were accepted. */
  readonly events_taken: number;
  /** The last of them, oldest first; long texts are cut. */
  readonly events: readonly EventLine[];
  /** The `sequence` of the last events that an adjustment cancelled. */
  readonly cancelled: readonly number[];
  /** How many requests were answered. */
  readonly requests_answered: number;
  /** The last of them, oldest first; long texts are cut. */
  readonly requests: readonly RequestLine[];
  /** Totals that changed, as they are now. */
  readonly totals: readonly TotalDocument[];
  /** How many more totals changed: later lines will have them. */
  readonly totals_waiting: number;
  /** Whether too many totals changed to send them all: `GET /_mock/usage` has them. */
  readonly totals_lost: boolean;
  /**
   * How many deliveries of events became due, were held, were dropped or were attempted: `GET
   * /_mock/deliveries` lists them.
   */
  readonly deliveries: number;
  /** How many attempts were made. */
  readonly attempts_made: number;
  /** The last of them, oldest first; long texts are cut. */
  readonly attempts: readonly AttemptLine[];
  /** How many meters were created, renamed, deactivated or reactivated. */
  readonly meters: number;
  /** What happened so far in the watched accounts. */
  readonly counts?: LiveCounts;
  /** The armed faults. */
  readonly faults?: readonly FaultDocument[];
  /** The common clock, and those of accounts. */
  readonly clock?: ClockDocument;
}

/** The counts of the watched accounts, added up. */
export interface LiveCounts extends Omit<CountsDocument, 'account' | 'livemode'> {
  /** Requests answered with an error because no valid key named an account. */
  readonly refused_strangers: number;
  /** Kept attempts to deliver an event that failed. */
  readonly deliveries_failed: number;
  /** Deliveries that are due and held. */
  readonly deliveries_held: number;
  /** All accounts, watched or not: the first 200 by name. */
  readonly accounts: readonly string[];
  /** How many more accounts there are. */
  readonly accounts_left_out: number;
}

/** Which accounts to watch. */
export interface LiveQuery {
  /** The account of the key, including its connected accounts. Default: all. */
  readonly account?: string | undefined;
}

/** An event without its payload. */
export type EventLine = Omit<EventDocument, 'payload'>;

/** A request without its parameters, body and headers. */
export type RequestLine = Omit<
  RequestDocument,
  'params' | 'body' | 'headers' | 'body_bytes' | 'body_truncated'
>;

/** An attempt to deliver an event, without what was sent and answered. */
export type AttemptLine = Omit<DeliveryDocument, 'headers' | 'body' | 'answer'>;
