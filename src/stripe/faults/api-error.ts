/**
 * `api_error`: a 500 from the endpoint, before it does anything
 * (docs/stripe/rate-limits-and-failures.md).
 */
import { aroundEndpoint } from './effect.ts';

export const apiError = aroundEndpoint({
  name: 'api_error',
  settings: {},
  act: ({ refusals }) => refusals.apiError(),
});
