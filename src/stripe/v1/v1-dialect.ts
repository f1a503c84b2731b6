/** Version 1 of Stripe's API: forms in, pretty JSON out. */
import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../answer.ts';
import { authenticate } from '../authentication.ts';
import type { Dialect, KeyConventions } from '../dialect.ts';
import { type Endpoint, type EndpointSpec, endpointOf } from '../endpoint.ts';
import type { Exchange } from '../exchange.ts';
import { Refusal, type RefusalFields } from '../refusal.ts';
import { joinedForm } from '../request-record.ts';
import { isVersion, NEWEST_VERSION } from '../versions.ts';
import { docUrl } from './doc-url.ts';
import {
  decodeForm,
  type FormFault,
  type FormHash,
  isFormFault,
  MAX_DEPTH,
  MAX_PARAMETERS,
} from './form.ts';
import { headersOf } from './headers.ts';
import { type Json, toPrettyJson } from './json.ts';
import { type Param, parseParams } from './params.ts';
import { requestErrors } from './request-errors.ts';
import { idempotencyErrors, overloadErrors } from './retry-errors.ts';

const NO_HEADERS = {};
const JSON_TYPE = 'application/json'; // without charset

/** Parameters are compared after decoding. GUESS: that their order and encoding do not matter. */
const keys: KeyConventions = {
  api: 'v1',
  methods: ['POST'],
  routeOf: () => '',
  requestOf: formText,
  isSame: (first, second) =>
    first === second || isDeepStrictEqual(decodeForm(first), decodeForm(second)),
  ...idempotencyErrors,
  replay(status, body) {
    if (status < 400) return jsonAnswer(status, body, undefined);
    const { error } = JSON.parse(body) as { error: { message: string } };
    return jsonAnswer(status, body, error.message);
  },
};

/** Version 1 of Stripe's API. */
export const v1: Dialect<FormHash, Json> = {
  refusals: {
    unknownUrl: requestErrors.unknownUrl,
    wrongBody: requestErrors.notAForm,
    tooLarge: requestErrors.tooLarge,
    unreadable: requestErrors.unreadable,
    ...overloadErrors,
    keyInUse: idempotencyErrors.inUse,
    otherParameters: idempotencyErrors.otherParameters,
  },
  keys,
  requestId: (ids) => ids.request(),
  versionOf: (header) => header || NEWEST_VERSION,
  decode: (exchange) =>
    exchange.bodyType === 'form' || exchange.body === ''
      ? readForm(exchange)
      : requestErrors.notAForm(),
  caller: authenticate,
  refuseVersion: ({ version }) =>
    isVersion(version) ? undefined : requestErrors.badVersion(version),
  write: (result, exchange, passedIdempotency) =>
    result instanceof Refusal
      ? refusalAnswer(result.fields, exchange, passedIdempotency)
      : jsonAnswer(200, toPrettyJson(result), undefined),
  headersOf,
};

/** Declares an endpoint of version 1. */
export function endpoint<P>(spec: EndpointSpec<Param<P>, P, FormHash, Json>): Endpoint {
  return endpointOf(v1, spec, parseParams);
}

/**
 * The query and the body as one form. GUESS: that a POST may have both
 * (docs/stripe/requests.md#versions).
 */
function formText({ query, body }: Exchange): string {
  return joinedForm(query, body);
}

function readForm(exchange: Exchange): FormHash | Refusal {
  const decoded = decodeForm(formText(exchange));
  return isFormFault(decoded) ? formRefusal(decoded) : decoded;
}

function formRefusal({ fault, param = '' }: FormFault): Refusal {
  if (fault === 'encoding') return requestErrors.badEncoding();
  if (fault === 'too_many') return requestErrors.tooManyParameters(MAX_PARAMETERS);
  if (fault === 'too_deep') return requestErrors.tooDeep(param, MAX_DEPTH);
  return fault === 'repeated' ? requestErrors.repeated(param) : requestErrors.shape(param);
}

function jsonAnswer(status: number, body: string, error: string | undefined): Answer {
  return {
    status,
    body,
    contentType: JSON_TYPE,
    headers: NO_HEADERS,
    kept: true,
    error,
    passedIdempotency: true,
    anonymous: false,
  };
}

function refusalAnswer(
  fields: RefusalFields,
  exchange: Exchange,
  passedIdempotency: boolean,
): Answer {
  return {
    status: fields.status,
    body: errorBody(fields, exchange),
    contentType: JSON_TYPE,
    headers: fields.headers ?? NO_HEADERS,
    kept: fields.kept,
    error: fields.message,
    passedIdempotency,
    anonymous: fields.anonymous ?? false,
  };
}

/**
 * Keys in Stripe's alphabetical order. Pretty-printed errors end with a newline, compact ones and a
 * 200 do not (docs/stripe/meter-events.md#response, docs/stripe/requests.md#errors).
 */
function errorBody(fields: RefusalFields, exchange: Exchange): string {
  const { code, message, param, type = 'invalid_request_error', form = 'full' } = fields;
  const error = {
    code,
    doc_url: fields.docUrl ?? docUrl(code),
    message,
    param,
    request_log_url: form === 'full' ? requestLogUrl(exchange) : undefined,
    type,
  };
  return form === 'compact' ? JSON.stringify({ error }) : `${toPrettyJson({ error })}\n`;
}

/** The form of 2026 (docs/stripe/requests.md#errors). The account's id is derived from its name. */
function requestLogUrl({ caller, requestId }: Exchange): string {
  const account = caller?.connectedAccount ?? `acct_${caller?.account ?? 'unknown'}`;
  const mode = caller?.livemode ? '' : '/test';
  return `https://dashboard.stripe.com/${account}${mode}/workbench/logs?object=${requestId}`;
}
