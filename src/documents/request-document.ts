/** How the test controls show and filter requests to the Stripe API. */
import type { EventDocument } from './event-document.ts';
import type { FaultName } from './fault-document.ts';

/** A request, whatever its outcome. Keys are masked wherever they appear. */
export interface RequestDocument {
  /** Its number among all requests since the start, from 1. */
  readonly number: number;
  /** The `Request-Id` of its answer. */
  readonly request_id: string;
  /** When it arrived on the account's clock: ISO 8601 with milliseconds. */
  readonly received_at: string;
  /** In upper case. */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Query and body, decoded; null if they cannot be decoded, or are too long to keep. */
  readonly params: Readonly<Record<string, unknown>> | null;
  /** Query and body as text, if `params` is null. */
  readonly body: string | null;
  /** The length of query and body together, in bytes of UTF-8. */
  readonly body_bytes: number;
  /** Whether that is more than the 16 KiB that are kept; `body` is then the beginning. */
  readonly body_truncated: boolean;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The account of the key; null without a valid key. */
  readonly account: string | null;
  /** Whether the key was a live one; null without a valid key. */
  readonly livemode: boolean | null;
  /** As it was sent; null without one. */
  readonly idempotency_key: string | null;
  /** The status of the answer; null if the connection broke. */
  readonly status: number | null;
  /** The error's message; null for a success. */
  readonly error: string | null;
  /** Whether it was refused because an event had its identifier. */
  readonly duplicate: boolean;
  /** Whether the answer was replayed from an earlier request with the same idempotency key. */
  readonly replayed: boolean;
  /** The `request_id` of that request; null if nothing was replayed. */
  readonly original_request: string | null;
  /** The fault that fired; null if none did. */
  readonly fault: FaultName | null;
  /** How it ended: answered, reset before anything happened, or lost after everything did. */
  readonly connection: 'answered' | 'reset' | 'lost';
  /** How long it took, in milliseconds of real time. */
  readonly duration_ms: number;
}

/** A request with its kept answer, its retries and its events. */
export interface RequestDetail extends RequestDocument {
  /**
   * The answer that is kept for its idempotency key, which retries get; null if none is kept. Its
   * status differs from the request's if a fault changed the answer.
   */
  readonly kept_answer: { readonly status: number; readonly body: string } | null;
  /** The requests of its account with the same idempotency key, including itself, oldest first. */
  readonly same_key: readonly RequestDocument[];
  /** The events that it created, newest first, at most 100. */
  readonly events: readonly EventDocument[];
}

/** A filter for requests, and how many to return. An absent field matches all. */
export interface RequestsQuery {
  /** The account of the key, including its connected accounts. */
  readonly account?: string | undefined;
  /** `GET`, `POST` or another, in upper or lower case. */
  readonly method?: string | undefined;
  /** The whole path, without the query. */
  readonly path?: string | undefined;
  /** The status of the answer, from 100 to 599, or a class such as `4xx`. */
  readonly status?: number | `${1 | 2 | 3 | 4 | 5}xx` | undefined;
  /** A customer that the path or any parameter names. */
  readonly customer?: string | undefined;
  /** An identifier that any parameter names. */
  readonly identifier?: string | undefined;
  /**
   * Received at this time or later, on the clock of the account: seconds since the epoch or ISO
   * 8601.
   */
  readonly since?: number | string | undefined;
  /** The idempotency key, as it was sent. */
  readonly idempotency_key?: string | undefined;
  /** Whether it was answered with an error that is no replay. */
  readonly refused?: boolean | undefined;
  /** Whether it was refused because an event had its identifier. */
  readonly duplicate?: boolean | undefined;
  /** How many at most, from 1 to 10000. Default: 100. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the previous page. Default: the first page. */
  readonly cursor?: number | undefined;
}
