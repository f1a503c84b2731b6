/**
 * `session_expired`: as if the session of a stream request had expired
 * (docs/stripe/v2-streams.md#refusals).
 */
import { onArrival } from './effect.ts';

export const sessionExpired = onArrival({
  name: 'session_expired',
  settings: {},
  paths: ['/v2/billing/meter_event_stream'],
  act: ({ refusals }) => refusals.sessionExpired?.(),
});
