/**
 * `idempotency_error`: as if the key had been used with other parameters, in the form of the
 * request's version: a 400 in version 1 (docs/stripe/idempotency.md), a 409 in version 2
 * (docs/stripe/idempotency.md#v2-refusals).
 */
import { onArrival } from './effect.ts';

export const idempotencyError = onArrival({
  name: 'idempotency_error',
  settings: {},
  act: ({ exchange, refusals }) => refusals.otherParameters(exchange.idempotencyKey ?? ''),
});
