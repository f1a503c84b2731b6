/** `api_error`: a 500 from the endpoint, before it did anything (v1.md 3.8). */
import { aroundEndpoint } from './effect.ts';

export const apiError = aroundEndpoint({
  name: 'api_error',
  settings: {},
  act: ({ refusals }) => refusals.apiError(),
});
