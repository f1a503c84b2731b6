/** Which deliveries a test holds back. */
import { isWithin } from '../metering/account-name.ts';
import type { Delivery } from './delivery.ts';

/** All deliveries, or those of some accounts, but for those that were let go one by one. */
export class Holds {
  #everyone = false;
  readonly #accounts = new Set<string>();
  readonly #released = new Set<number>();

  /** Holds what is due from now on, of an account and its connected accounts, or of all. */
  hold(account: string | undefined): void {
    if (account === undefined) this.#everyone = true;
    else this.#accounts.add(account);
  }

  /** Holds nothing of that account any more, or nothing at all. */
  end(account: string | undefined): void {
    if (account !== undefined) {
      this.#accounts.delete(account);
      return;
    }
    this.#everyone = false;
    this.#accounts.clear();
    this.#released.clear();
  }

  /** Lets some go, whatever is held. */
  release(numbers: readonly number[]): void {
    for (const number of numbers) this.#released.add(number);
  }

  /** Whether a delivery must wait. */
  holds({ number, event }: Delivery): boolean {
    if (this.#released.has(number)) return false;
    if (this.#everyone) return true;
    for (const account of this.#accounts) {
      if (isWithin(event.account.account, account)) return true;
    }
    return false;
  }

  /** A delivery has ended. */
  passed(number: number): void {
    this.#released.delete(number);
  }

  /** After a reset of an account, or of all. */
  forget(account: string | undefined): void {
    this.end(account);
  }
}
