/** The latest attempts to deliver events, kept for inspection only: nothing depends on them. */
import type { DeliveryDocument } from '../documents/delivery-document.ts';
import { type AccountName, isWithin } from '../metering/account-name.ts';
import { Ring } from '../storage/ring.ts';

/** The most attempts that are kept, and the most bytes that they take. */
const MAX_ATTEMPTS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** One attempt as it is shown, without the number that the log gives it. */
export type Attempt = Omit<DeliveryDocument, 'number'>;

/** A filter for attempts; an absent field matches all. */
export interface AttemptFilter {
  /** The account or one it is connected to. */
  readonly account?: string | undefined;
  readonly livemode?: boolean | undefined;
  readonly type?: string | undefined;
  readonly event?: string | undefined;
  readonly destination?: string | undefined;
  readonly delivery?: string | undefined;
  readonly succeeded?: boolean | undefined;
}

type Facts = AccountName & Required<Pick<Attempt, (typeof EXACT)[number]>>;
const EXACT = ['type', 'event', 'destination', 'delivery', 'succeeded'] as const;

/** Called with each attempt and its number. */
type AttemptListener = (attempt: Attempt, number: number) => void;

/** Attempts by number, from 1. */
export class AttemptLog {
  #ring = this.#newRing();
  /** The fields of the kept attempts that a filter can name, so that most need no parsing. */
  #facts = new Map<number, Facts>();
  readonly #listeners = new Map<AttemptListener, () => void>();
  #isClosed = false;

  /** How many older attempts were evicted. */
  get dropped(): number {
    return this.#ring.dropped;
  }

  add(attempt: Attempt): void {
    const { account, livemode, type, event, destination, delivery, succeeded } = attempt;
    const facts = { account, livemode, type, event, destination, delivery, succeeded };
    const number = this.#ring.next;
    this.#facts.set(number, facts);
    this.#ring.push(JSON.stringify(attempt));
    for (const listener of this.#listeners.keys()) listener(attempt, number);
  }

  /**
   * The attempts that match, with their numbers, newest first; with `before`, only those with a
   * lower number. Those evicted before their turn are left out.
   */
  *newestFirst(
    filter: AttemptFilter,
    before = Number.POSITIVE_INFINITY,
  ): Generator<Attempt & { number: number }> {
    const ring = this.#ring;
    for (let number = Math.min(before, ring.next) - 1; number >= ring.first; number--) {
      const facts = this.#facts.get(number);
      const text = facts !== undefined && isMatch(facts, filter) ? ring.at(number) : undefined;
      if (text !== undefined) yield { ...(JSON.parse(text) as Attempt), number };
    }
  }

  /** How many of the kept attempts match. */
  count(filter: AttemptFilter): number {
    let count = 0;
    for (const facts of this.#facts.values()) if (isMatch(facts, filter)) count++;
    return count;
  }

  /**
   * Calls `listener` after every attempt, until the returned function is called.
   * @param end called when the server closes
   */
  listen(listener: AttemptListener, end: () => void = () => {}): () => void {
    this.#listeners.set(listener, end);
    return () => this.#listeners.delete(listener);
  }

  /** Whether no more attempts will be made. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Tells the listeners that no more attempts will be made. */
  close(): void {
    this.#isClosed = true;
    for (const end of this.#listeners.values()) end();
  }

  /** Forgets the attempts of an account and its connected accounts, or all. */
  clear(account: string | undefined): void {
    if (account === undefined) {
      this.#ring = this.#newRing();
      this.#facts = new Map();
      return;
    }
    for (const [number, facts] of this.#facts) {
      if (isWithin(facts.account, account)) this.#facts.delete(number);
    }
  }

  #newRing(): Ring {
    const onEvicted = (number: number) => void this.#facts.delete(number);
    return new Ring({ capacity: MAX_ATTEMPTS, maxBytes: MAX_BYTES, onEvicted });
  }
}

/** Whether an attempt matches a filter. */
export function isMatch(attempt: Facts, { account, livemode, ...exact }: AttemptFilter): boolean {
  return (
    (account === undefined || isWithin(attempt.account, account)) &&
    (livemode === undefined || attempt.livemode === livemode) &&
    EXACT.every((name) => exact[name] === undefined || exact[name] === attempt[name])
  );
}
