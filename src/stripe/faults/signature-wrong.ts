/** `signature_wrong`: a delivery is signed with another secret. */
import { onDelivery } from './effect.ts';

export const signatureWrong = onDelivery({
  name: 'signature_wrong',
  settings: {},
  act: (sending) => ({ ...sending, isSignatureWrong: true }),
});
