/**
 * `signature_stale`: a delivery's time is old. SDKs refuse more than 300 seconds
 * (docs/stripe/events.md#signatures).
 */
import { whole } from '../../values.ts';
import { onDelivery } from './effect.ts';

export const signatureStale = onDelivery({
  name: 'signature_stale',
  settings: {
    age_seconds: whole(1, 1_000_000_000).default(600).describe('how old; 600 unless given'),
  },
  act: (sending, { age_seconds }) => ({ ...sending, stampSeconds: -age_seconds }),
});
