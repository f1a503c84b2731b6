/** How the test controls show and filter meter events. */

/** How an event arrived: by one of the two single calls, the stream or a fixture. */
export type EventSource = 'v1' | 'v2' | 'v2_stream' | 'fixture';

/** Why an accepted event does not count: Stripe's own codes. */
export type InvalidCode =
  | 'archived_meter'
  | 'meter_event_customer_not_found'
  | 'meter_event_invalid_value'
  | 'meter_event_no_customer_defined'
  | 'meter_event_value_too_many_digits'
  | 'no_meter'
  | 'timestamp_in_future'
  | 'timestamp_too_far_in_past';

/** An event that was accepted. */
export interface EventDocument {
  /** Its number among all events since the start or the last full reset, from 1. */
  readonly sequence: number;
  /** The account of the key; for a connected account, `billing/acct_1`. */
  readonly account: string;
  /** Whether a live key sent it. */
  readonly livemode: boolean;
  /** The event name of its meter. */
  readonly event_name: string;
  /** The sender's, or the generated one. */
  readonly identifier: string;
  /** As it was sent. */
  readonly payload: Readonly<Record<string, string>>;
  /** The event's own time, in seconds since the epoch. */
  readonly timestamp: number;
  /** When it arrived on the account's clock: ISO 8601 with milliseconds. */
  readonly received_at: string;
  /** The request that sent it; null for an event from a fixture. */
  readonly request_id: string | null;
  /** The idempotency key of that request; null if it had none. */
  readonly idempotency_key: string | null;
  /** How it arrived. */
  readonly source: EventSource;
  /** The id of the meter that counts it; null if there is none. */
  readonly meter: string | null;
  /** The customer named in the payload; null if there is none. */
  readonly customer: string | null;
  /** Its contribution, as an exact decimal string; null if it is invalid. */
  readonly value: string | null;
  /** Whether an adjustment cancelled it. */
  readonly cancelled: boolean;
  /** Why it does not count, although it was accepted; null if it counts. */
  readonly invalid: InvalidCode | null;
}

/** A filter for events; an absent field matches all. */
export interface EventFilter {
  /** The account of the key, including its connected accounts. */
  readonly account?: string | undefined;
  /** Whether a live key sent it. */
  readonly livemode?: boolean | undefined;
  /** The event name. */
  readonly event_name?: string | undefined;
  /** The customer named in the payload. */
  readonly customer?: string | undefined;
  /** The sender's, or the generated one. */
  readonly identifier?: string | undefined;
  /** How it arrived. */
  readonly source?: EventSource | undefined;
}

/** Which events, and how many of them. */
export interface EventsQuery extends EventFilter {
  /** Whether it was accepted but does not count; or the code that says why. */
  readonly invalid?: boolean | InvalidCode | undefined;
  /** Whether an adjustment cancelled it. */
  readonly cancelled?: boolean | undefined;
  /** How many at most, from 1 to 10000. Default: 100. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the previous page. Default: the first page. */
  readonly cursor?: number | undefined;
}

/** Which events to wait for. */
export interface WaitQuery extends EventFilter {
  /**
   * Whether to count events that were accepted and found invalid, which no meter counts. Default:
   * false.
   */
  readonly include_invalid?: boolean | undefined;
  /** How many events, including earlier ones, from 1 to 1000000. Default: 1. */
  readonly count?: number | undefined;
  /** How long to wait, in milliseconds of real time, up to 600000. Default: 5000. */
  readonly timeout_ms?: number | undefined;
}

/** The result of a wait. */
export interface Waited {
  /** Whether enough arrived. */
  readonly complete: boolean;
  /** How many match in all. */
  readonly matched: number;
  /** The newest of them, newest first, at most `count`. */
  readonly data: EventDocument[];
  /**
   * What is missing, and why: how many requests were refused, or that none came; null when
   * complete.
   */
  readonly missing: string | null;
}

/** A page of documents, newest first. */
export interface Page<T> {
  /** The documents of this page. */
  readonly data: T[];
  /** The `cursor` of the next page; null on the last one. */
  readonly next_cursor: number | null;
  /** How many older ones the server has evicted. */
  readonly dropped: number;
}
