/** What a sample in an error report says about an event (docs/stripe/error-reports.md#codes). */
import type { MeterEvent } from '../metering/event.ts';
import { MAX_DIGITS } from '../metering/event.ts';
import { DEFAULT_KEYS } from '../metering/meter.ts';
import { FUTURE_SECONDS, PAST_SECONDS } from '../metering/rules.ts';

/** All codes. `no_meter` is only for events without a meter. */
export const ERROR_CODES = [
  'archived_meter',
  'meter_event_customer_not_found',
  'meter_event_dimension_count_too_high',
  'meter_event_invalid_value',
  'meter_event_no_customer_defined',
  'meter_event_value_too_many_digits',
  'missing_dimension_payload_keys',
  'no_meter',
  'timestamp_in_future',
  'timestamp_too_far_in_past',
  'meter_event_value_not_found',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** How many characters of a sender's text a sample shows. GUESS: that there is a limit. */
const SHOWN = 100;

type Facts = Pick<
  MeterEvent,
  'customer' | 'eventName' | 'identifier' | 'meter' | 'payload' | 'timestamp'
>;

/**
 * GUESS: all but those of `meter_event_no_customer_defined`, `no_meter` and, as a template,
 * `meter_event_value_too_many_digits`. Nothing should match on them.
 */
const TEXTS: Record<ErrorCode, (facts: Facts) => string> = {
  archived_meter: ({ meter }) => `Meter ${meter?.id ?? ''} is archived.`,
  meter_event_customer_not_found: ({ customer }) => `Customer ${shown(customer)} not found.`,
  meter_event_dimension_count_too_high: () => 'The meter event has too many dimensions.',
  meter_event_invalid_value: invalidValue,
  meter_event_no_customer_defined: ({ meter }) =>
    `Customer mapping key ${(meter ?? DEFAULT_KEYS).customerKey} not found in payload.`,
  meter_event_value_too_many_digits: (facts) =>
    `The value in the event payload can have at most ${MAX_DIGITS} digits. ` +
    `Received ${shown(valueIn(facts))}.`,
  missing_dimension_payload_keys: () => 'The payload lacks dimension keys of the meter.',
  no_meter: ({ eventName }) => `No meter was found matching event_name ${eventName}.`,
  timestamp_in_future: ({ timestamp }) =>
    `Timestamp ${timestamp} is more than ${FUTURE_SECONDS / 60} minutes in the future.`,
  timestamp_too_far_in_past: ({ timestamp }) =>
    `Timestamp ${timestamp} is more than ${PAST_SECONDS / 86_400} days in the past.`,
  meter_event_value_not_found: missingValue,
};

/** The text of a code, for one event. */
export function errorText(code: ErrorCode, facts: Facts): string {
  return TEXTS[code](facts);
}

function invalidValue(facts: Facts): string {
  const value = valueIn(facts);
  if (value === undefined) return missingValue(facts);
  return `Value ${shown(value)} is not a valid number.`;
}

function missingValue({ meter }: Facts): string {
  return `Value settings key ${(meter ?? DEFAULT_KEYS).valueKey} not found in payload.`;
}

function valueIn({ meter, payload }: Facts): string | undefined {
  return payload.get((meter ?? DEFAULT_KEYS).valueKey);
}

function shown(text: string | null | undefined): string {
  const whole = text ?? '';
  return whole.length > SHOWN ? `${whole.slice(0, SHOWN)}...` : whole;
}
