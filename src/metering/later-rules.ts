/**
 * Why v2 refuses a single event, and why a stream event is found invalid after it was accepted
 * (docs/stripe/v2.md#meter-event-errors, docs/stripe/v2.md#meter-events,
 * docs/stripe/v2-streams.md#refusals, docs/stripe/error-reports.md#codes).
 */
import type { Account } from './account.ts';
import { parseDecimal } from './decimal.ts';
import { customerOf, type EventInput, hasTooManyDigits, type InvalidCode } from './event.ts';
import { DEFAULT_KEYS } from './meter.ts';
import { type Rules, refuseTime, type TimeRefusal } from './rules.ts';

/** Why v2 refuses an event. */
export type V2EventRefusal =
  | TimeRefusal
  | { readonly outcome: 'no_meter' | 'archived_meter' | 'no_customer' | 'no_value' }
  | { readonly outcome: 'invalid_value' | 'too_many_digits'; readonly value: string };

/**
 * The first reason to refuse a single v2 event, or `undefined`. Whether the customer exists is
 * checked later. GUESS: the order of the checks (docs/stripe/v2.md#meter-events).
 */
export function refuseV2(
  account: Account,
  input: EventInput,
  nowMs: number,
  { strict, manyDigits }: Pick<Rules, 'strict' | 'manyDigits'>,
): V2EventRefusal | undefined {
  const outcome = meterProblem(account, input.eventName, strict);
  return (
    refuseTime(input.timestamp, Math.floor(nowMs / 1000)) ??
    (outcome === undefined ? refusePayload(account, input, manyDigits) : { outcome })
  );
}

/** Why an event with that name has no meter; an unknown name is fine unless `strict`. */
export function meterProblem(
  { meters }: Account,
  eventName: string,
  strict: boolean,
): 'no_meter' | 'archived_meter' | undefined {
  if (meters.active(eventName) !== undefined) return undefined;
  if (meters.everNamed(eventName)) return 'archived_meter';
  return strict ? 'no_meter' : undefined;
}

/** The asynchronous code for a timestamp too far from its receipt, both in seconds. */
export function timeCode(timestamp: number, now: number): InvalidCode | undefined {
  const refusal = refuseTime(timestamp, now);
  if (refusal === undefined) return undefined;
  return refusal.outcome === 'too_old' ? 'timestamp_too_far_in_past' : 'timestamp_in_future';
}

/** GUESS: that a `count` meter needs no value. */
function refusePayload(
  { meters }: Account,
  { eventName, payload }: EventInput,
  manyDigits: boolean,
): V2EventRefusal | undefined {
  const meter = meters.active(eventName);
  if (customerOf(meter ?? null, payload) === null) return { outcome: 'no_customer' };
  if (meter?.formula === 'count') return undefined;
  const value = payload.get((meter ?? DEFAULT_KEYS).valueKey);
  if (!value) return { outcome: 'no_value' };
  if (parseDecimal(value) === undefined) return { outcome: 'invalid_value', value };
  return manyDigits && hasTooManyDigits(value) ? { outcome: 'too_many_digits', value } : undefined;
}
