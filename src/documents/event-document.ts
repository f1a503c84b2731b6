/** Meter events as the test controls show them, and how to ask for some of them. */

/** The way by which an event came: the two single calls, the stream, a fixture. */
export type EventSource = 'v1' | 'v2' | 'v2_stream' | 'fixture';

/** Why an event that was taken does not count: Stripe's own codes. */
export type InvalidCode =
  | 'archived_meter'
  | 'meter_event_customer_not_found'
  | 'meter_event_invalid_value'
  | 'meter_event_no_customer_defined'
  | 'meter_event_value_too_many_digits'
  | 'no_meter'
  | 'timestamp_in_future'
  | 'timestamp_too_far_in_past';

/** An event that was taken. */
export interface EventDocument {
  /** Its number among all events since the start or the last full reset, from 1. */
  readonly sequence: number;
  /** The account that the key named; of a connected account `billing/acct_1`. */
  readonly account: string;
  /** Whether a live key sent it. */
  readonly livemode: boolean;
  /** What the event is called: the name of its meter. */
  readonly event_name: string;
  /** The sender's, or the one that was made for it. */
  readonly identifier: string;
  /** As it was sent. */
  readonly payload: Readonly<Record<string, string>>;
  /** The event's own time, in seconds since the epoch. */
  readonly timestamp: number;
  /** When it arrived on the account's clock: ISO 8601 with milliseconds. */
  readonly received_at: string;
  /** The request that brought it; null for one of a fixture. */
  readonly request_id: string | null;
  /** The idempotency key of that request; null without one. */
  readonly idempotency_key: string | null;
  /** The way by which it came. */
  readonly source: EventSource;
  /** The id of the meter that counts it; null when none fits. */
  readonly meter: string | null;
  /** The customer that the payload names; null when it names none. */
  readonly customer: string | null;
  /** What it counts for, as exact decimal text; null when it is invalid. */
  readonly value: string | null;
  /** Whether an adjustment cancelled it. */
  readonly cancelled: boolean;
  /** Why it does not count, although taken; null when it counts. */
  readonly invalid: InvalidCode | null;
}

/** Which events. What is absent matches all. */
export interface EventFilter {
  /** The account that the key named: its connected accounts too. */
  readonly account?: string | undefined;
  /** Whether a live key sent it. */
  readonly livemode?: boolean | undefined;
  /** What the event is called. */
  readonly event_name?: string | undefined;
  /** The customer that the payload names. */
  readonly customer?: string | undefined;
  /** The sender's, or the one that was made for it. */
  readonly identifier?: string | undefined;
  /** The way by which it came. */
  readonly source?: EventSource | undefined;
}

/** Which events, and how many of them. */
export interface EventsQuery extends EventFilter {
  /** How many at most, from 1 to 10000. Default: 100. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the page before. Default: the first page. */
  readonly cursor?: number | undefined;
}

/** Which events to wait for. */
export interface WaitQuery extends EventFilter {
  /** How many events, those already there included, from 1 to 1000000. Default: 1. */
  readonly count?: number | undefined;
  /** How long to wait, in milliseconds of real time, up to 600000. Default: 5000. */
  readonly timeout_ms?: number | undefined;
}

/** What a wait gives. */
export interface Waited {
  /** Whether enough arrived. */
  readonly complete: boolean;
  /** How many match in all. */
  readonly matched: number;
  /** The newest of them, newest first: as many as were waited for. */
  readonly data: EventDocument[];
  /** A sentence that says what was missing; null when complete. */
  readonly missing: string | null;
}

/** A page of documents, newest first. */
export interface Page<T> {
  /** The documents of this page. */
  readonly data: T[];
  /** Where the next page begins, for its `cursor`; null on the last one. */
  readonly next_cursor: number | null;
  /** How many older ones the server has evicted. */
  readonly dropped: number;
}
