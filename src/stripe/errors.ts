/** Every error that any endpoint can answer with, in Stripe's words. Sources: `v1.md` by section; a sentence that nobody recorded says so. */

/** What makes a refusal; `type` is `invalid_request_error` unless given. */
export interface RefusalFields {
  readonly status: number;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly type?: 'api_error' | 'idempotency_error' | 'invalid_request_error';
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the endpoint had begun: then the idempotency layer keeps the answer (3.7). */
  readonly executed?: boolean;
  /** How the body is written. `bare`: pretty, without request_log_url, as 401s and routing errors are. `compact`: one line, as 429 and 409 are (2.1). */
  readonly form?: 'full' | 'bare' | 'compact';
  /** Whether the answer goes without Request-Id and Stripe-Version, as a bad key's does (3.1). */
  readonly anonymous?: boolean;
}

/** An error as a value: made cheaply, returned rather than thrown, and written by `answers.ts`. */
export class Refusal {
  readonly fields: RefusalFields;

  constructor(fields: RefusalFields) {
    this.fields = fields;
  }

  get status(): number {
    return this.fields.status;
  }

  get message(): string {
    return this.fields.message;
  }
}

const HELP = 'Please see https://stripe.com/docs or we can help at https://support.stripe.com/.';
const AUTH_HELP = 'See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.';

/** A 400. */
export function bad(fields: Omit<RefusalFields, 'status'>): Refusal {
  return new Refusal({ status: 400, ...fields });
}

/** 3.1. */
export const authenticationErrors = {
  noKey: (): Refusal =>
    unauthorized(
      `You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). ${AUTH_HELP}`,
      'Basic realm="Stripe"',
    ),
  unusableHeader: (header: string): Refusal =>
    unauthorized(
      `You did not provide an API key, though you did set your Authorization header to "${header}". Using Bearer auth, your Authorization header should look something like 'Authorization: Bearer YOUR_SECRET_KEY'. ${AUTH_HELP}`,
      'Basic realm="Stripe"',
    ),
  badKey: (masked: string): Refusal =>
    new Refusal({
      status: 401,
      message: `Invalid API Key provided: ${masked}`,
      headers: { 'www-authenticate': 'Bearer realm="Stripe"' },
      form: 'bare',
      anonymous: true,
    }),
  publishableKey: (): Refusal =>
    new Refusal({
      status: 403,
      code: 'secret_key_required',
      message:
        'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
      form: 'bare',
    }),
  /** The mock's own: Stripe has no such refusal. */
  liveKey: (masked: string): Refusal =>
    new Refusal({
      status: 401,
      message: `stripe-meter-mock refuses the live key ${masked}: a live secret that reaches a mock has leaked. Use a test key (sk_test_…), or start the mock with --allow-live-keys if it must be so.`,
      form: 'bare',
    }),
  badAccount: (masked: string, account: string): Refusal =>
    new Refusal({
      status: 403,
      code: 'account_invalid',
      message: `The provided key '${masked}' does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
      form: 'bare',
    }),
} as const;

function unauthorized(message: string, challenge: string): Refusal {
  return new Refusal({ status: 401, message, headers: { 'www-authenticate': challenge }, form: 'bare' });
}

/** 3.2 and 3.3. */
export const requestErrors = {
  /** That a wrong method on a known path is a 404 as well: seen by another mock that is compared with Stripe's test mode. */
  unknownUrl: (method: string, path: string): Refusal => {
    const slash = path.endsWith('/')
      ? ' If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.'
      : '';
    return new Refusal({ status: 404, message: `Unrecognized request URL (${method}: ${path}).${slash} ${HELP}`, form: 'bare' });
  },
  notAForm: (): Refusal =>
    bad({
      message:
        'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
      form: 'bare',
    }),
  badVersion: (version: string): Refusal => bad({ message: `Invalid Stripe API version: ${version}`, form: 'bare' }),
  /** Not recorded, like the next six: Stripe's bounds and words for broken bodies are not known. */
  badEncoding: (): Refusal => bad({ message: 'Invalid request: the body is not valid percent-encoded UTF-8.', form: 'bare' }),
  tooLarge: (): Refusal => new Refusal({ status: 413, message: 'Invalid request: the body is larger than 1 MiB.', form: 'bare' }),
  tooManyParameters: (most: number): Refusal => bad({ message: `Invalid request: more than ${most} parameters.`, form: 'bare' }),
  tooDeep: (param: string, most: number): Refusal => bad({ message: `Invalid request: parameters can be nested ${most} levels at most.`, param }),
  repeated: (param: string): Refusal => bad({ message: `You passed the parameter '${param}' more than once.`, param }),
  /** `a=1&a[b]=2`: one name as two kinds of thing. */
  shape: (param: string): Refusal => bad({ message: 'Invalid object', param }),
  unreadable: (): Refusal => bad({ message: 'Invalid request: it could not be read.', form: 'bare' }),
} as const;

/** 3.4 and 3.5. */
export const parameterErrors = {
  missing: (param: string): Refusal => bad({ code: 'parameter_missing', message: `Missing required param: ${param}.`, param }),
  unknown: (params: readonly string[], nearest?: string): Refusal => {
    const guess = nearest === undefined ? '' : `. Did you mean ${nearest}?`;
    const message = params.length === 1 ? `Received unknown parameter: ${params[0]}${guess}` : `Received unknown parameters: ${params.join(', ')}`; // plural: not recorded
    return bad({ code: 'parameter_unknown', message, param: params[0] as string });
  },
  /** That `identifier=` and the like meet it too: not recorded. */
  empty: (param: string): Refusal =>
    bad({
      code: 'parameter_invalid_empty',
      message: `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      param,
    }),
  integer: (param: string, value: string): Refusal => bad({ code: 'parameter_invalid_integer', message: `Invalid integer: ${shorten(value)}`, param }),
  tooSmall: (param: string, least: number): Refusal =>
    bad({ code: 'parameter_invalid_integer', message: `This value must be greater than or equal to ${least}.`, param }),
  /** Mirror of `tooSmall`; not recorded. */
  tooGreat: (param: string, most: number): Refusal =>
    bad({ code: 'parameter_invalid_integer', message: `This value must be less than or equal to ${most}.`, param }),
  /** `shown` is the value as Ruby writes it, also for values nested in a payload (1.7); the form of that is not recorded. */
  string: (param: string, shown: string): Refusal => bad({ message: `Invalid string: ${shown}`, param }),
  tooLong: (param: string, value: string, most: number): Refusal =>
    bad({ message: `Invalid string: ${ends(value)}; must be at most ${most} characters`, param }),
  object: (param: string): Refusal => bad({ message: 'Invalid object', param }),
  array: (param: string): Refusal => bad({ message: 'Invalid array', param }),
  oneOf: (param: string, allowed: readonly string[]): Refusal => bad({ message: `Invalid ${param}: must be one of ${listed(allowed)}`, param }),
  expansion: (path: string): Refusal => bad({ message: `This property cannot be expanded (${path}).` }),
  expansionDepth: (path: string): Refusal =>
    bad({ code: 'property_expansion_max_depth', message: `You cannot expand more than 4 levels of a property. Property: ${path}` }),
  /** Not recorded. */
  twoCursors: (): Refusal => bad({ message: 'You cannot parameterize both starting_after and ending_before.' }),
  /** The mock's own: dropped in silence, a test that moves its clock would wait for ever. */
  noTestClocks: (param: string): Refusal => {
    const message =
      "stripe-meter-mock has no test clocks, so no customer can be on one: leave test_clock out, and move the mock's own clock (POST /_mock/clock, or mock.clock.advance).";
    return bad({ message, param });
  },
  noSuch: (kind: string, id: string, param: string, status: 400 | 404 = 404): Refusal =>
    new Refusal({ status, code: 'resource_missing', message: `No such ${kind}: '${id}'`, param }),
} as const;

/** The first and the last four characters. */
function ends(value: string): string {
  const characters = [...value];
  return `${characters.slice(0, 4).join('')}...${characters.slice(-4).join('')}`;
}

function shorten(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}...` : value;
}

function listed(words: readonly string[]): string {
  if (words.length < 3) return words.join(' or ');
  return `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`;
}

/** 3.7. */
export const idempotencyErrors = {
  otherParameters: (key: string): Refusal =>
    bad({
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    }),
  otherEndpoint: (key: string, path: string, firstPath: string): Refusal =>
    bad({
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${firstPath}'). Try using a key other than '${key}' if you meant to execute a different request.`,
    }),
  inUse: (key: string): Refusal =>
    new Refusal({
      status: 409,
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      form: 'compact',
    }),
  emptyKey: (): Refusal => bad({ message: 'Idempotency Key must be a non-empty string.' }),
  /** Not recorded. */
  longKey: (most: number): Refusal => bad({ message: `Idempotency keys can be at most ${most} characters.` }),
} as const;

/** 3.8. */
export const overloadErrors = {
  rateLimit: (livemode: boolean, reason: string): Refusal =>
    new Refusal({
      status: 429,
      code: 'rate_limit',
      message: `${livemode ? 'Request rate limit exceeded.' : 'Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode.'} You can learn more about rate limits here https://stripe.com/docs/rate-limits.`,
      headers: { 'stripe-rate-limited-reason': reason },
      form: 'compact',
    }),
  lockTimeout: (): Refusal =>
    new Refusal({
      status: 429,
      code: 'lock_timeout',
      message:
        'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.',
      headers: { 'stripe-should-retry': 'true' },
      form: 'compact',
    }),
  /** The text is not recorded. */
  apiError: (): Refusal => new Refusal({ status: 500, type: 'api_error', message: 'An unknown error occurred', executed: true }),
} as const;
