/** `response_lost`: everything happens, but the connection breaks before the answer. */
import { onAnswer } from './effect.ts';

export const responseLost = onAnswer({
  name: 'response_lost',
  settings: {},
  act: () => 'lost',
});
