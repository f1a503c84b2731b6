/** The headers of every answer that a client can act on (v1.md 2.2, 2.3). */
import type { Answer } from './answers.ts';
import type { Exchange } from './exchange.ts';

const ALWAYS = {
  'content-type': 'application/json',
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required',
  'access-control-max-age': '300',
  'cache-control': 'no-cache, no-store',
  vary: 'Origin',
} as const;

/** All headers of an answer but those that HTTP itself needs. */
export function headersOf(exchange: Exchange, answer: Answer): Record<string, string> {
  const headers: Record<string, string> = { ...ALWAYS };
  if (!answer.anonymous) {
    headers['request-id'] = exchange.requestId;
    headers['stripe-version'] = exchange.version;
  }
  if (exchange.caller?.connectedAccount !== undefined) headers['stripe-account'] = exchange.caller.connectedAccount;
  if (exchange.idempotencyKey !== undefined && answer.passedIdempotency) addIdempotency(headers, exchange, answer);
  for (const name in answer.headers) headers[name] = answer.headers[name] as string;
  return headers;
}

/** `Stripe-Should-Retry: false` exactly when the answer was kept (2.3, a rule inferred from recordings); also on a GET that sent a key. */
function addIdempotency(headers: Record<string, string>, exchange: Exchange, answer: Answer): void {
  headers['idempotency-key'] = exchange.idempotencyKey as string;
  if (exchange.method !== 'DELETE' && answer.executed) headers['stripe-should-retry'] = 'false';
  if (exchange.method !== 'POST') return;
  headers['original-request'] = exchange.replayOf ?? exchange.requestId;
  if (exchange.replayOf !== undefined) headers['idempotent-replayed'] = 'true';
}
