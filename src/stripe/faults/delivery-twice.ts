/** `delivery_twice`: an event is delivered, then the same bytes are sent once more. */
import { onDelivery } from './effect.ts';

export const deliveryTwice = onDelivery({
  name: 'delivery_twice',
  settings: {},
  act: (sending) => ({ ...sending, copies: 2 }),
});
