/** All destinations, by whose they are. */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import { type Destination, type DestinationKind, isWanted } from './destination.ts';
import type { StripeEvent } from './stripe-event.ts';

/** Webhook endpoints of one account and mode (docs/stripe/event-destinations.md). */
export const MAX_ENDPOINTS = 16;
/** Event destinations of one account and mode. Stripe's own bound is not known. */
export const MAX_DESTINATIONS = 100;
/** Collectors of one account, or of all accounts: the oldest make room. */
export const MAX_COLLECTORS = 100;

/** Of all accounts. */
const EVERYONE = '';

/** Destinations by account and id, oldest first. */
export class Destinations {
  readonly #standing: readonly Destination[];
  readonly #byAccount = new Map<string, Map<string, Destination>>();

  /** @param standing those that no reset takes away: the settings' own */
  constructor(standing: readonly Destination[]) {
    this.#standing = standing;
    for (const each of standing) this.put(each);
  }

  /** One of that kind and account, in that mode. */
  get(kind: DestinationKind, name: AccountName, id: string): Destination | undefined {
    const found = this.#byAccount.get(name.account)?.get(id);
    return found?.kind === kind && found.livemode === name.livemode ? found : undefined;
  }

  /** One of any kind and account. */
  find(id: string, account: string | undefined): Destination | undefined {
    return this.#byAccount.get(account ?? EVERYONE)?.get(id);
  }

  /** Those of a kind in one account and mode, oldest first. */
  of(kind: DestinationKind, { account, livemode }: AccountName): Destination[] {
    const found = [...(this.#byAccount.get(account)?.values() ?? [])];
    return found.filter((each) => each.kind === kind && each.livemode === livemode);
  }

  /** Those of a kind, of all accounts. */
  all(kind?: DestinationKind): Destination[] {
    const found = Array.from(this.#byAccount.values(), (own) => [...own.values()]).flat();
    return found.filter((each) => kind === undefined || each.kind === kind);
  }

  /** Those that an event goes to. Looks only at those of its account, its platform and everyone. */
  wanting(event: StripeEvent): Destination[] {
    const { account } = event.account;
    const [platform = ''] = account.split('/', 1);
    const owners = platform === account ? [EVERYONE, account] : [EVERYONE, platform, account];
    const around = owners.flatMap((owner) => [...(this.#byAccount.get(owner)?.values() ?? [])]);
    return around.filter((each) => isWanted(event, each));
  }

  /** Puts one in, or in the place of the one that has its id. */
  put(destination: Destination): void {
    const owner = destination.account ?? EVERYONE;
    const own = this.#byAccount.get(owner) ?? new Map<string, Destination>();
    own.set(destination.id, destination);
    this.#byAccount.set(owner, own);
    if (destination.kind === 'collector') dropOldestCollectors(own);
  }

  remove({ id, account }: Destination): void {
    const own = this.#byAccount.get(account ?? EVERYONE);
    own?.delete(id);
    if (own?.size === 0) this.#byAccount.delete(account ?? EVERYONE);
  }

  /** Forgets those of an account and its connected accounts, or all but the settings' own. */
  forget(account: string | undefined): void {
    for (const owner of [...this.#byAccount.keys()]) {
      if (account === undefined || isWithin(owner, account)) this.#byAccount.delete(owner);
    }
    if (account === undefined) for (const each of this.#standing) this.put(each);
  }
}

function dropOldestCollectors(own: Map<string, Destination>): void {
  const collectors = [...own.values()].filter(({ kind }) => kind === 'collector');
  for (const { id } of collectors.slice(0, -MAX_COLLECTORS)) own.delete(id);
}
