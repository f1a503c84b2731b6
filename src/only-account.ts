/** Calls for one account: what names another is refused, and not answered for their own. */
import { shown } from './values.ts';

/** Calls by name, and groups of them. */
type Calls = { readonly [name: string]: unknown };

/**
 * The same calls. Each rejects with a TypeError when an argument has another `account`.
 * @param account theirs; undefined for calls that are for all accounts
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
      ? `This is for all accounts, and the call names ${shown(named)}: leave account out.`
      : `This connection is for account ${account} alone, and the call names ${shown(named)}: ` +
          'leave account out, or make another connection with it.',
  );
}
