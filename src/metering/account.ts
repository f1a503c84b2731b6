/** All that belongs to one account in one mode. */
import { Customers } from './customers.ts';
import type { InvalidCode } from './events.ts';
import { Meters } from './meters.ts';
import type { Random } from './random.ts';
import { Usage } from './usage.ts';

/** Whose request it is. */
export interface AccountName {
  /** The account, as the key and `Stripe-Account` name it. */
  readonly account: string;
  readonly livemode: boolean;
}

/** Whether an account is the one asked for, or a connected account within it. */
export function isWithin(account: string | undefined, asked: string): boolean {
  return account === asked || (account?.startsWith(`${asked}/`) ?? false);
}

/** How often the engine did what. */
export interface EventCounts {
  /** Events taken, invalid and later cancelled ones included. */
  taken: number;
  /** Events refused because their identifier was held. */
  duplicate: number;
  /** Events taken that do not count. */
  invalid: number;
  /** Events cancelled by an adjustment. */
  cancelled: number;
  /** Events that inspection has let go. */
  dropped: number;
  /** Invalid events by code. */
  readonly invalidByCode: Partial<Record<InvalidCode, number>>;
}

/** The state of one account in one mode. A reset replaces it whole. */
export class Account {
  readonly name: AccountName;
  /** What its identifiers are unique within: differs after a reset, so that old claims bind no more. */
  readonly scope: number;
  readonly meters: Meters;
  readonly customers: Customers;
  readonly usage: Usage;
  readonly counts: EventCounts = { taken: 0, duplicate: 0, invalid: 0, cancelled: 0, dropped: 0, invalidByCode: {} };

  constructor(name: AccountName, scope: number, random: Random, cancellable: (sequence: number) => boolean) {
    this.name = name;
    this.scope = scope;
    this.meters = new Meters(random, name.livemode);
    this.customers = new Customers(random);
    this.usage = new Usage(cancellable);
  }

  /** Whether nothing was ever put into it: only asked for. */
  get isUntouched(): boolean {
    return this.meters.size + this.customers.size + this.counts.taken + this.counts.duplicate === 0;
  }
}
