/** The last attempts to deliver events, to be looked at: nothing depends on them. */
import type { DeliveryDocument } from '../documents/delivery-document.ts';
import { type AccountName, isWithin } from '../metering/account-name.ts';
import { Ring } from '../storage/ring.ts';

/** Attempts kept at most, and in how many bytes. */
const MAX_ATTEMPTS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** One attempt, as it is shown: its number is that under which it is kept. */
export type Attempt = Omit<DeliveryDocument, 'number'>;

/** What attempts can be asked for by. What is absent matches all. */
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

/** Attempts by number, from 1. */
export class AttemptLog {
  #ring = this.#newRing();
  /** What those that are kept can be asked for by. */
  #facts = new Map<number, Facts>();
  readonly #listeners = new Map<(attempt: Attempt) => void, () => void>();

  /** How many older ones were evicted. */
  get dropped(): number {
    return this.#ring.dropped;
  }

  add(attempt: Attempt): void {
    const { account, livemode, type, event, destination, delivery, succeeded } = attempt;
    const facts = { account, livemode, type, event, destination, delivery, succeeded };
    this.#facts.set(this.#ring.next, facts);
    this.#ring.push(JSON.stringify(attempt));
    for (const listener of this.#listeners.keys()) listener(attempt);
  }

  /**
   * Those that match with their numbers, newest first, below the number `before` when given. What
   * is evicted before its turn comes is left out.
   */
  *newestFirst(
    filter: AttemptFilter,
    before = Number.POSITIVE_INFINITY,
  ): Generator<Attempt & { number: number }> {
    const ring = this.#ring;
    for (let number = Math.min(before, ring.next) - 1; number >= ring.first; number--) {
      const facts = this.#facts.get(number);
      const text = facts !== undefined && isMeant(facts, filter) ? ring.at(number) : undefined;
      if (text !== undefined) yield { ...(JSON.parse(text) as Attempt), number };
    }
  }

  /** How many that are kept match. */
  count(filter: AttemptFilter): number {
    let count = 0;
    for (const facts of this.#facts.values()) if (isMeant(facts, filter)) count++;
    return count;
  }

  /**
   * Calls `listener` after every attempt, until the returned function is called.
   * @param end called when the server closes
   */
  listen(listener: (attempt: Attempt) => void, end: () => void = () => {}): () => void {
    this.#listeners.set(listener, end);
    return () => this.#listeners.delete(listener);
  }

  /** Nothing is delivered any more. */
  close(): void {
    for (const end of this.#listeners.values()) end();
  }

  /** Forgets those of an account and its connected accounts, or all. */
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

/** Whether an attempt is one of those asked for. */
export function isMeant(attempt: Facts, { account, livemode, ...exact }: AttemptFilter): boolean {
  return (
    (account === undefined || isWithin(attempt.account, account)) &&
    (livemode === undefined || attempt.livemode === livemode) &&
    EXACT.every((name) => exact[name] === undefined || exact[name] === attempt[name])
  );
}
