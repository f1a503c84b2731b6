/**
 * A meter event as the engine keeps it, and what Stripe would find wrong with it after having taken
 * it.
 */
import { type Decimal, decimalPlaces, parseDecimal, significantDigits } from './decimal.ts';
import { DEFAULT_KEYS, type Meter } from './meter.ts';

/**
 * Why an event that was taken does not count: Stripe's asynchronous codes
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

/** The ways by which an event can come: the two single calls, the stream, a fixture. */
export const EVENT_SOURCES = ['v1', 'v2', 'v2_stream', 'fixture'] as const;

/** One of them. */
export type EventSource = (typeof EVENT_SOURCES)[number];

/** The most significant digits a value may have (docs/stripe/meter-events.md#values). */
export const MAX_DIGITS = 15;
/**
 * The most digits after the point. GUESS: one integration's live code says so
 * (docs/stripe/meter-events.md#values).
 */
const MAX_DECIMALS = 12;

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
  /** The way by which it came. */
  readonly source: EventSource;
}

/** An event that was taken. */
export interface MeterEvent extends EventInput {
  /** Its number among all events since the start or the last full reset, from 1. */
  readonly sequence: number;
  readonly account: string;
  readonly livemode: boolean;
  /** The generation of the account that it belongs to: another one after a reset. */
  readonly scope: number;
  readonly receivedMs: number;
  /** The meter that counts it; null when none fits. */
  readonly meter: Meter | null;
  /** The customer that the payload names; null when it names none. */
  readonly customer: string | null;
  /** What it counts for: its value, or 1 on a `count` meter; null when invalid. */
  readonly value: Decimal | null;
  /** Why it does not count, although taken. */
  readonly invalid: InvalidCode | null;
  readonly cancelled: boolean;
}

/**
 * Whether an event that was taken holds its identifier. GUESS: an invalid one of a stream does not
 * (docs/stripe/v2.md#identifiers), an invalid one that was answered with a 200 of its own does.
 */
export function holdsIdentifier({
  source,
  invalid,
}: Pick<MeterEvent, 'source'> & { readonly invalid: InvalidCode | null | undefined }): boolean {
  return source !== 'v2_stream' || !invalid;
}

/** The customer that a payload names, by the meter's key or the usual one. */
export function customerOf(
  meter: Meter | null,
  payload: ReadonlyMap<string, string>,
): string | null {
  return payload.get((meter ?? DEFAULT_KEYS).customerKey) || null;
}

/** What a valid event counts for. GUESS: that a `count` meter has no use for the value. */
export function countedValue(meter: Meter, payload: ReadonlyMap<string, string>): Decimal | null {
  return meter.formula === 'count' ? 1 : (parseDecimal(payload.get(meter.valueKey) ?? '') ?? null);
}

/** Why an event would not count on a meter, although taken; null when it counts. */
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
 * Whether a value is a number of more digits than Stripe takes, in all or after the point.
 * GUESS: zeros at the end do not count after the point either, and too many decimals are answered
 * as too many digits are, by the same sentence or code and since the same API version.
 */
export function hasTooManyDigits(value: string): boolean {
  if (value.length <= MAX_DECIMALS + 1) return false; // no room for a point and 13 decimals
  const number = parseDecimal(value);
  if (number === undefined) return false; // or too long to look through
  return significantDigits(value) > MAX_DIGITS || decimalPlaces(number) > MAX_DECIMALS;
}
