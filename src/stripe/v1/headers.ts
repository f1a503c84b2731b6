/**
 * The headers that clients can act on, for every answer (docs/stripe/requests.md#response-headers,
 * docs/stripe/requests.md#should-retry).
 */
import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';

/**
 * The headers of every answer in both versions, as alternating names and values, the form that
 * `writeHead` accepts without look-ups.
 */
export const ALWAYS: readonly string[] = [
  'access-control-allow-credentials',
  'true',
  'access-control-allow-methods',
  'GET, HEAD, PUT, PATCH, POST, DELETE',
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, ' +
    'X-Stripe-Privileged-Session-Required',
  'access-control-max-age',
  '300',
  'cache-control',
  'no-cache, no-store',
  'vary',
  'Origin',
];

/** All headers of an answer except those that HTTP itself adds: names and values alternate. */
export function headersOf(exchange: Exchange, answer: Answer): string[] {
  const headers = [
    ...ALWAYS,
    'content-type',
    answer.contentType,
    'content-length',
    String(Buffer.byteLength(answer.body)),
  ];
  if (!answer.anonymous)
    headers.push('request-id', exchange.requestId, 'stripe-version', exchange.version);
  if (exchange.caller?.connectedAccount !== undefined)
    headers.push('stripe-account', exchange.caller.connectedAccount);
  if (exchange.idempotencyKey !== undefined && answer.passedIdempotency)
    addIdempotency(headers, exchange, exchange.idempotencyKey, answer.kept);
  return withOwn(headers, answer.headers);
}

/** The headers, with an answer's own replacing those of the same name. */
export function withOwn(headers: string[], own: Readonly<Record<string, string>>): string[] {
  const set = Object.entries(own);
  if (set.length === 0) return headers;
  const isLeft = (_text: string, at: number) =>
    !Object.hasOwn(own, headers[at - (at % 2)] as string);
  return [...headers.filter(isLeft), ...set.flat()];
}

/**
 * `Stripe-Should-Retry: false` exactly when the answer was stored; also on a GET that sent a key.
 * GUESS: as a rule; it fits every recording (docs/stripe/idempotency.md).
 */
function addIdempotency(headers: string[], exchange: Exchange, key: string, isKept: boolean): void {
  headers.push('idempotency-key', key);
  if (exchange.method !== 'DELETE' && isKept) headers.push('stripe-should-retry', 'false');
  if (exchange.method !== 'POST') return;
  headers.push('original-request', exchange.replayOf ?? exchange.requestId);
  if (exchange.replayOf !== undefined) headers.push('idempotent-replayed', 'true');
}
