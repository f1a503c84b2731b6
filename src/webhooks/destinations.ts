/** All destinations, by the account that owns them. */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import { type Destination, type DestinationKind, isWanted } from './destination.ts';
import type { StripeEvent } from './stripe-event.ts';

/** The most webhook endpoints of one account and mode (docs/stripe/event-destinations.md). */
export const MAX_ENDPOINTS = 16;
/** The most event destinations of one account and mode. Stripe's own limit is not known. */
export const MAX_DESTINATIONS = 100;
/** The most collectors of one account, and of those for all accounts: the oldest make room. */
export const MAX_COLLECTORS = 100;

/** The key of destinations that are for every account. */
const EVERYONE = '';

/** Destinations by account and id, oldest first. */
export class Destinations {
  readonly #configured: readonly Destination[];
  readonly #byAccount = new Map<string, Map<string, Destination>>();

  /** @param configured those of the settings, which no reset removes */
  constructor(configured: readonly Destination[]) {
    this.#configured = configured;
    for (const each of configured) this.put(each);
  }

  /** A destination of this kind, account and mode. */
  get(kind: DestinationKind, name: AccountName, id: string): Destination | undefined {
    const found = this.#byAccount.get(name.account)?.get(id);
    return found?.kind === kind && found.livemode === name.livemode ? found : undefined;
  }

  /** A destination of any kind and mode, owned by this account or, when undefined, by none. */
  find(id: string, account: string | undefined): Destination | undefined {
    return this.#byAccount.get(account ?? EVERYONE)?.get(id);
  }

  /** The destinations of a kind in one account and mode, oldest first. */
  of(kind: DestinationKind, { account, livemode }: AccountName): Destination[] {
    const found = [...(this.#byAccount.get(account)?.values() ?? [])];
    return found.filter((each) => each.kind === kind && each.livemode === livemode);
  }

  /** The destinations of all accounts: of one kind, or of every kind. */
  all(kind?: DestinationKind): Destination[] {
    const found = Array.from(this.#byAccount.values(), (own) => [...own.values()]).flat();
    return found.filter((each) => kind === undefined || each.kind === kind);
  }

  /**
   * The destinations that an event goes to. Only those of its account, of its platform and of every
   * account are checked.
   */
  wanting(event: StripeEvent): Destination[] {
    const { account } = event.account;
    const [platform = ''] = account.split('/', 1);
    const owners = platform === account ? [EVERYONE, account] : [EVERYONE, platform, account];
    const around = owners.flatMap((owner) => [...(this.#byAccount.get(owner)?.values() ?? [])]);
    return around.filter((each) => isWanted(event, each));
  }

  /** Adds a destination, or replaces the one with the same id. */
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

  /**
   * Forgets the destinations of an account and its connected accounts, or all but those of the
   * settings.
   */
  forget(account: string | undefined): void {
    for (const owner of [...this.#byAccount.keys()]) {
      if (account === undefined || isWithin(owner, account)) this.#byAccount.delete(owner);
    }
    if (account === undefined) for (const each of this.#configured) this.put(each);
  }
}

function dropOldestCollectors(own: Map<string, Destination>): void {
  const collectors = [...own.values()].filter(({ kind }) => kind === 'collector');
  for (const { id } of collectors.slice(0, -MAX_COLLECTORS)) own.delete(id);
}
