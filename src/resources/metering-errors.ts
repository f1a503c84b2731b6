/** Errors about meters, events and summaries, in Stripe's words: v1.md 1.0 to 1.5, around.md 1.6, 2.4 and 3.3. */
import { bad, type Refusal } from '../stripe/errors.ts';

export const meteringErrors = {
  duplicateIdentifier: (identifier: string): Refusal => bad({ message: `An event already exists with identifier ${identifier}.`, executed: true }),
  /** That a deactivated meter gets the same sentence, and that it is kept for its key: not recorded. */
  noActiveMeter: (eventName: string): Refusal => bad({ message: `No active meter found for event name "${eventName}".`, executed: true }),
  /** That it is kept for its key: not recorded. */
  timestampTooOld: (bound: number): Refusal =>
    bad({
      message: `The event timestamp cannot be more than 35 days in past. Expected a timestamp greater than or equal to ${bound}.`,
      executed: true,
    }),
  /** Mirror of the sentence above; not recorded. */
  timestampTooNew: (bound: number): Refusal =>
    bad({
      message: `The event timestamp cannot be more than 5 minutes in future. Expected a timestamp less than or equal to ${bound}.`,
      executed: true,
    }),
  /** Documented as a template. GUESS: filled in, kept for its key, and sent for too many decimals too. */
  tooManyDigits: (value: string, most: number): Refusal =>
    bad({ message: `The value in the event payload can have at most ${most} digits. Received ${value}.`, executed: true }),
  meterExists: (eventName: string): Refusal =>
    bad({
      message: `An active meter already exists for event name '${eventName}'. To create a new meter with the same event name, first deactivate the currently active meter.`,
      executed: true,
    }),
  /** The word is known, its place and the status are not recorded: so it stands as code and as message (around.md 1.6). */
  alreadyDeactivated: (): Refusal => bad({ code: 'meter_already_deactivated', message: 'meter_already_deactivated', executed: true }),
  /** GUESS: this, and all that follow unless they say otherwise. */
  alreadyActive: (): Refusal => bad({ code: 'meter_already_active', message: 'meter_already_active', executed: true }),
  noSuchEvent: (identifier: string): Refusal => bad({ message: `No event found with identifier ${identifier}.`, executed: true }),
  cancelTooLate: (identifier: string): Refusal =>
    bad({ message: `The event with identifier ${identifier} was received more than 24 hours ago and can no longer be cancelled.`, executed: true }),
  alreadyCancelled: (identifier: string): Refusal => bad({ message: `The event with identifier ${identifier} was already cancelled.`, executed: true }),
  /** The mock's own: Stripe keeps every event. */
  eventLetGo: (identifier: string, retain: number): Refusal =>
    bad({
      message: `stripe-meter-mock no longer has the event with identifier ${identifier}, and so cannot cancel it: it keeps the last ${retain} events. Start it with a larger --retain.`,
      executed: true,
    }),
  reversedRange: (): Refusal => bad({ message: 'end_time must not be before start_time.', param: 'end_time' }),
  /**
   * A time that the grouping window does not take (around.md 3.3a).
   * Recorded whole for a `start_time` by day, its beginning by hour.
   * GUESS: the rest by hour, the same for an `end_time`, and that `param` names the time.
   * @param expected the last boundary at or before the time, in seconds
   */
  unaligned: (param: string, time: number, expected: number, window: 'day' | 'hour'): Refusal => {
    const boundaries = `${window === 'day' ? 'daily' : 'hourly'} boundaries (expected ${expected})`;
    const reason = `because the \`value_grouping_window\` is ${window}`;
    return bad({ message: `${param} ${time} should be aligned with ${boundaries} ${reason}.`, param });
  },
} as const;
