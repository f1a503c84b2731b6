/** Version 2 of Stripe's API: JSON in, compact JSON out (docs/stripe/v2.md). */
import type { Answer } from '../answer.ts';
import { authenticate, type Caller, readKey } from '../authentication.ts';
import { shorten } from '../characters.ts';
import type { Credentials, Dialect, KeyConventions } from '../dialect.ts';
import { type Endpoint, type EndpointSpec, endpointOf } from '../endpoint.ts';
import type { Exchange } from '../exchange.ts';
import { maskKey } from '../masking.ts';
import { Refusal, type RefusalFields } from '../refusal.ts';
import { docUrl } from '../v1/doc-url.ts';
import { RawJson } from '../v1/json.ts';
import { isVersion } from '../versions.ts';
import { bodyToKeep, isSameBody } from './v2-body-digest.ts';
import { tokenNotTaken, v2OverloadErrors, v2RequestErrors, v2RetryErrors } from './v2-errors.ts';
import { FieldError, type FieldParser } from './v2-fields.ts';
import { v2HeadersOf } from './v2-headers.ts';
import { type JsonHash, readJson } from './v2-json.ts';
import { readQuery } from './v2-query.ts';

/** What an endpoint answers: serialized JSON, or an object. */
export type V2Result = RawJson | Lasting | object;

/** An answer that is replayed only until a time on the account's clock. */
export class Lasting {
  readonly body: object;
  readonly untilMs: number;

  constructor(body: object, untilMs: number) {
    this.body = body;
    this.untilMs = untilMs;
  }
}

/** The prefix of session tokens, with which no account key begins. */
export const TOKEN_PREFIX = 'token_';

const NO_HEADERS = {};
const JSON_TYPE = 'application/json'; // GUESS: without charset, as in v1
const EMPTY: JsonHash = new Map();

/**
 * The same key on another route or with another method is a different request
 * (docs/stripe/idempotency.md#v2-keys).
 */
const keys: KeyConventions = {
  api: 'v2',
  methods: ['POST', 'DELETE'],
  routeOf: ({ method, path }) => `${method} ${path}`,
  requestOf: (exchange, body) => bodyToKeep(exchange.body, body as JsonHash),
  isSame: isSameBody,
  otherParameters: v2RetryErrors.otherParameters,
  inUse: v2RetryErrors.otherParameters,
  emptyKey: v2RetryErrors.emptyKey,
  longKey: v2RetryErrors.longKey,
  replay: (status, body) => successAnswer(body, status),
};

/** Version 2 of Stripe's API, called with account keys. */
export const v2: Dialect<JsonHash, V2Result> = {
  refusals: {
    unknownUrl: v2RequestErrors.unknownUrl,
    wrongBody: v2RequestErrors.notJson,
    tooLarge: v2RequestErrors.tooLarge,
    unreadable: v2RequestErrors.unreadable,
    ...v2OverloadErrors,
    keyInUse: v2RetryErrors.otherParameters,
    otherParameters: v2RetryErrors.otherParameters,
    concurrentRequests: v2RetryErrors.concurrentRequests,
  },
  keys,
  requestId: (ids) => ids.requestV2(),
  versionOf: (header) => header ?? '',
  decode: readBody,
  caller: keyCaller,
  refuseVersion: ({ version }) => {
    if (version === '') return v2RequestErrors.noVersion();
    return isVersion(version) ? undefined : v2RequestErrors.badVersion(version);
  },
  write: (result, _exchange, passedIdempotency) => {
    if (result instanceof Refusal) return refusalAnswer(result.fields, passedIdempotency);
    return resultAnswer(result);
  },
  headersOf: v2HeadersOf,
};

/** Declares an endpoint of version 2, in the given dialect, by default `v2`. */
export function v2Endpoint<P>(
  spec: EndpointSpec<FieldParser<P>, P, JsonHash, V2Result>,
  dialect: Dialect<JsonHash, V2Result> = v2,
): Endpoint {
  return endpointOf(dialect, spec, readFields);
}

function readFields<P>(parse: FieldParser<P>, body: JsonHash): P | Refusal {
  const parsed = parse(body);
  if (!(parsed instanceof FieldError)) return parsed;
  return v2RequestErrors.invalidField(parsed.path.replace(/^\./, ''), parsed.reason);
}

/**
 * The object in the body, or in the query if there is no body; an empty body is an empty object.
 */
function readBody({ body, bodyType, query, method }: Exchange): JsonHash | Refusal {
  if (query !== '' && method === 'POST') return unknownParameter(query);
  // GUESS: that a GET refuses unknown parameters as a body's fields are refused. (stripe-python's
  // fetch_event_async sends one, `usage`.)
  if (query !== '') return readQuery(query) ?? v2RequestErrors.malformedQuery();
  if (body === '') return EMPTY;
  if (bodyType === 'not_utf8') return v2RequestErrors.malformed();
  if (bodyType !== 'json') return v2RequestErrors.notJson();
  const json = readJson(body);
  return json instanceof Map ? (json as JsonHash) : v2RequestErrors.malformed();
}

/** GUESS: that a parameter in the query of a POST is refused like an unknown one in its body. */
function unknownParameter(query: string): Refusal {
  const [name = ''] = new URLSearchParams(query).keys();
  return v2RequestErrors.invalidField(shorten(name), 'Unknown field.');
}

/** The caller of an account key; a session's token is not one. */
function keyCaller(credentials: Credentials): Caller | Refusal {
  const caller = authenticate(credentials);
  if (!(caller instanceof Refusal)) return caller;
  const key = readKey(credentials.authorization);
  const isToken = typeof key === 'string' && key.startsWith(TOKEN_PREFIX);
  return isToken ? tokenNotTaken(maskKey(key)) : caller;
}

function resultAnswer(result: V2Result): Answer {
  if (result instanceof RawJson) return successAnswer(result.text);
  if (!(result instanceof Lasting)) return successAnswer(JSON.stringify(result));
  return { ...successAnswer(JSON.stringify(result.body)), keptUntilMs: result.untilMs };
}

/** Stored for its key, like every success. */
function successAnswer(body: string, status = 200): Answer {
  return {
    status,
    body,
    contentType: JSON_TYPE,
    headers: NO_HEADERS,
    kept: true,
    error: undefined,
    passedIdempotency: true,
    anonymous: false,
  };
}

function refusalAnswer(fields: RefusalFields, passedIdempotency: boolean): Answer {
  const { status, message, headers = NO_HEADERS, anonymous = false, keeps } = fields;
  return {
    status,
    body: errorBody(fields),
    contentType: JSON_TYPE,
    headers,
    kept: false,
    error: message,
    passedIdempotency,
    anonymous,
    ...(keeps !== undefined && { keptInstead: resultAnswer(keeps as V2Result) }),
  };
}

/**
 * GUESS: keys in alphabetical order. Refusals before the endpoint (`bare`) have v1's body, with a
 * type (docs/stripe/v2.md#keys); ordinary errors have no type (docs/stripe/v2.md#errors).
 */
function errorBody({ code, message, form, ...fields }: RefusalFields): string {
  const isBare = form === 'bare';
  const doc_url = fields.docUrl ?? (isBare ? docUrl(code) : undefined);
  const type = fields.type ?? (isBare ? 'invalid_request_error' : undefined);
  return JSON.stringify({ error: { code, doc_url, message, type } });
}
