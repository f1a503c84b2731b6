/**
 * `too_many_concurrent_requests`: 409, as if another create for the same customer and meter were
 * running (docs/stripe/v2.md#meter-event-errors). Version 1 has no such code; it uses
 * `lock_timeout`.
 */
import { onArrival } from './effect.ts';

export const tooManyConcurrentRequests = onArrival({
  name: 'too_many_concurrent_requests',
  settings: {},
  paths: ['/v2/billing/meter_events'],
  act: ({ refusals }) => refusals.concurrentRequests?.(),
});
