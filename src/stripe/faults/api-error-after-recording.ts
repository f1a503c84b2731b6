/** `api_error_after_recording`: the endpoint did its work, and the client gets a 500. */
import { Refusal } from '../refusal.ts';
import { thenMaybe } from '../then-maybe.ts';
import { aroundEndpoint } from './effect.ts';

export const apiErrorAfterRecording = aroundEndpoint({
  name: 'api_error_after_recording',
  settings: {},
  act: ({ refusals }, execute) =>
    thenMaybe(execute({ discard: false }), (result) =>
      result instanceof Refusal ? result : refusals.apiError(),
    ),
});
