/** One event on its way to one destination. */
import type { Destination } from './destination.ts';
import type { StripeEvent } from './stripe-event.ts';

/**
 * When each attempt is made, in milliseconds after the first. GUESS: Stripe says "three times over
 * a few hours" for a sandbox, and more often in live mode (docs/stripe/events.md#retries).
 */
export const RETRY_AFTER_MS = [0, 10 * 60_000, 3_600_000, 3 * 3_600_000] as const;

/**
 * `due`: waits for its turn. `later`: waits for its retry. The others are final: `canceled` if its
 * destination was gone or disabled by then, `dropped` to make room for newer ones.
 */
export type DeliveryStatus = 'due' | 'later' | 'succeeded' | 'failed' | 'canceled' | 'dropped';

/** Deliveries are immutable: a change replaces the old one with a new one. */
export interface Delivery {
  readonly number: number;
  readonly event: StripeEvent;
  /** The id and the owner of the destination, which may have changed or gone since. */
  readonly destination: Pick<Destination, 'id' | 'account'>;
  readonly status: DeliveryStatus;
  /** How many attempts were made. */
  readonly attempts: number;
  /** When it was first due, on the account's clock, in milliseconds. */
  readonly firstMs: number;
  /** When it is due next; null when it is due now or never again. */
  readonly nextMs: number | null;
  /** Whether a test asked for it: then it is not retried. */
  readonly isManual: boolean;
}

/** The id of a delivery. */
export function deliveryId({ number }: Pick<Delivery, 'number'>): string {
  return `delivery_${number}`;
}

/** The number in such an id. */
export function deliveryNumber(id: string): number | undefined {
  const digits = /^delivery_(\d{1,15})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** When to retry a delivery that failed; undefined after the last attempt. */
export function nextTry({ attempts, firstMs, isManual }: Delivery): number | undefined {
  const after = isManual ? undefined : RETRY_AFTER_MS[attempts];
  return after === undefined ? undefined : firstMs + after;
}
