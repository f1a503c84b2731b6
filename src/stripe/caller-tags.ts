/** Numbers for the accounts of kept requests, by which requests are found without decoding them. */
import type { AccountName } from '../metering/account-name.ts';
import { ownText } from '../storage/own-text.ts';

/** An account and its number. */
interface CallerTag {
  readonly name: AccountName;
  readonly tag: number;
  /** How many kept requests have it. */
  kept: number;
}

/** The tag of requests from unknown callers. */
export const NO_CALLER = 0;

/** Tags by account and mode, each kept as long as a request has it. */
export class CallerTags {
  readonly #test = new Map<string, CallerTag>();
  readonly #live = new Map<string, CallerTag>();
  readonly #byTag = new Map<number, CallerTag>();
  #lastTag = NO_CALLER;

  /** All tags in use. */
  all(): Iterable<CallerTag> {
    return this.#byTag.values();
  }

  /** The tag for one more request of a caller. */
  take(caller: AccountName | undefined): number {
    if (caller === undefined) return NO_CALLER;
    const { account, livemode } = caller;
    const known = (livemode ? this.#live : this.#test).get(account) ?? this.#add(account, livemode);
    known.kept++;
    return known.tag;
  }

  /** Releases the tag of a request that is no longer kept. */
  release(tag: number): void {
    const known = this.#byTag.get(tag);
    if (known === undefined || --known.kept > 0) return;
    const { account, livemode } = known.name;
    (livemode ? this.#live : this.#test).delete(account);
    this.#byTag.delete(tag);
  }

  #add(account: string, livemode: boolean): CallerTag {
    const name = { account: ownText(account), livemode };
    const added = { name, tag: ++this.#lastTag, kept: 0 };
    (livemode ? this.#live : this.#test).set(name.account, added);
    this.#byTag.set(added.tag, added);
    return added;
  }
}
