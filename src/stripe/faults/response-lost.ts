/** `response_lost`: everything happened, and the connection breaks instead of the answer. */
import { onAnswer } from './effect.ts';

export const responseLost = onAnswer({
  name: 'response_lost',
  settings: {},
  act: () => 'lost',
});
