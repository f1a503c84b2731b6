/** The accounts of an engine, and how often each was reset. */
import { Account } from './account.ts';
import { type AccountName, isWithin } from './account-name.ts';

/**
 * What an account that nothing happened in looks like. Never changed: its scope is no account's.
 */
const NOBODY = new Account({ account: '', livemode: false }, 0, () => false);

/** Accounts by name. Looking one up makes none. */
export class Accounts {
  readonly #isSeeded: boolean;
  readonly #cancellable: (sequence: number) => boolean;
  #byName = new Map<string, Account>();
  #byScope = new Map<number, Account>();
  #scopes = 0;
  /** Full resets, and by account the resets of it alone since the last full one. */
  #resets = 0;
  #resetsOf = new Map<string, number>();

  /**
   * @param isSeeded whether a full reset starts again with the generation of the start
   * @param cancellable whether the event of that number can still be cancelled
   */
  constructor(isSeeded: boolean, cancellable: (sequence: number) => boolean) {
    this.#isSeeded = isSeeded;
    this.#cancellable = cancellable;
  }

  /** The account of that name; one that nothing happened in is empty. */
  get(name: AccountName): Account {
    return this.#byName.get(keyOf(name)) ?? NOBODY;
  }

  /**
   * The accounts by scope, but for those that a reset has ended: after a reset another map, so that
   * whoever still reads what it ended finds it in the old one.
   */
  get scopes(): ReadonlyMap<number, Account> {
    return this.#byScope;
  }

  /** Every account that anything happened in. */
  all(): Account[] {
    return [...this.#byName.values()].filter((account) => !account.isUntouched);
  }

  /** The account of that name, made when it is not there: for commands. */
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

  /** Which generation of an account it is: changes with each reset. */
  generationOf({ account }: AccountName): string {
    return `${this.#resets}.${this.#resetsOf.get(account) ?? 0}`;
  }

  /** Forgets an account in both modes, with its connected accounts; gives what was forgotten. */
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

  /** Forgets all. */
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

/** What accounts are kept by: test and live mode never meet. */
function keyOf({ account, livemode }: AccountName): string {
  return livemode ? `live/${account}` : account;
}
