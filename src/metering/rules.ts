/**
 * Why an event is refused at once, before anything changes
 * (docs/stripe/meter-events.md#unknown-meters, docs/stripe/meter-events.md#customers).
 */
import type { Account } from './account.ts';
import { type EventInput, hasTooManyDigits } from './event.ts';
import { DEFAULT_KEYS } from './meter.ts';

/**
 * How long an identifier is held, and an event can be cancelled, in milliseconds
 * (docs/stripe/meter-events.md#duplicate-identifiers).
 */
export const WINDOW_MS = 86_400_000;
/** Seconds that an event may lie in the past: 35 days (docs/stripe/meter-events.md#timestamps). */
export const PAST_SECONDS = 35 * 86_400;
/**
 * Seconds that an event may lie in the future: 5 minutes (docs/stripe/meter-events.md#timestamps).
 */
export const FUTURE_SECONDS = 300;

/** The timestamp of an event is too far from its receipt. */
export interface TimeRefusal {
  readonly outcome: 'too_old' | 'too_new';
  /** The nearest acceptable timestamp, in seconds. */
  readonly bound: number;
}

/** Why an event is refused. */
export type EventRefusal =
  | { readonly outcome: 'no_active_meter' }
  | TimeRefusal
  | { readonly outcome: 'too_many_digits'; readonly value: string }
  | {
      readonly outcome: 'no_such_customer';
      readonly customer: string /** The payload key that named it. */;
      readonly customerKey: string;
    };

/** Rules that do not always apply. */
export interface Rules {
  /** Whether unknown meters and customers are refused. */
  readonly strict: boolean;
  /**
   * Whether a value with too many digits is refused at once, as in newer API versions, instead of
   * accepted and found invalid.
   */
  readonly manyDigits: boolean;
  /**
   * Whether it was accepted before and is restored from a saved state: then only its timestamp is
   * checked.
   */
  readonly saved: boolean;
}

/**
 * The first reason to refuse an event received at `receivedMs`, or `undefined`. GUESS: which comes
 * first when several apply.
 */
export function refuse(
  account: Account,
  input: EventInput,
  receivedMs: number,
  rules: Rules,
): EventRefusal | undefined {
  return (
    refuseTime(input.timestamp, Math.floor(receivedMs / 1000)) ??
    (rules.saved ? undefined : refuseContent(account, input, rules))
  );
}

/** The refusal of a timestamp too far from its receipt, both in seconds. */
export function refuseTime(timestamp: number, now: number): TimeRefusal | undefined {
  if (timestamp < now - PAST_SECONDS) return { outcome: 'too_old', bound: now - PAST_SECONDS };
  if (timestamp > now + FUTURE_SECONDS) return { outcome: 'too_new', bound: now + FUTURE_SECONDS };
  return undefined;
}

function refuseContent(
  account: Account,
  input: EventInput,
  rules: Rules,
): EventRefusal | undefined {
  const meter = account.meters.active(input.eventName);
  if (meter === undefined && (rules.strict || account.meters.everNamed(input.eventName)))
    return { outcome: 'no_active_meter' };
  const { customerKey, valueKey } = meter ?? DEFAULT_KEYS;
  const value = meter?.formula === 'count' ? undefined : input.payload.get(valueKey);
  if (rules.manyDigits && value !== undefined && hasTooManyDigits(value))
    return { outcome: 'too_many_digits', value };
  const customer = input.payload.get(customerKey);
  if (rules.strict && customer && !account.customers.exists(customer))
    return { outcome: 'no_such_customer', customer, customerKey };
  return undefined;
}
