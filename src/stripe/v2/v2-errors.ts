/**
 * Refusals of version 2 that do not depend on the endpoint: docs/stripe/v2.md,
 * docs/stripe/idempotency.md#v2-refusals, docs/stripe/v2-streams.md#refusals,
 * docs/stripe/v2.md#response-headers.
 */
import type { Caller } from '../authentication.ts';
import { shorten } from '../characters.ts';
import { Refusal, type RefusalFields } from '../refusal.ts';
import { requestErrors } from '../v1/request-errors.ts';
import { overloadErrors } from '../v1/retry-errors.ts';

const VERSION_HELP =
  'Learn more at https://stripe.com/docs/api-v2-overview#sdk-and-api-versioning. For the list of ' +
  'valid versions, see https://docs.stripe.com/changelog';

/**
 * A refusal of version 2 is never stored for its key: a failed request runs again
 * (docs/stripe/idempotency.md#v2-keys).
 */
export function v2Refusal(fields: Omit<RefusalFields, 'kept'>): Refusal {
  return new Refusal({ ...fields, kept: false });
}

/** A 400 with its own code, without a type (docs/stripe/v2.md#errors). */
export function v2Bad(code: string, message: string): Refusal {
  return v2Refusal({ status: 400, code, message });
}

/** Errors of bodies, versions and paths. */
export const v2RequestErrors = {
  /** GUESS: code and message. */
  malformed: (): Refusal => v2Bad('invalid_json', 'The request body is not valid JSON.'),
  /** GUESS: code and message. */
  malformedQuery: (): Refusal =>
    v2Bad('invalid_fields', 'The query of the request could not be read.'),
  /** Code and description are documented (docs/stripe/events.md#fetching-v2-events). */
  notFound: (): Refusal =>
    v2Refusal({ status: 404, code: 'not_found', message: "The resource wasn't found." }),
  /** GUESS: v1's sentence with the JSON type. */
  notJson: (): Refusal =>
    v2Bad(
      'invalid_content_type',
      'Invalid request (check that your POST content type is application/json). If you have any ' +
        'questions, we can help at https://support.stripe.com/.',
    ),
  /** Recorded in full; that it has no code is witnessed. GUESS: its type. */
  noVersion: (): Refusal =>
    v2Refusal({
      status: 400,
      message:
        'You did not provide an API version. You need to provide an API version header. ' +
        VERSION_HELP,
      form: 'bare',
    }),
  /** Its beginning is witnessed. GUESS: its end, which is that of the sentence above. */
  badVersion: (version: string): Refusal =>
    v2Refusal({
      status: 400,
      message: `Invalid Stripe API version: ${shorten(version)}. ${VERSION_HELP}`,
      form: 'bare',
    }),
  /** The form of the sentence is recorded. */
  invalidField: (path: string, reason: string): Refusal =>
    v2Bad('invalid_fields', `Some fields in the request were invalid: '${path}: ${reason}'`),
  /** GUESS: v1's sentence with the requested path. */
  unknownUrl: requestErrors.unknownUrl,
  /** GUESS: v1's bodies, as for all refusals before an endpoint. */
  tooLarge: requestErrors.tooLarge,
  unreadable: requestErrors.unreadable,
} as const;

/** A session token on a path that requires account keys. GUESS: the status, and v1's sentence. */
export function tokenNotTaken(masked: string): Refusal {
  return refusedKey(
    `Invalid API Key provided: ${masked}. This is the token of a meter event session, which only ` +
      'POST /v2/billing/meter_event_stream accepts: send a secret key here.',
  );
}

/** An account key on the stream. GUESS: the status, and v1's sentence. */
export function keyNotTaken(masked: string): Refusal {
  return refusedKey(
    `Invalid API Key provided: ${masked}. POST /v2/billing/meter_event_stream needs the ` +
      'authentication_token of a session, not an account key: create a session with POST ' +
      '/v2/billing/meter_event_session.',
  );
}

function refusedKey(message: string): Refusal {
  return v2Refusal({
    status: 401,
    message,
    headers: { 'www-authenticate': 'Bearer realm="Stripe"' },
    form: 'bare',
    anonymous: true,
  });
}

/** Errors of idempotency keys, concurrency and sessions. */
export const v2RetryErrors = {
  /** Also while the first request is running, even with the same parameters (witnessed). */
  otherParameters: (): Refusal =>
    v2Refusal({
      status: 409,
      code: 'idempotency_error',
      message:
        'Idempotency keys can only be reused with the same parameters they were first used with.',
    }),
  /** GUESS: code and status of these two; the sentences are v1's. */
  emptyKey: (): Refusal =>
    v2Bad('invalid_idempotency_key', 'Idempotency Key must be a non-empty string.'),
  longKey: (most: number): Refusal =>
    v2Bad('invalid_idempotency_key', `Idempotency keys can be at most ${most} characters.`),
  concurrentRequests: (): Refusal =>
    v2Refusal({
      status: 409,
      code: 'too_many_concurrent_requests',
      message: 'Cannot create multiple usage events for the same customer, meter concurrently.',
    }),
  /**
   * The token of an expired or unknown session. 401 in the reference and the docs, 400 in the SDKs'
   * own tests. GUESS: `doc_url`, and that an unknown token gets the same.
   * @param caller the caller of the session
   */
  sessionExpired: (status: 400 | 401 = 401, caller?: Caller): Refusal =>
    v2Refusal({
      status,
      ...(caller !== undefined && { caller }),
      code: 'billing_meter_event_session_expired',
      docUrl: 'https://docs.stripe.com/error-codes#billing-meter-event-session-expired',
      message: 'The temporary session token has expired.',
      type: 'temporary_session_expired',
    }),
} as const;

/** GUESS: v1's sentences; codes and types as in docs/stripe/v2.md#errors. */
export const v2OverloadErrors = {
  rateLimit: (livemode: boolean, reason: string): Refusal =>
    v2Refusal({
      ...overloadErrors.rateLimit(livemode, reason).fields,
      code: 'account_rate_limit_exceeded',
      type: 'rate_limit',
    }),
  lockTimeout: (): Refusal => v2Refusal({ ...overloadErrors.lockTimeout().fields }),
  /** @param result the endpoint's result, if it did its work: stored for the key, like a success */
  apiError: (result?: unknown): Refusal =>
    v2Refusal({
      status: 500,
      code: 'api_error',
      message: overloadErrors.apiError().message,
      ...(result !== undefined && { keeps: result }),
    }),
} as const;
