/** Which deliveries a test holds back. */
import { isWithin } from '../metering/account-name.ts';
import type { Delivery } from './delivery.ts';

/** Holds all deliveries, or those of some accounts, except those released one by one. */
export class Holds {
  #everyone = false;
  readonly #accounts = new Set<string>();
  readonly #released = new Set<number>();

  /** Holds the deliveries of an account and its connected accounts, or all, from now on. */
  hold(account: string | undefined): void {
    if (account === undefined) this.#everyone = true;
    else this.#accounts.add(account);
  }

  /** Stops holding the deliveries of an account, or all. */
  end(account: string | undefined): void {
    if (account !== undefined) {
      this.#accounts.delete(account);
      return;
    }
    this.#everyone = false;
    this.#accounts.clear();
    this.#released.clear();
  }

  /** Exempts some deliveries from every hold. */
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

  /** Forgets the exemption of a delivery that has ended. */
  passed(number: number): void {
    this.#released.delete(number);
  }

  /** Ends the holds of an account that was reset, or all. */
  forget(account: string | undefined): void {
    this.end(account);
  }
}
