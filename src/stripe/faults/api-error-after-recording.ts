/**
 * `api_error_after_recording`: the endpoint does its work, but the client gets a 500. v1 stores the
 * 500 for the key; v2 stores the success, which a retry then gets
 * (docs/stripe/idempotency.md#v2-keys).
 */
import { Refusal } from '../refusal.ts';
import { thenMaybe } from '../then-maybe.ts';
import { aroundEndpoint } from './effect.ts';

export const apiErrorAfterRecording = aroundEndpoint({
  name: 'api_error_after_recording',
  settings: {},
  act: ({ refusals }, execute) =>
    thenMaybe(execute({ discard: false }), (result) =>
      result instanceof Refusal ? result : refusals.apiError(result),
    ),
});
