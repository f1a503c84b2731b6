/**
 * The headers of every answer of version 2 (docs/stripe/idempotency.md#v2-keys,
 * docs/stripe/v2.md#response-headers).
 */
import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import { ALWAYS, withOwn } from '../v1/headers.ts';

/**
 * All headers of an answer except those that HTTP itself adds: names and values alternate.
 * GUESS: that those for browsers and caches are v1's, that the key is echoed, and that the account
 * is not.
 */
export function v2HeadersOf(exchange: Exchange, answer: Answer): string[] {
  const { requestId, version, idempotencyKey, replayOf } = exchange;
  const headers = [
    ...ALWAYS,
    'content-type',
    answer.contentType,
    'content-length',
    String(Buffer.byteLength(answer.body)),
  ];
  if (!answer.anonymous) headers.push('request-id', requestId);
  if (!answer.anonymous && version !== '') headers.push('stripe-version', version);
  if (answer.passedIdempotency) {
    if (idempotencyKey !== undefined) headers.push('idempotency-key', idempotencyKey);
    if (replayOf !== undefined) headers.push('idempotent-replayed', 'true'); // GUESS: as in v1
    if (isFinal(answer)) headers.push('stripe-should-retry', 'false');
  }
  return withOwn(headers, answer.headers);
}

/**
 * Recorded on a 400 of a GET. GUESS: on every 400 and 404 of an endpoint, and on no other answer.
 */
function isFinal({ status }: Answer): boolean {
  return status === 400 || status === 404;
}
