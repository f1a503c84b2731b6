/** `delivery_lost`: an event is never delivered, and not tried again either. */
import { onDelivery } from './effect.ts';

export const deliveryLost = onDelivery({
  name: 'delivery_lost',
  settings: {},
  act: (sending) => ({ ...sending, copies: 0 }),
});
