/** The events that can be fetched: those of the last 30 days, at most the newest 10,000. */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import type { StripeEvent } from './stripe-event.ts';

/** How long an event can be fetched, in milliseconds (docs/stripe/events.md#fetching-v2-events). */
const LIFE_MS = 30 * 86_400_000;
/** The most events that are kept, of all accounts together: the oldest make room. */
export const MAX_EVENTS = 10_000;

interface Entry {
  readonly event: StripeEvent;
  /** Deliveries that have not succeeded yet. */
  pending: number;
}

/** Events by id, oldest first. */
export class EventStore {
  readonly #byId = new Map<string, Entry>();

  /** @param pending how many deliveries of it are to be made */
  add(event: StripeEvent, pending: number): void {
    this.#byId.set(event.id, { event, pending });
    if (this.#byId.size <= MAX_EVENTS) return;
    const [oldest = ''] = this.#byId.keys();
    this.#byId.delete(oldest);
  }

  /** An event of an account, if it was created in the last 30 days. */
  get(account: AccountName, id: string, nowMs: number): StripeEvent | undefined {
    const event = this.#byId.get(id)?.event;
    return event !== undefined && isShown(event, account, nowMs) ? event : undefined;
  }

  /** The events of an account of the last 30 days, newest first. */
  newestFirst<F extends StripeEvent['form']>(
    account: AccountName,
    form: F,
    nowMs: number,
  ): Extract<StripeEvent, { form: F }>[] {
    const found = Array.from(this.#byId.values(), ({ event }) => event).filter(
      (event) => event.form === form && isShown(event, account, nowMs),
    );
    return found.reverse() as Extract<StripeEvent, { form: F }>[];
  }

  /** How many deliveries of an event have not succeeded yet. */
  pending(id: string): number {
    return this.#byId.get(id)?.pending ?? 0;
  }

  /** Records that a delivery of an event succeeded. */
  settle(id: string): void {
    const entry = this.#byId.get(id);
    if (entry !== undefined && entry.pending > 0) entry.pending--;
  }

  /** Forgets the events of an account and its connected accounts, or all. */
  forget(account: string | undefined): void {
    for (const [id, { event }] of this.#byId) {
      if (account === undefined || isWithin(event.account.account, account)) this.#byId.delete(id);
    }
  }
}

function isShown({ account, createdMs }: StripeEvent, asked: AccountName, nowMs: number): boolean {
  return (
    account.account === asked.account &&
    account.livemode === asked.livemode &&
    nowMs - createdMs < LIFE_MS
  );
}
