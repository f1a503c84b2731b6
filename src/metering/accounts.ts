/** The accounts of an engine, and how often each has been reset. */
import { Account } from './account.ts';
import { type AccountName, isWithin } from './account-name.ts';

/**
 * An empty account, returned for accounts that do not exist. Never changed; no account has its
 * scope.
 */
const NOBODY = new Account({ account: '', livemode: false }, 0, () => false);

/** Accounts by name. Looking one up does not create it. */
export class Accounts {
  readonly #isSeeded: boolean;
  readonly #cancellable: (sequence: number) => boolean;
  #byName = new Map<string, Account>();
  #byScope = new Map<number, Account>();
  #scopes = 0;
  /** Full resets, and by account its own resets since the last full one. */
  #resets = 0;
  #resetsOf = new Map<string, number>();

  /**
   * @param isSeeded whether a full reset starts again with the first generation
   * @param cancellable whether the event of that number can still be cancelled
   */
  constructor(isSeeded: boolean, cancellable: (sequence: number) => boolean) {
    this.#isSeeded = isSeeded;
    this.#cancellable = cancellable;
  }

  /** The account of that name, or an empty one if it does not exist. */
  get(name: AccountName): Account {
    return this.#byName.get(keyOf(name)) ?? NOBODY;
  }

  /**
   * The accounts by scope. A reset replaces the map, so that a reader that began before it still
   * finds the removed accounts in the old one.
   */
  get scopes(): ReadonlyMap<number, Account> {
    return this.#byScope;
  }

  /** Every account in which anything has happened. */
  all(): Account[] {
    return [...this.#byName.values()].filter((account) => !account.isUntouched);
  }

  /** The account of that name, created if it does not exist: for commands. */
  open({ account: name, livemode }: AccountName): Account {
    const key = keyOf({ account: name, livemode });
    let account = this.#byName.get(key);
    if (account === undefined) {
      account = new Account({ account: name, livemode }, ++this.#scopes, this.#cancellable);
      this.#byName.set(key, account);
      this.#byScope.set(account.scope, account);
    }
    return account;
  }

  /** The generation of an account: changes with each reset. */
  generationOf({ account }: AccountName): string {
    return `${this.#resets}.${this.#resetsOf.get(account) ?? 0}`;
  }

  /**
   * Removes an account in both modes, with its connected accounts; returns the removed accounts.
   */
  resetOne(name: string): Account[] {
    const forgotten = [...this.#byName.values()].filter((each) =>
      isWithin(each.name.account, name),
    );
    if (forgotten.length > 0) this.#byScope = new Map(this.#byScope);
    for (const account of forgotten) {
      this.#byName.delete(keyOf(account.name));
      this.#byScope.delete(account.scope);
      this.#countReset(account.name.account);
    }
    if (!forgotten.some((account) => account.name.account === name)) this.#countReset(name);
    return forgotten;
  }

  /** Removes all accounts. */
  reset(): void {
    this.#resets = this.#isSeeded ? 0 : this.#resets + 1;
    this.#resetsOf = new Map();
    this.#byName = new Map();
    this.#byScope = new Map();
  }

  #countReset(name: string): void {
    this.#resetsOf.set(name, (this.#resetsOf.get(name) ?? 0) + 1);
  }
}

/** The key of an account: test and live mode are kept apart. */
function keyOf({ account, livemode }: AccountName): string {
  return livemode ? `live/${account}` : account;
}
