/**
 * Errors about meters, events and summaries, in Stripe's words: docs/stripe/meter-events.md#errors,
 * docs/stripe/meter-events.md#customers, docs/stripe/meters.md#errors.
 */
import type { Refusal } from '../../stripe/refusal.ts';
import { bad, executed } from '../../stripe/v1/refusals.ts';

export const meteringErrors = {
  duplicateIdentifier: (identifier: string): Refusal =>
    executed({ message: `An event already exists with identifier ${identifier}.` }),
  /** GUESS: that a deactivated meter gets the same sentence, and that it is stored for its key. */
  noActiveMeter: (eventName: string): Refusal =>
    executed({ message: `No active meter found for event name "${eventName}".` }),
  /** GUESS: that it is stored for its key. */
  timestampTooOld: (bound: number): Refusal =>
    executed({
      message:
        'The event timestamp cannot be more than 35 days in past. Expected a timestamp ' +
        `greater than or equal to ${bound}.`,
    }),
  /** GUESS: the mirror of the sentence above. */
  timestampTooNew: (bound: number): Refusal =>
    executed({
      message:
        'The event timestamp cannot be more than 5 minutes in future. Expected a ' +
        `timestamp less than or equal to ${bound}.`,
    }),
  /**
   * Documented as a template. GUESS: how it is filled in, that it is stored for its key, and that
   * it is sent for too many decimals too.
   */
  tooManyDigits: (value: string, most: number): Refusal =>
    executed({
      message: `The value in the event payload can have at most ${most} digits. Received ${value}.`,
    }),
  meterExists: (eventName: string): Refusal =>
    executed({
      message:
        `An active meter already exists for event name '${eventName}'. To create a new ` +
        'meter with the same event name, first deactivate the currently active meter.',
    }),
  /**
   * The word is known. GUESS: its place and the status; it is used as code and as message
   * (docs/stripe/meters.md#errors).
   */
  alreadyDeactivated: (): Refusal =>
    executed({ code: 'meter_already_deactivated', message: 'meter_already_deactivated' }),
  /** GUESS: this, and all that follow unless they say otherwise. */
  alreadyActive: (): Refusal =>
    executed({ code: 'meter_already_active', message: 'meter_already_active' }),
  noSuchEvent: (identifier: string): Refusal =>
    executed({ message: `No event found with identifier ${identifier}.` }),
  cancelTooLate: (identifier: string): Refusal =>
    executed({
      message:
        `The event with identifier ${identifier} was received more than 24 hours ago ` +
        'and can no longer be cancelled.',
    }),
  alreadyCancelled: (identifier: string): Refusal =>
    executed({ message: `The event with identifier ${identifier} was already cancelled.` }),
  /** This server's own: Stripe keeps every event. */
  eventEvicted: (identifier: string, retain: number): Refusal =>
    executed({
      message:
        `stripe-meter-mock no longer has the event with identifier ${identifier}, and ` +
        `so cannot cancel it: it keeps the last ${retain} events. Start it with a larger ` +
        '--retain.',
    }),
  reversedRange: (): Refusal =>
    bad({ message: 'end_time must not be before start_time.', param: 'end_time' }),
  /**
   * A time not aligned with the grouping window (docs/stripe/meter-event-summaries.md#alignment).
   * Recorded in full for a `start_time` by day, and its beginning by hour. GUESS: the rest by hour,
   * the same for an `end_time`, and that `param` names the time.
   * @param expected the last boundary at or before the time, in seconds
   */
  unaligned: (param: string, time: number, expected: number, window: 'day' | 'hour'): Refusal => {
    const aligned =
      `aligned with ${window === 'day' ? 'daily' : 'hourly'} boundaries ` +
      `(expected ${expected})`;
    return bad({
      message:
        `${param} ${time} should be ${aligned} because the \`value_grouping_window\` is ` +
        `${window}.`,
      param,
    });
  },
} as const;
