/** `delay`: the request waits, then continues; another fault may still fire for it. */
import { onArrival } from './effect.ts';
import { delayMs } from './rule.ts';

export const delay = onArrival({
  name: 'delay',
  settings: { delay_ms: delayMs },
  act: () => undefined,
});
