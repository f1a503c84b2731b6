/**
 * `idempotency_key_in_use`: as if another request with the same key were still running
 * (docs/stripe/idempotency.md).
 */
import { onArrival } from './effect.ts';

export const idempotencyKeyInUse = onArrival({
  name: 'idempotency_key_in_use',
  settings: {},
  act: ({ exchange, refusals }) => refusals.keyInUse(exchange.idempotencyKey ?? ''),
});
