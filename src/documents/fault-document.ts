/** How the test controls arm and show faults. */

/** The effects without settings of their own. */
export type PlainFaultName =
  | 'lock_timeout'
  | 'idempotency_key_in_use'
  | 'idempotency_error'
  | 'too_many_concurrent_requests'
  | 'session_expired'
  | 'api_error'
  | 'api_error_after_recording'
  | 'service_unavailable'
  | 'connection_reset'
  | 'response_lost'
  | 'success_without_recording';

/** Every effect; docs/faults.md says what the client sees, and whether the event counts. */
export type FaultName = PlainFaultName | 'rate_limit' | 'respond' | 'delay' | DeliveryFaultName;

/** The effects on deliveries of events. */
export type DeliveryFaultName =
  | 'delivery_twice'
  | 'delivery_lost'
  | 'signature_wrong'
  | 'signature_stale';

/** A fault to arm: the common settings, and those of its effect. */
export type FaultBody =
  | PlainFault
  | RateLimitFault
  | RespondFault
  | DelayFault
  | DeliveryFault
  | StaleSignatureFault;

/** The settings that every fault has. */
export interface FaultSettings<Match = FaultMatch> {
  /** Which requests, or deliveries, it is for. Default: all. */
  readonly match?: Match | undefined;
  /** How many matching requests to let through first. Default: 0. */
  readonly skip?: number | undefined;
  /** How often to fire; null for no limit. Default: 1. */
  readonly times?: number | null | undefined;
  /** The probability, 0 to 1, that it fires for a matching request (see `seed`). Default: 1. */
  readonly probability?: number | undefined;
  /** Milliseconds of real time to wait first, up to 600000. Default: 0. */
  readonly delay_ms?: number | undefined;
}

/** Which requests a fault applies to. An absent field matches all. */
export interface FaultMatch {
  /** `GET`, `POST` or `DELETE`, in upper or lower case. */
  readonly method?: string | undefined;
  /** The path of the URL; a `*` at its end matches anything. */
  readonly path?: string | undefined;
  /** The account of the key, including its connected accounts. */
  readonly account?: string | undefined;
  /** The event name. */
  readonly event_name?: string | undefined;
  /** The customer named in the event's payload. */
  readonly customer?: string | undefined;
  /** The event's identifier. */
  readonly identifier?: string | undefined;
}

/** A fault whose effect has no settings of its own. */
export interface PlainFault extends FaultSettings {
  /** What it does. */
  readonly effect: PlainFaultName;
}

/** 429 `rate_limit`, before the idempotency layer. */
export interface RateLimitFault extends FaultSettings {
  /** Its name. */
  readonly effect: 'rate_limit';
  /** The value of `Stripe-Rate-Limited-Reason`. Default: `endpoint-rate`. */
  readonly rate_limited_reason?: RateLimitedReason | undefined;
}

/** Stripe's reasons for a rate limit. */
export type RateLimitedReason =
  | 'global-rate'
  | 'endpoint-rate'
  | 'global-concurrency'
  | 'endpoint-concurrency'
  | 'resource-specific';

/** Any answer you like, before the idempotency layer. */
export interface RespondFault extends FaultSettings {
  /** Its name. */
  readonly effect: 'respond';
  /** The status of the answer, from 200 to 599. */
  readonly status: number;
  /** Headers of the answer, except those that frame the message. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A string, or JSON to be serialized. Default: an empty string. */
  readonly body?: string | object | undefined;
}

/** The request waits, then continues; another fault may still fire for it. */
export interface DelayFault extends FaultSettings {
  /** Its name. */
  readonly effect: 'delay';
  /** Milliseconds of real time to wait, up to 600000. */
  readonly delay_ms: number;
}

/** Which deliveries of events a fault applies to. An absent field matches all. */
export interface DeliveryMatch {
  /** The account of the event, including its connected accounts. */
  readonly account?: string | undefined;
  /** The type of the event; a `*` at its end matches anything. */
  readonly event_type?: string | undefined;
}

/** A fault of deliveries, without settings of its own. */
export interface DeliveryFault extends FaultSettings<DeliveryMatch> {
  /** What it does. */
  readonly effect: Exclude<DeliveryFaultName, 'signature_stale'>;
}

/** The delivery has an old signature. */
export interface StaleSignatureFault extends FaultSettings<DeliveryMatch> {
  /** Its name. */
  readonly effect: 'signature_stale';
  /** How old it is, in seconds; SDKs refuse more than 300. Default: 600. */
  readonly age_seconds?: number | undefined;
}

/** An armed fault: the body that would arm it again, its id, and what it has done so far. */
export interface FaultDocument {
  /** Its id, for removing it. */
  readonly id: string;
  /** What it does. */
  readonly effect: FaultName;
  /** Which requests, or deliveries, it is for. */
  readonly match: FaultMatch & DeliveryMatch;
  /** How many matching requests it lets through first. */
  readonly skip: number;
  /** How often it fires in total; null for no limit. */
  readonly times: number | null;
  /** The probability, 0 to 1, that it fires for a matching request. */
  readonly probability: number;
  /** Milliseconds of real time that it waits first; absent if it does not wait. */
  readonly delay_ms?: number;
  /** For a `rate_limit`: its reason. */
  readonly rate_limited_reason?: RateLimitedReason;
  /** For a `respond`: the status of the answer. */
  readonly status?: number;
  /** For a `respond`: the headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For a `respond`: the body of the answer. */
  readonly body?: string;
  /** For a `signature_stale`: how old the signature is, in seconds. */
  readonly age_seconds?: number;
  /** How many matching requests it has let through. */
  readonly skipped: number;
  /** How often it has fired. */
  readonly fired: number;
}

/** Whose faults. */
export interface FaultsQuery {
  /** Only those armed for this account and its connected accounts. Default: all. */
  readonly account?: string | undefined;
}

/** What was removed. */
export interface RemovedFaults {
  /** Always `all`: all that the query asks for. */
  readonly removed: 'all';
  /** The account whose faults they were; null when all were removed. */
  readonly account: string | null;
  /** How many there were. */
  readonly count: number;
}
