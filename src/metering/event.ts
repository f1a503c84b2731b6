/**
 * A meter event as the engine keeps it, and the reasons why Stripe would find it invalid after
 * accepting it.
 */
import { type Decimal, decimalPlaces, parseDecimal, significantDigits } from './decimal.ts';
import { DEFAULT_KEYS, type Meter } from './meter.ts';

/**
 * Why an accepted event does not count: Stripe's asynchronous codes
 * (docs/stripe/error-reports.md#codes).
 */
export const INVALID_CODES = [
  'archived_meter',
  'meter_event_customer_not_found',
  'meter_event_invalid_value',
  'meter_event_no_customer_defined',
  'meter_event_value_too_many_digits',
  'no_meter',
  'timestamp_in_future',
  'timestamp_too_far_in_past',
] as const;

/** One of them. */
export type InvalidCode = (typeof INVALID_CODES)[number];

/** How an event can arrive: by the two single calls, the stream or a fixture. */
export const EVENT_SOURCES = ['v1', 'v2', 'v2_stream', 'fixture'] as const;

/** One of them. */
export type EventSource = (typeof EVENT_SOURCES)[number];

/** The most significant digits that a value can have (docs/stripe/meter-events.md#values). */
export const MAX_DIGITS = 15;
/**
 * The most decimals that a value can have. GUESS: one integration's live code says so
 * (docs/stripe/meter-events.md#values).
 */
const MAX_DECIMALS = 12;

/** An event as its sender gave it. */
export interface EventInput {
  readonly eventName: string;
  readonly identifier: string;
  /** In the order sent. */
  readonly payload: ReadonlyMap<string, string>;
  /** The event's own time, in seconds. */
  readonly timestamp: number;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  /** How it arrived. */
  readonly source: EventSource;
}

/** An event that was accepted. */
export interface MeterEvent extends EventInput {
  /** Its number among all events since the start or the last full reset, from 1. */
  readonly sequence: number;
  readonly account: string;
  readonly livemode: boolean;
  /** The scope of its account: it changes with a reset. */
  readonly scope: number;
  readonly receivedMs: number;
  /** The meter that counts it; null if there is none. */
  readonly meter: Meter | null;
  /** The customer named in the payload; null if there is none. */
  readonly customer: string | null;
  /** Its contribution: its value, or 1 on a `count` meter; null if it is invalid. */
  readonly value: Decimal | null;
  /** Why it does not count, although it was accepted. */
  readonly invalid: InvalidCode | null;
  readonly cancelled: boolean;
}

/**
 * Whether an accepted event holds its identifier. GUESS: an invalid stream event does not
 * (docs/stripe/v2.md#identifiers), an invalid single event that got a 200 does.
 */
export function holdsIdentifier({
  source,
  invalid,
}: Pick<MeterEvent, 'source'> & { readonly invalid: InvalidCode | null | undefined }): boolean {
  return source !== 'v2_stream' || !invalid;
}

/** The customer named in a payload, under the meter's key or the default one. */
export function customerOf(
  meter: Meter | null,
  payload: ReadonlyMap<string, string>,
): string | null {
  return payload.get((meter ?? DEFAULT_KEYS).customerKey) || null;
}

/** The contribution of a valid event. GUESS: that a `count` meter ignores the value. */
export function countedValue(meter: Meter, payload: ReadonlyMap<string, string>): Decimal | null {
  return meter.formula === 'count' ? 1 : (parseDecimal(payload.get(meter.valueKey) ?? '') ?? null);
}

/** Why an accepted event would not count on a meter; null if it counts. */
export function invalidCode(
  meter: Meter,
  payload: ReadonlyMap<string, string>,
): InvalidCode | null {
  if (customerOf(meter, payload) === null) return 'meter_event_no_customer_defined';
  if (meter.formula === 'count') return null;
  const text = payload.get(meter.valueKey) ?? '';
  if (parseDecimal(text) === undefined) return 'meter_event_invalid_value';
  return hasTooManyDigits(text) ? 'meter_event_value_too_many_digits' : null;
}

/**
 * Whether a number has more digits or more decimals than Stripe accepts. GUESS: trailing zeros do
 * not count as decimals either, and too many decimals get the same sentence or code as too many
 * digits, since the same API version.
 */
export function hasTooManyDigits(value: string): boolean {
  if (value.length <= MAX_DECIMALS + 1) return false; // no room for a point and 13 decimals
  const number = parseDecimal(value);
  if (number === undefined) return false; // or too long to check
  return significantDigits(value) > MAX_DIGITS || decimalPlaces(number) > MAX_DECIMALS;
}
