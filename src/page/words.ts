/** Codes and amounts in words. */
import type { EventSource, InvalidCode } from '../documents/event-document.ts';

/** Why an event is not counted: in short, and what to do. */
export const WHY_INVALID: Readonly<Record<InvalidCode, readonly [short: string, more: string]>> = {
  archived_meter: ['its meter is deactivated', 'Reactivate the meter, or send another event name.'],
  meter_event_customer_not_found: [
    'no such customer',
    'The payload names a customer that does not exist in this account. Create it first.',
  ],
  meter_event_invalid_value: [
    'the value is not a number',
    'The payload has no value, or one that is not a number.',
  ],
  meter_event_no_customer_defined: [
    'no customer',
    'The payload does not name a customer under the key that the meter reads: ' +
      'stripe_customer_id, unless the meter has another.',
  ],
  meter_event_value_too_many_digits: [
    'the value has too many digits',
    'Stripe accepts at most 15 significant digits and 12 decimals.',
  ],
  no_meter: ['no such meter', 'No meter of this account has that event name. Create it first.'],
  timestamp_in_future: [
    'the timestamp is in the future',
    'An event may be at most 5 minutes ahead of the clock.',
  ],
  timestamp_too_far_in_past: [
    'the timestamp is too old',
    'An event may be at most 35 days behind the clock.',
  ],
};

/** How an event arrived. */
export const SOURCES: Readonly<Record<EventSource, string>> = {
  v1: 'v1 call',
  v2: 'v2 call',
  v2_stream: 'v2 stream',
  fixture: 'fixture',
};

/** A count with its noun: 1 event, 2 events. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Formats an amount in a currency's smallest unit, as people write it. */
export function money(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format(amount / 10 ** digits);
}
