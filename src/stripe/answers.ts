/** What goes back: status, body text and headers (v1.md 2.1, 2.2, 3.0). */

import { Refusal, type RefusalFields } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { type Json, toPrettyJson } from './json.ts';

/** An answer ready to be written, kept and replayed. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the endpoint had begun: such answers are kept for their idempotency key, and replayed. */
  readonly executed: boolean;
  /** The error's message, for the log. */
  readonly error: string | undefined;
  /** Whether the idempotency layer saw the request: then a key is echoed. */
  readonly passedIdempotency: boolean;
  readonly anonymous: boolean;
}

const NO_HEADERS = {};
const JSON_TYPE = 'application/json'; // without charset

/** Writes what a handler or layer gave: an object as a 200, a refusal as its status. */
export function toAnswer(result: Json | Refusal, exchange: Exchange, passedIdempotency: boolean): Answer {
  return result instanceof Refusal ? refusalAnswer(result.fields, exchange, passedIdempotency) : jsonAnswer(200, toPrettyJson(result), undefined);
}

/** The answer of an execution once more, from its status and body: all that Stripe keeps for a replay (v1.md 3.7). */
export function executedAnswer(status: number, body: string): Answer {
  return jsonAnswer(status, body, status < 400 ? undefined : (JSON.parse(body) as { error: { message: string } }).error.message);
}

function jsonAnswer(status: number, body: string, error: string | undefined): Answer {
  return { status, body, contentType: JSON_TYPE, headers: NO_HEADERS, executed: true, error, passedIdempotency: true, anonymous: false };
}

function refusalAnswer(fields: RefusalFields, exchange: Exchange, passedIdempotency: boolean): Answer {
  return {
    status: fields.status,
    body: errorBody(fields, exchange),
    contentType: JSON_TYPE,
    headers: fields.headers ?? NO_HEADERS,
    executed: fields.executed ?? false,
    error: fields.message,
    passedIdempotency,
    anonymous: fields.anonymous ?? false,
  };
}

/** Keys in Stripe's alphabetical order. Pretty bodies of errors end with a newline, compact ones and those of a 200 do not. */
function errorBody(fields: RefusalFields, exchange: Exchange): string {
  const { code, message, param, type = 'invalid_request_error', form = 'full' } = fields;
  const error = {
    code,
    doc_url: code === undefined || code === 'property_expansion_max_depth' ? undefined : `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    message,
    param,
    request_log_url: form === 'full' ? requestLogUrl(exchange) : undefined,
    type,
  };
  return form === 'compact' ? JSON.stringify({ error }) : `${toPrettyJson({ error })}\n`;
}

/** The form of 2026 (3.0). The account's id is made from its name. */
function requestLogUrl({ caller, requestId }: Exchange): string {
  const account = caller?.connectedAccount ?? `acct_${caller?.account ?? 'unknown'}`;
  return `https://dashboard.stripe.com/${account}${caller?.livemode ? '' : '/test'}/workbench/logs?object=${requestId}`;
}
