/** `success_without_recording`: a 200 for an event that was checked and not taken. */
import { aroundEndpoint } from './effect.ts';

export const successWithoutRecording = aroundEndpoint({
  name: 'success_without_recording',
  settings: {},
  fits: ({ eventName }) => eventName !== undefined, // only a meter event can go unrecorded
  act: (_request, execute) => execute({ discard: true }),
});
