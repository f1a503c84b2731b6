/** Faults as the test controls arm and show them. */

/** The effects that have no settings of their own. */
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

/** Every effect: the README says what the client sees of each, and whether the event counts. */
export type FaultName = PlainFaultName | 'rate_limit' | 'respond' | 'delay' | DeliveryFaultName;

/** The effects on deliveries of events. */
export type DeliveryFaultName =
  | 'delivery_twice'
  | 'delivery_lost'
  | 'signature_wrong'
  | 'signature_stale';

/** A fault to be armed: what every fault takes, and the settings of its effect. */
export type FaultBody =
  | PlainFault
  | RateLimitFault
  | RespondFault
  | DelayFault
  | DeliveryFault
  | StaleSignatureFault;

/** What every fault takes beside its effect. */
export interface FaultSettings<Match = FaultMatch> {
  /** Which requests, or deliveries, it is for. Default: all. */
  readonly match?: Match | undefined;
  /** How many matching requests to let pass first. Default: 0. */
  readonly skip?: number | undefined;
  /** How often to fire; null for ever. Default: 1. */
  readonly times?: number | null | undefined;
  /** The chance, 0 to 1, that it fires for a matching request; `seed` repeats it. Default: 1. */
  readonly probability?: number | undefined;
  /** Milliseconds of real time to wait first, up to 600000. Default: 0. */
  readonly delay_ms?: number | undefined;
}

/** Which requests a fault is for. What is absent matches all. */
export interface FaultMatch {
  /** `GET`, `POST` or `DELETE`, in upper or lower case. */
  readonly method?: string | undefined;
  /** The path of the URL; a `*` at its end stands for any rest. */
  readonly path?: string | undefined;
  /** The account that the key named: its connected accounts too. */
  readonly account?: string | undefined;
  /** What the event is called. */
  readonly event_name?: string | undefined;
  /** The customer that the event's payload names. */
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

/** What Stripe gives as reasons of a rate limit. */
export type RateLimitedReason =
  | 'global-rate'
  | 'endpoint-rate'
  | 'global-concurrency'
  | 'endpoint-concurrency'
  | 'resource-specific';

/** Any answer at all, before the idempotency layer. */
export interface RespondFault extends FaultSettings {
  /** Its name. */
  readonly effect: 'respond';
  /** The status of the answer, from 200 to 599. */
  readonly status: number;
  /** Headers of the answer, but for those that frame the message. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Text, or JSON to be written as text. Default: an empty text. */
  readonly body?: string | object | undefined;
}

/** The request waits, then goes on; another fault may still fire for it. */
export interface DelayFault extends FaultSettings {
  /** Its name. */
  readonly effect: 'delay';
  /** Milliseconds of real time to wait, up to 600000. */
  readonly delay_ms: number;
}

/** Which deliveries of events a fault is for. What is absent matches all. */
export interface DeliveryMatch {
  /** The account whose event it is, or one that it is connected to. */
  readonly account?: string | undefined;
  /** The type of the event; a `*` at its end stands for any rest. */
  readonly event_type?: string | undefined;
}

/** A fault of deliveries, without settings of its own. */
export interface DeliveryFault extends FaultSettings<DeliveryMatch> {
  /** What it does. */
  readonly effect: Exclude<DeliveryFaultName, 'signature_stale'>;
}

/** The delivery bears an old signature. */
export interface StaleSignatureFault extends FaultSettings<DeliveryMatch> {
  /** Its name. */
  readonly effect: 'signature_stale';
  /** How old it is, in seconds; SDKs refuse more than 300. Default: 600. */
  readonly age_seconds?: number | undefined;
}

/** An armed fault: the body that arms it again, its id, and what it did so far. */
export interface FaultDocument {
  /** What removes it. */
  readonly id: string;
  /** What it does. */
  readonly effect: FaultName;
  /** Which requests, or deliveries, it is for. */
  readonly match: FaultMatch & DeliveryMatch;
  /** How many matching requests it lets pass first. */
  readonly skip: number;
  /** How often it fires in all; null for ever. */
  readonly times: number | null;
  /** The chance, 0 to 1, that it fires for a matching request. */
  readonly probability: number;
  /** Milliseconds of real time that it waits first; absent when it does not wait. */
  readonly delay_ms?: number;
  /** Of a `rate_limit`: its reason. */
  readonly rate_limited_reason?: RateLimitedReason;
  /** Of a `respond`: the status of the answer. */
  readonly status?: number;
  /** Of a `respond`: the headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a `respond`: the text of the answer. */
  readonly body?: string;
  /** Of a `signature_stale`: how old the signature is, in seconds. */
  readonly age_seconds?: number;
  /** How many matching requests it let pass. */
  readonly skipped: number;
  /** How often it fired. */
  readonly fired: number;
}
