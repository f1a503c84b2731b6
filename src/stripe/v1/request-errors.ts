/**
 * Refusals of keys, paths, bodies and versions, in Stripe's words:
 * docs/stripe/requests.md#authentication, docs/stripe/requests.md#versions.
 */
import { Refusal } from '../refusal.ts';
import { bad } from './refusals.ts';

const HELP = 'Please see https://stripe.com/docs or we can help at https://support.stripe.com/.';
const AUTH_HELP =
  'See https://stripe.com/docs/api#authentication for details, or we can help at ' +
  'https://support.stripe.com/.';

/** Errors of authentication. */
export const authenticationErrors = {
  noKey: (): Refusal =>
    unauthorized(
      'You did not provide an API key. You need to provide your API key in the Authorization ' +
        "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). " +
        `${AUTH_HELP}`,
      'Basic realm="Stripe"',
    ),
  unusableHeader: (header: string): Refusal =>
    unauthorized(
      'You did not provide an API key, though you did set your Authorization header to ' +
        `"${header}". Using Bearer auth, your Authorization header should look something ` +
        `like 'Authorization: Bearer YOUR_SECRET_KEY'. ${AUTH_HELP}`,
      'Basic realm="Stripe"',
    ),
  badKey: (masked: string): Refusal =>
    new Refusal({
      status: 401,
      kept: false,
      message: `Invalid API Key provided: ${masked}`,
      headers: { 'www-authenticate': 'Bearer realm="Stripe"' },
      form: 'bare',
      anonymous: true,
    }),
  publishableKey: (): Refusal =>
    new Refusal({
      status: 403,
      kept: false,
      code: 'secret_key_required',
      message:
        'This API call cannot be made with a publishable API key. Please use a secret API key. ' +
        'You can find a list of your API keys at ' +
        'https://dashboard.stripe.com/account/apikeys.',
      form: 'bare',
    }),
  /** This server's own: Stripe has no such refusal. */
  liveKey: (masked: string): Refusal =>
    new Refusal({
      status: 401,
      kept: false,
      message:
        `stripe-meter-mock refuses the live key ${masked}: a live secret that reaches a ` +
        'mock has leaked. Use a test key (sk_test_…), or start the mock with ' +
        '--allow-live-keys if you must use it.',
      form: 'bare',
    }),
  badAccount: (masked: string, account: string): Refusal =>
    new Refusal({
      status: 403,
      kept: false,
      code: 'account_invalid',
      message:
        `The provided key '${masked}' does not have access to account '${account}' (or ` +
        'that account does not exist). Application access may have been revoked.',
      form: 'bare',
    }),
  /** The changelog of stripe-node says that it is a 400. GUESS: code and sentence. */
  accountAndContext: (): Refusal =>
    bad({
      code: 'invalid_context',
      message: 'Stripe-Account and Stripe-Context cannot be used together.',
      form: 'bare',
    }),
} as const;

function unauthorized(message: string, challenge: string): Refusal {
  return new Refusal({
    status: 401,
    kept: false,
    message,
    headers: { 'www-authenticate': challenge },
    form: 'bare',
  });
}

/** Errors of paths, bodies and versions. */
export const requestErrors = {
  /**
   * A wrong method on a known path is a 404 too, as seen in another mock that is compared with
   * Stripe's test mode.
   */
  unknownUrl: (method: string, path: string): Refusal => {
    const slash = path.endsWith('/')
      ? ' If you are trying to list objects, remove the trailing slash. If you are trying to ' +
        'retrieve an object, make sure you passed a valid (non-empty) identifier in your ' +
        'code.'
      : '';
    return new Refusal({
      status: 404,
      kept: false,
      message: `Unrecognized request URL (${method}: ${path}).${slash} ${HELP}`,
      form: 'bare',
    });
  },
  notAForm: (): Refusal =>
    bad({
      message:
        'Invalid request (check that your POST content type is ' +
        'application/x-www-form-urlencoded). If you have any questions, we can help at ' +
        'https://support.stripe.com/.',
      form: 'bare',
    }),
  badVersion: (version: string): Refusal =>
    bad({ message: `Invalid Stripe API version: ${version}`, form: 'bare' }),
  /** GUESS: this and the next six. Stripe's limits and messages for broken bodies are not known. */
  badEncoding: (): Refusal =>
    bad({ message: 'Invalid request: the body is not valid percent-encoded UTF-8.', form: 'bare' }),
  tooLarge: (): Refusal =>
    new Refusal({
      status: 413,
      kept: false,
      message: 'Invalid request: the body is larger than 1 MiB.',
      form: 'bare',
    }),
  tooManyParameters: (most: number): Refusal =>
    bad({ message: `Invalid request: more than ${most} parameters.`, form: 'bare' }),
  tooDeep: (param: string, most: number): Refusal =>
    bad({ message: `Invalid request: parameters can be nested ${most} levels at most.`, param }),
  repeated: (param: string): Refusal =>
    bad({ message: `You passed the parameter '${param}' more than once.`, param }),
  /** `a=1&a[b]=2`: one name with two types. */
  shape: (param: string): Refusal => bad({ message: 'Invalid object', param }),
  unreadable: (): Refusal =>
    bad({ message: 'Invalid request: it could not be read.', form: 'bare' }),
} as const;
