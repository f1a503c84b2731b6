/**
 * Adds events to an account's totals: at once, or some time after receipt, as in Stripe's summaries
 * (docs/stripe/meter-event-summaries.md#delay).
 */
import type { MeterEvent } from './event.ts';
import { insertAt, placeAfter } from './sorted.ts';
import type { Usage } from './usage.ts';

/** The fields needed for totals: the payload can be a thousand times as large. */
export type Counted = Pick<
  MeterEvent,
  'meter' | 'customer' | 'value' | 'sequence' | 'timestamp' | 'receivedMs'
>;

/** Valid events in the order in which they show, which is that of their receipt. */
export class LaggingEvents {
  readonly #usage: Usage;
  /** The number of the due moment at which the first one shows, if one is scheduled. */
  due: number | undefined;
  #waiting: Counted[] = [];

  constructor(usage: Usage) {
    this.#usage = usage;
  }

  /** Events that do not show yet, oldest first. */
  waiting(): readonly Counted[] {
    return this.#waiting;
  }

  /** Adds an event that shows at once. */
  show(event: MeterEvent): void {
    count(this.#usage, event);
  }

  /**
   * Holds an event back, after all that were received earlier or at the same time: only an event of
   * a fixture can be older than those that wait. Returns whether it is now the first to show.
   */
  hold({ meter, customer, value, sequence, timestamp, receivedMs }: MeterEvent): boolean {
    const place = placeAfter(this.#waiting, (other) => other.receivedMs <= receivedMs);
    const held = { meter, customer, value, sequence, timestamp, receivedMs };
    insertAt(this.#waiting, place, held);
    return place === 0;
  }

  /** Shows every event received by then, in milliseconds; returns them. */
  showUntil(receivedMs: number): readonly Counted[] {
    const still = this.#waiting.findIndex((event) => event.receivedMs > receivedMs);
    const due = this.#waiting.splice(0, still < 0 ? this.#waiting.length : still);
    for (const event of due) count(this.#usage, event);
    return due;
  }

  /** Removes an event, whether it already shows or not. */
  remove(event: MeterEvent): void {
    const at = this.#waiting.findIndex(({ sequence }) => sequence === event.sequence);
    if (at >= 0) this.#waiting.splice(at, 1);
    else uncount(this.#usage, event);
  }
}

function count(usage: Usage, { meter, customer, value, sequence, timestamp }: Counted): void {
  if (meter === null || customer === null || value === null) return;
  usage.add(meter, customer, { sequence, timestamp, value });
}

function uncount(usage: Usage, { meter, customer, value, sequence, timestamp }: Counted): void {
  if (meter === null || customer === null || value === null) return;
  usage.remove(meter, customer, { sequence, timestamp, value });
}
