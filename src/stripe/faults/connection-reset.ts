/** `connection_reset`: the connection breaks before anything happens. */
import { onArrival } from './effect.ts';

export const connectionReset = onArrival({
  name: 'connection_reset',
  settings: {},
  act: () => 'reset',
});
