/** How the test controls show and control deliveries of events, and collect events. */

/** A filter for attempts; an absent field matches all. */
export interface DeliveriesFilter {
  /** The account of the events, including its connected accounts. */
  readonly account?: string | undefined;
  /** Whether they are in live mode. */
  readonly livemode?: boolean | undefined;
  /** The type of the event. */
  readonly type?: string | undefined;
  /** The id of the event. */
  readonly event?: string | undefined;
  /** The id of the destination. */
  readonly destination?: string | undefined;
  /** The id of the delivery. */
  readonly delivery?: string | undefined;
  /** Whether it was received. */
  readonly succeeded?: boolean | undefined;
}

/** Which attempts, and how many of them. */
export interface DeliveriesQuery extends DeliveriesFilter {
  /** How many at most, from 1 to 1000. Default: 100. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the previous page. Default: the first page. */
  readonly cursor?: number | undefined;
}

/** What to wait for, and how long. */
export interface DeliveryWaitQuery extends DeliveriesFilter {
  /** How many attempts, including earlier ones. Default: 1. */
  readonly count?: number | undefined;
  /** How long to wait, in milliseconds of real time, up to 600000. Default: 5000. */
  readonly timeout_ms?: number | undefined;
}

/** Whose delivery to repeat. */
export interface RedeliverQuery {
  /** Only if its event is of this account or a connected account. Default: any. */
  readonly account?: string | undefined;
}

/** Which deliveries to hold back or release. */
export interface HoldBody {
  /** Only those of this account and its connected accounts. Default: all. */
  readonly account?: string | undefined;
}

/** Which deliveries to release. */
export interface ReleaseBody extends HoldBody {
  /** Only these, in this order; the others stay held. Default: all, which ends the hold. */
  readonly deliveries?: readonly string[] | undefined;
}

/** One attempt to deliver an event. */
export interface DeliveryDocument {
  /** Its number among all attempts. */
  readonly number: number;
  /** The delivery, as `redeliver` and `release` take it. */
  readonly delivery: string;
  /** Its number within the delivery, from 1. */
  readonly attempt: number;
  /** The event's id. */
  readonly event: string;
  /** The type of the event. */
  readonly type: string;
  /** The account of the key; for a connected account, `billing/acct_1`. */
  readonly account: string;
  /** Whether it is in live mode. */
  readonly livemode: boolean;
  /** The id of the destination: `webhook_url_1` is the first URL of the settings. */
  readonly destination: string;
  /** Null if it was collected. */
  readonly url: string | null;
  /** When it began, on the account's clock: ISO 8601. */
  readonly sent_at: string;
  /** The headers that were sent, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes, which are signed. */
  readonly body: string;
  /** Whether it was received: a 2xx, or collected. */
  readonly succeeded: boolean;
  /** The status of the answer; null if there was none. */
  readonly status: number | null;
  /** The first 16 KiB of the answer's body; null if nothing was sent. */
  readonly answer: string | null;
  /** Whether the answer was longer. */
  readonly answer_truncated: boolean;
  /** Why there was no answer, or only part of one; null otherwise. */
  readonly error: string | null;
  /** How long it took, in milliseconds of real time. */
  readonly duration_ms: number;
  /** The fault that fired for it; null if none did. */
  readonly fault: string | null;
  /** When it will be tried again, on the account's clock: ISO 8601; null if it will not. */
  readonly retry_at: string | null;
}

/** A delivery that has not ended. */
export interface PendingDelivery {
  /** The delivery, as `redeliver` and `release` take it. */
  readonly delivery: string;
  /** The event's id. */
  readonly event: string;
  /** The type of the event. */
  readonly type: string;
  /** The account of the key; for a connected account, `billing/acct_1`. */
  readonly account: string;
  /** Whether it is in live mode. */
  readonly livemode: boolean;
  /** The id of the destination. */
  readonly destination: string;
  /** How many attempts were made. */
  readonly attempts: number;
  /** Whether it waits for its turn, for its next time, or to be released. */
  readonly status: 'due' | 'later' | 'held';
  /** When it will be tried next, on the account's clock: ISO 8601; null if it is due now. */
  readonly due_at: string | null;
}

/** Attempts, newest first. */
export interface DeliveriesPage {
  /** The attempts. */
  readonly data: DeliveryDocument[];
  /** Deliveries that have not ended, oldest first, at most 1000. */
  readonly pending: PendingDelivery[];
  /** Where the next page begins; null on the last one. */
  readonly next_cursor: number | null;
  /** How many older attempts were evicted, of all accounts. */
  readonly dropped: number;
}

/** The result of a wait. */
export interface DeliveriesWaited {
  /** Whether enough attempts were made. */
  readonly complete: boolean;
  /** How many match. */
  readonly matched: number;
  /** The newest of them. */
  readonly data: DeliveryDocument[];
  /** What was missing; null when complete. */
  readonly missing: string | null;
}

/** Which events to collect. */
export interface CollectBody {
  /** Only events of this account and its connected accounts. Default: all. */
  readonly account?: string | undefined;
  /** Types of events; a `*` at the end matches anything. Default: all. */
  readonly events?: readonly string[] | undefined;
  /** The secret that signs them: `whsec_`, then letters and digits. Default: a new one. */
  readonly secret?: string | undefined;
  /** API version of the snapshots among them. Default: the newest. */
  readonly api_version?: string | undefined;
}

/** A collector, as a document. */
export interface CollectorDocument {
  /** Its id, which lists of deliveries take as `destination`. */
  readonly id: string;
  /** The secret that signs the events. */
  readonly secret: string;
}

/** An event as it would have been sent. */
export interface Collected {
  /** By name in lower case, as in Node's `IncomingMessage`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes, which are signed. */
  readonly body: string;
  /** The type of the event. */
  readonly type: string;
  /** The event's id. */
  readonly event: string;
  /** The id of the delivery, for `deliveries.redeliver`. */
  readonly delivery: string;
}

/** Collects events that would otherwise be sent. */
export interface Collector extends CollectorDocument {
  /**
   * What arrived since the last call, oldest first, once there are at least `count` (default: 1).
   * Rejects at the time-out (default: 5000 milliseconds of real time).
   */
  take(query?: { readonly count?: number; readonly timeout_ms?: number }): Promise<Collected[]>;
  /** Stops collecting. */
  close(): Promise<void>;
}
