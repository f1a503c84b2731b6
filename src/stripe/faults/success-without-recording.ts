/** `success_without_recording`: a 200 for an event that was checked and not taken. */
import { aroundEndpoint } from './effect.ts';

export const successWithoutRecording = aroundEndpoint({
  name: 'success_without_recording',
  settings: {},
  // Only meter events can go unrecorded.
  fits: ({ events }) => events.some(({ eventName }) => eventName !== undefined),
  act: (_request, execute) => execute({ discard: true }),
});
