/**
 * `lock_timeout`: another request holds the object; Stripe asks for a retry
 * (docs/stripe/rate-limits-and-failures.md).
 */
import { onArrival } from './effect.ts';

export const lockTimeout = onArrival({
  name: 'lock_timeout',
  settings: {},
  act: ({ refusals }) => refusals.lockTimeout(),
});
