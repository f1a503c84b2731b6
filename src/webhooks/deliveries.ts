/** Deliveries by destination: which are due, which wait for a retry, and which have ended. */
import { isWithin } from '../metering/account-name.ts';
import { type Delivery, type DeliveryStatus, nextTry } from './delivery.ts';
import type { Destination } from './destination.ts';
import { Holds } from './holds.ts';
import type { StripeEvent } from './stripe-event.ts';

/** The most deliveries that wait for one destination: the oldest make room. */
export const MAX_WAITING = 1000;
/** The most ended deliveries that are kept, so that they can be repeated. */
const MAX_ENDED = 10_000;

/** Keeps track of deliveries. Nothing here sends anything. */
export class Deliveries {
  readonly holds = new Holds();
  /** Due or later, oldest first. */
  readonly #open = new Map<number, Delivery>();
  readonly #ended = new Map<number, Delivery>();
  /** The numbers of those that are due, by destination, in the order in which they are sent. */
  readonly #queues = new Map<string, number[]>();
  /** How many are open, by destination. */
  readonly #counts = new Map<string, number>();
  #count = 0;

  get(number: number): Delivery | undefined {
    return this.#open.get(number) ?? this.#ended.get(number);
  }

  /** Those that have not ended, oldest first. */
  open(): Delivery[] {
    return [...this.#open.values()];
  }

  /** The destinations that have a delivery due. */
  destinations(): string[] {
    return [...this.#queues.keys()];
  }

  /** The next to be sent to a destination, if one is due and not held. */
  next(destinationId: string): Delivery | undefined {
    for (const number of this.#queues.get(destinationId) ?? []) {
      const delivery = this.#open.get(number) as Delivery;
      if (!this.holds.holds(delivery)) return delivery;
    }
    return undefined;
  }

  /**
   * Adds one that is due now. Returns it, and the one that was dropped to make room, if any: the
   * oldest, except for the first in the queue, which may be under way.
   */
  add(event: StripeEvent, destination: Destination, nowMs: number, isManual = false) {
    const { id, account } = destination;
    const delivery: Delivery = {
      number: ++this.#count,
      event,
      destination: { id, account },
      status: 'due',
      attempts: 0,
      firstMs: nowMs,
      nextMs: null,
      isManual,
    };
    this.#open.set(delivery.number, delivery);
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
    this.#enqueue(delivery);
    return { delivery, dropped: this.#makeRoom(id) };
  }

  /** Records an attempt that failed. Returns the delivery with the time of its retry, or ended. */
  failed(delivery: Delivery): Delivery {
    const sent = { ...delivery, attempts: delivery.attempts + 1 };
    const nextMs = nextTry(sent);
    if (nextMs === undefined) return this.end(sent, 'failed');
    const later: Delivery = { ...sent, status: 'later', nextMs };
    this.#unqueue(delivery);
    this.#open.set(later.number, later);
    return later;
  }

  /** Records an attempt that succeeded. */
  succeeded(delivery: Delivery): Delivery {
    return this.end({ ...delivery, attempts: delivery.attempts + 1 }, 'succeeded');
  }

  /** Queues a delivery whose retry has come due. */
  due(delivery: Delivery): void {
    const due: Delivery = { ...delivery, status: 'due', nextMs: null };
    this.#open.set(due.number, due);
    this.#enqueue(due);
  }

  end(delivery: Delivery, status: DeliveryStatus): Delivery {
    const ended: Delivery = { ...delivery, status, nextMs: null };
    this.#remove(delivery);
    this.#ended.set(ended.number, ended);
    const [oldest = 0] = this.#ended.keys();
    if (this.#ended.size > MAX_ENDED) this.#ended.delete(oldest);
    return ended;
  }

  /** Puts these ahead of all others that are due, in this order, whether held or not. */
  release(numbers: readonly number[]): Delivery[] {
    const found = numbers.map((each) => this.#open.get(each)).filter((each) => each !== undefined);
    for (const delivery of found.toReversed()) {
      if (delivery.status !== 'due') continue;
      this.#unqueue(delivery);
      this.#queueOf(delivery.destination.id).unshift(delivery.number);
    }
    this.holds.release(found.map(({ number }) => number));
    return found;
  }

  /** Forgets the deliveries of an account and its connected accounts, or all. */
  forget(account: string | undefined): void {
    const isMatch = ({ event }: Delivery) =>
      account === undefined || isWithin(event.account.account, account);
    for (const delivery of this.open()) if (isMatch(delivery)) this.#remove(delivery);
    for (const [number, delivery] of this.#ended) {
      if (isMatch(delivery)) this.#ended.delete(number);
    }
    this.holds.forget(account);
  }

  /** Restarts the numbering. */
  restart(): void {
    this.#count = 0;
  }

  #makeRoom(id: string): Delivery | undefined {
    if ((this.#counts.get(id) ?? 0) <= MAX_WAITING) return undefined;
    const [underWay] = this.#queueOf(id);
    for (const delivery of this.#open.values()) {
      const { number, destination } = delivery;
      if (destination.id === id && number !== underWay) return this.end(delivery, 'dropped');
    }
    return undefined;
  }

  #enqueue({ number, destination }: Delivery): void {
    this.#queueOf(destination.id).push(number);
  }

  #queueOf(id: string): number[] {
    let queue = this.#queues.get(id);
    if (queue === undefined) this.#queues.set(id, (queue = []));
    return queue;
  }

  #unqueue({ number, destination }: Delivery): void {
    const queue = this.#queues.get(destination.id) ?? [];
    const at = queue.indexOf(number);
    if (at >= 0) queue.splice(at, 1);
    if (queue.length === 0) this.#queues.delete(destination.id);
  }

  #remove(delivery: Delivery): void {
    const { number, destination } = delivery;
    this.#unqueue(delivery);
    if (!this.#open.delete(number)) return;
    this.holds.passed(number);
    const left = (this.#counts.get(destination.id) ?? 0) - 1;
    if (left > 0) this.#counts.set(destination.id, left);
    else this.#counts.delete(destination.id);
  }
}
