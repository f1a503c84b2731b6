/**
 * `signature_stale`: the signature of a delivery is old. SDKs refuse one older than 300 seconds
 * (docs/stripe/events.md#signatures).
 */
import { wholeNumber } from '../../values.ts';
import { onDelivery } from './effect.ts';

export const signatureStale = onDelivery({
  name: 'signature_stale',
  settings: {
    age_seconds: wholeNumber(1, 1_000_000_000).default(600).describe('how old; default 600'),
  },
  act: (sending, { age_seconds }) => ({ ...sending, stampSeconds: -age_seconds }),
});
