/**
 * Errors about meters and events, each with its own code (docs/stripe/v2.md#meter-event-errors,
 * docs/stripe/v2.md#meter-events, docs/stripe/v2.md#adjustments). The codes are documented, the
 * messages are not. GUESS: each of them. They are the descriptions of the reference, since nobody
 * has recorded the messages; do not match on them.
 */
import { FUTURE_SECONDS, PAST_SECONDS } from '../../metering/rules.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { v2Bad, v2RequestErrors } from '../../stripe/v2/v2-errors.ts';

const DAYS = PAST_SECONDS / 86_400;
const MINUTES = FUTURE_SECONDS / 60;

export const v2MeteringErrors = {
  noMeter: (): Refusal => v2Bad('no_meter', 'A meter must exist to submit events.'),
  archivedMeter: (): Refusal =>
    v2Bad('archived_meter', 'The meter must be Active to submit events.'),
  duplicate: (): Refusal =>
    v2Bad(
      'duplicate_meter_event',
      'A meter event with a duplicate identifier has already been submitted.',
    ),
  noCustomer: (): Refusal =>
    v2Bad('payload_no_customer_defined', 'The payload must have a reference to the customer.'),
  noValue: (): Refusal => v2Bad('payload_no_value_defined', 'The payload must have a value.'),
  invalidValue: (): Refusal =>
    v2Bad('payload_invalid_value', 'The value must be a positive integer.'),
  /** GUESS: the code; the sentence is v1's. */
  tooManyDigits: (value: string, most: number): Refusal =>
    v2Bad(
      'payload_invalid_value',
      `The value in the event payload can have at most ${most} digits. Received ${value}.`,
    ),
  /** GUESS: code and sentence of these two. */
  tooOld: (): Refusal =>
    v2RequestErrors.invalidField(
      'timestamp',
      `The event timestamp cannot be more than ${DAYS} days in past.`,
    ),
  tooNew: (): Refusal =>
    v2RequestErrors.invalidField(
      'timestamp',
      `The event timestamp cannot be more than ${MINUTES} minutes in future.`,
    ),
  /** GUESS: that this code applies to all errors of an adjustment. */
  invalidCancel: (message: string): Refusal => v2Bad('invalid_cancel_configuration', message),
} as const;
