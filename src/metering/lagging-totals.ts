/** Events on their way into the totals: at once, or some time after receipt, as Stripe's summaries do (around.md 3.6). */
import type { Account } from './account.ts';
import type { Clock } from './clock.ts';
import type { MeterEvent } from './events.ts';

interface Waiting {
  readonly account: Account;
  readonly event: MeterEvent;
}

/** Adds valid events to their account's usage, `lagMs` milliseconds on the clock after they were received. */
export class LaggingTotals {
  readonly #clock: Clock;
  readonly #lagMs: number;
  #waiting: Waiting[] = [];

  constructor(clock: Clock, lagMs: number) {
    this.#clock = clock;
    this.#lagMs = lagMs;
  }

  add(account: Account, event: MeterEvent): void {
    if (this.#lagMs === 0) {
      count(account, event);
    } else {
      this.settle();
      this.#waiting.push({ account, event });
    }
  }

  /** Takes an event back, whether it shows yet or not. */
  remove(account: Account, event: MeterEvent): void {
    this.settle();
    const at = this.#waiting.findIndex((waiting) => waiting.event.sequence === event.sequence);
    if (at >= 0) this.#waiting.splice(at, 1);
    else uncount(account, event);
  }

  /** Lets everything show that has waited long enough. */
  settle(): void {
    const shownMs = this.#clock.now() - this.#lagMs;
    const still = this.#waiting.findIndex(({ event }) => event.receivedMs > shownMs);
    const due = this.#waiting.splice(0, still < 0 ? this.#waiting.length : still);
    for (const { account, event } of due) count(account, event);
  }

  /** Drops what waits for that account. */
  forget(account: Account): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.account !== account);
  }
}

function count(account: Account, { meter, customer, value, sequence, timestamp }: MeterEvent): void {
  if (customer !== null && value !== null) account.usage.add(meter, customer, { sequence, timestamp, value });
}

function uncount(account: Account, { meter, customer, value, sequence, timestamp }: MeterEvent): void {
  if (customer !== null && value !== null) account.usage.remove(meter, customer, { sequence, timestamp, value });
}
