/** `lock_timeout`: another request holds the object; Stripe asks to try again (v1.md 3.8). */
import { onArrival } from './effect.ts';

export const lockTimeout = onArrival({
  name: 'lock_timeout',
  settings: {},
  act: ({ refusals }) => refusals.lockTimeout(),
});
