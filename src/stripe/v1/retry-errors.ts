/**
 * Refusals that decide about retries: idempotency keys and overload, in Stripe's words:
 * docs/stripe/idempotency.md, docs/stripe/rate-limits-and-failures.md.
 */
import { Refusal } from '../refusal.ts';
import { bad } from './refusals.ts';

/** Errors of idempotency keys. */
export const idempotencyErrors = {
  otherParameters: (key: string): Refusal =>
    bad({
      type: 'idempotency_error',
      message:
        'Keys for idempotent requests can only be used with the same parameters they ' +
        `were first used with. Try using a key other than '${key}' if you meant to execute a ` +
        'different request.',
    }),
  otherEndpoint: (key: string, path: string, firstPath: string): Refusal =>
    bad({
      type: 'idempotency_error',
      message:
        'Keys for idempotent requests can only be used for the same endpoint they were ' +
        `first used for ('${path}' vs '${firstPath}'). Try using a key other than '${key}' ` +
        'if you meant to execute a different request.',
    }),
  inUse: (key: string): Refusal =>
    new Refusal({
      status: 409,
      kept: false,
      code: 'idempotency_key_in_use',
      message:
        'There is currently another in-progress request using this Idempotent Key (that ' +
        'probably means you submitted twice, and the other request is still going through): ' +
        `${key}. Please try again later.`,
      form: 'compact',
    }),
  emptyKey: (): Refusal => bad({ message: 'Idempotency Key must be a non-empty string.' }),
  /** GUESS: this sentence. */
  longKey: (most: number): Refusal =>
    bad({ message: `Idempotency keys can be at most ${most} characters.` }),
} as const;

const LIVE_LIMIT = 'Request rate limit exceeded.';
const TEST_LIMIT =
  'Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode.';

/** Errors of rate limits, locks and failures. */
export const overloadErrors = {
  rateLimit: (livemode: boolean, reason: string): Refusal =>
    new Refusal({
      status: 429,
      kept: false,
      code: 'rate_limit',
      message:
        `${livemode ? LIVE_LIMIT : TEST_LIMIT} ` +
        'You can learn more about rate limits here https://stripe.com/docs/rate-limits.',
      headers: { 'stripe-rate-limited-reason': reason },
      form: 'compact',
    }),
  lockTimeout: (): Refusal =>
    new Refusal({
      status: 429,
      kept: false,
      code: 'lock_timeout',
      message:
        'This object cannot be accessed right now because another API request or Stripe ' +
        'process is currently accessing it. If you see this error intermittently, retry ' +
        'the request. If you see this error frequently and are making multiple concurrent ' +
        'requests to a single object, make your requests serially or at a lower rate. For ' +
        'more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.',
      headers: { 'stripe-should-retry': 'true' },
      form: 'compact',
    }),
  /** GUESS: the text. */
  apiError: (): Refusal =>
    new Refusal({
      status: 500,
      kept: true,
      type: 'api_error',
      message: 'An unknown error occurred',
    }),
} as const;
