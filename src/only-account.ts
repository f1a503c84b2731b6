/** Calls for one account: a call that names another is refused, not answered for this one. */
import { shown } from './values.ts';

/** Calls by name, and groups of them. */
type Calls = { readonly [name: string]: unknown };

/**
 * The same calls. Each rejects with a TypeError when an argument has another `account`.
 * @param account their account; undefined for calls that are for all accounts
 */
export function onlyFor<T extends object>(account: string | undefined, calls: T): T {
  const guarded = Object.entries(calls as Calls).map(([name, member]) => {
    if (typeof member === 'function') return [name, guard(account, member as Call)];
    return [name, onlyFor(account, member as object)];
  });
  return Object.fromEntries(guarded);
}

type Call = (...given: readonly unknown[]) => unknown;

function guard(account: string | undefined, call: Call): Call {
  return async (...given) => {
    for (const each of given) refuseOther(account, each);
    return call(...given);
  };
}

function refuseOther(account: string | undefined, given: unknown): void {
  const { account: named } = (given ?? {}) as { account?: unknown };
  if (named === undefined || named === account) return;
  throw new TypeError(
    account === undefined
      ? `This call is for all accounts, but names ${shown(named)}: leave account out.`
      : `This connection is only for account ${account}, but the call names ${shown(named)}: ` +
          'leave account out, or connect with that account.',
  );
}
