/** One event on its way to one destination. */
import type { Destination } from './destination.ts';
import type { StripeEvent } from './stripe-event.ts';

/**
 * When an event is sent, in milliseconds from its first time. GUESS: Stripe says "three times over
 * a few hours" for a sandbox, and of live mode more (docs/stripe/events.md#retries).
 */
export const RETRY_AFTER_MS = [0, 10 * 60_000, 3_600_000, 3 * 3_600_000] as const;

/**
 * `due`: waits for its turn. `later`: waits for its next time. The others are ends: `canceled` when
 * its destination was gone or disabled at the next time, `dropped` to make room for newer ones.
 */
export type DeliveryStatus = 'due' | 'later' | 'succeeded' | 'failed' | 'canceled' | 'dropped';

/** Deliveries are values: a change puts a new one in the old one's place. */
export interface Delivery {
  readonly number: number;
  readonly event: StripeEvent;
  /** The destination as it was when the event was made: for its id and owner. */
  readonly destination: Pick<Destination, 'id' | 'account'>;
  readonly status: DeliveryStatus;
  /** How often it was sent. */
  readonly attempts: number;
  /** When it was first due, on the account's clock, in milliseconds. */
  readonly firstMs: number;
  /** When it is due next; null when it is due now or never again. */
  readonly nextMs: number | null;
  /** Whether a test asked for it: then it is sent once. */
  readonly isManual: boolean;
}

/** How a delivery is named. */
export function deliveryId({ number }: Pick<Delivery, 'number'>): string {
  return `delivery_${number}`;
}

/** The number in such a name. */
export function deliveryNumber(id: string): number | undefined {
  const digits = /^delivery_(\d{1,15})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** When a delivery that failed is to be sent again; undefined when that was the last time. */
export function nextTry({ attempts, firstMs, isManual }: Delivery): number | undefined {
  const after = isManual ? undefined : RETRY_AFTER_MS[attempts];
  return after === undefined ? undefined : firstMs + after;
}
