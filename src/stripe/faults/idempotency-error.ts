/**
 * `idempotency_error`: as if the key had been used with other parameters, in the words of the
 * request's version: a 400 in version 1 (v1.md 3.7), a 409 in version 2 (v2.md 5.3).
 */
import { onArrival } from './effect.ts';

export const idempotencyError = onArrival({
  name: 'idempotency_error',
  settings: {},
  act: ({ exchange, refusals }) => refusals.otherParameters(exchange.idempotencyKey ?? ''),
});
