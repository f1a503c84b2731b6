/** A meter event as the engine keeps it, and what Stripe would find wrong with it after having taken it. */
import { type Decimal, parseDecimal, significantDigits } from './decimal.ts';
import type { Meter } from './meters.ts';

/** Codes of `v1.billing.meter.error_report_triggered` that this engine can find (v1.md 1.6). */
export type InvalidCode = 'meter_event_invalid_value' | 'meter_event_no_customer_defined' | 'meter_event_value_too_many_digits';

/** The most significant digits a value may have (v1.md 1.4). */
export const MAX_DIGITS = 15;

/** What a sender says of an event. */
export interface EventInput {
  readonly eventName: string;
  readonly identifier: string;
  /** In the order sent. */
  readonly payload: ReadonlyMap<string, string>;
  /** The event's own time, in seconds. */
  readonly timestamp: number;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}

/** An event that was taken. */
export interface MeterEvent extends EventInput {
  /** Its number among all events since the start or the last full reset, from 1. */
  readonly sequence: number;
  readonly account: string;
  readonly livemode: boolean;
  /** The life of the account that it belongs to: another one after a reset. */
  readonly scope: number;
  readonly receivedMs: number;
  readonly meter: Meter;
  /** The customer that the payload names; null when it names none. */
  readonly customer: string | null;
  /** What it counts for: its value, or 1 on a `count` meter; null when invalid. */
  readonly value: Decimal | null;
  /** Why it does not count, although taken. */
  readonly invalid: InvalidCode | null;
  readonly cancelled: boolean;
}

/** What a meter makes of a payload. */
export type Reading = Pick<MeterEvent, 'customer' | 'value' | 'invalid'>;

/** Reads customer and value out of a payload. A `count` meter has no use for the value (not recorded). */
export function read(meter: Meter, payload: ReadonlyMap<string, string>): Reading {
  const customer = payload.get(meter.customerKey) || null;
  if (customer === null) return { customer, value: null, invalid: 'meter_event_no_customer_defined' };
  if (meter.formula === 'count') return { customer, value: 1, invalid: null };
  const text = payload.get(meter.valueKey) ?? '';
  const value = parseDecimal(text);
  if (value === undefined) return { customer, value: null, invalid: 'meter_event_invalid_value' };
  if (significantDigits(text) > MAX_DIGITS) return { customer, value: null, invalid: 'meter_event_value_too_many_digits' };
  return { customer, value, invalid: null };
}
