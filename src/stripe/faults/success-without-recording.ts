/** `success_without_recording`: a 200 for an event that was checked but not recorded. */
import { aroundEndpoint } from './effect.ts';

export const successWithoutRecording = aroundEndpoint({
  name: 'success_without_recording',
  settings: {},
  paths: [
    // only meter events can go unrecorded
    '/v1/billing/meter_events',
    '/v2/billing/meter_events',
    '/v2/billing/meter_event_stream',
  ],
  act: (_request, execute) => execute({ discard: true }),
});
