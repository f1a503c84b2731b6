/** Deliveries of events as the test controls show and steer them, and events that are collected. */

/** Which attempts. What is absent matches all. */
export interface DeliveriesFilter {
  /** The account whose events they are, or one that it is connected to. */
  readonly account?: string | undefined;
  /** Whether they are of the live mode. */
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
  /** At most; 100 unless given, 1000 at most. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the page before. */
  readonly cursor?: number | undefined;
}

/** What to wait for, and how long. */
export interface DeliveryWaitQuery extends DeliveriesFilter {
  /** How many attempts, those already made included; 1 unless given. */
  readonly count?: number | undefined;
  /** Milliseconds of real time; 5000 unless given. */
  readonly timeout_ms?: number | undefined;
}

/** What is held back, or released. */
export interface HoldBody {
  /** Only those of this account and its connected accounts; else all. */
  readonly account?: string | undefined;
}

/** What is released. */
export interface ReleaseBody extends HoldBody {
  /** Only these, in this order: the others stay held. Else all, and nothing is held any more. */
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
  /** The account that keys name; of a connected account `billing/acct_1`. */
  readonly account: string;
  /** Whether it is of the live mode. */
  readonly livemode: boolean;
  /** The id of the destination: `webhook_url_1` is the first of the settings' own. */
  readonly destination: string;
  /** Null where it was collected. */
  readonly url: string | null;
  /** When it began, on the account's clock: ISO 8601. */
  readonly sent_at: string;
  /** As they were sent, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes, which are signed. */
  readonly body: string;
  /** Whether it was received: a 2xx, or collected. */
  readonly succeeded: boolean;
  /** The status of the answer; null when there was none. */
  readonly status: number | null;
  /** The answer's body, of which 16 KiB are kept. */
  readonly answer: string | null;
  /** Whether the answer was longer. */
  readonly answer_truncated: boolean;
  /** Why there was no answer, or no end of it. */
  readonly error: string | null;
  /** Real time that it took, in milliseconds. */
  readonly duration_ms: number;
  /** The fault that fired for it. */
  readonly fault: string | null;
  /** When it is tried again, on the account's clock: ISO 8601; null when it is not. */
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
  /** The account that keys name; of a connected account `billing/acct_1`. */
  readonly account: string;
  /** Whether it is of the live mode. */
  readonly livemode: boolean;
  /** The id of the destination. */
  readonly destination: string;
  /** How often it was tried. */
  readonly attempts: number;
  /** Whether it waits for its turn, for a time, or for whoever holds it. */
  readonly status: 'due' | 'later' | 'held';
  /** When it is tried next, on the account's clock: ISO 8601; null when it is due. */
  readonly due_at: string | null;
}

/** Attempts, newest first. */
export interface DeliveriesPage {
  /** The attempts. */
  readonly data: DeliveryDocument[];
  /** Deliveries that have not ended, oldest first; of them 1000 at most. */
  readonly pending: PendingDelivery[];
  /** Where the next page begins; null on the last one. */
  readonly next_cursor: number | null;
  /** How many older attempts were evicted, of all accounts. */
  readonly dropped: number;
}

/** What a wait gives: whether enough were made, how many match, and the newest of them. */
export interface DeliveriesWaited {
  /** Whether enough were made. */
  readonly complete: boolean;
  /** How many match. */
  readonly matched: number;
  /** The newest of them. */
  readonly data: DeliveryDocument[];
  /** What was missing, when not complete. */
  readonly missing: string | null;
}

/** What is collected. */
export interface CollectBody {
  /** Only events of this account and its connected accounts; else of all. */
  readonly account?: string | undefined;
  /** Types of events; a `*` at the end stands for any rest. Default: all. */
  readonly events?: readonly string[] | undefined;
  /** What they are signed with: `whsec_` and letters and digits. Default: a new one. */
  readonly secret?: string | undefined;
  /** API version of the snapshots among them. Default: the newest. */
  readonly api_version?: string | undefined;
}

/** A collector, as a document. */
export interface CollectorDocument {
  /** What deliveries to it are listed by. */
  readonly id: string;
  /** What they are signed with. */
  readonly secret: string;
}

/** An event as it would have been sent. */
export interface Collected {
  /** Names in lower case, as Node's servers give them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes, which are signed. */
  readonly body: string;
  /** The type of the event. */
  readonly type: string;
  /** The event's id. */
  readonly event: string;
  /** For `deliveries.redeliver`. */
  readonly delivery: string;
}

/** A destination without a URL. */
export interface Collector extends CollectorDocument {
  /**
   * What came since the last call, oldest first, as soon as it is `count` (1 unless given). Rejects
   * at the time-out (5000 milliseconds of real time unless given).
   */
  take(query?: { readonly count?: number; readonly timeout_ms?: number }): Promise<Collected[]>;
  /** Collects no more. */
  close(): Promise<void>;
}
