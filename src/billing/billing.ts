/**
 * Products, prices and subscriptions of all accounts. Each change is a command that applies
 * completely or not at all; queries change nothing.
 */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import type { Clocks } from '../metering/clocks.ts';
import type { Appliers, Apply, CommandOf } from '../metering/door.ts';
import type { Announcer } from '../metering/feed.ts';
import type { BillingChange, BillingCommands, BillingOutcomes } from './billing-commands.ts';
import { CatalogCommands } from './catalog-commands.ts';
import { Ledger } from './ledger.ts';
import { type Cancellation, SubscriptionCommands } from './subscription-commands.ts';

/** Dependencies of billing. */
export interface BillingOptions {
  readonly clocks: Clocks;
  readonly feed: Announcer<BillingChange>;
  /**
   * Whether a change that would be prorated is refused, or treated as `proration_behavior=none`.
   */
  readonly proration: 'none' | 'refuse';
}

/** An empty ledger, returned for accounts that do not exist. Never changed. */
const NOTHING = new Ledger();

/** Applies commands and answers queries. */
export class Billing {
  readonly options: BillingOptions;
  /** Applies a command. */
  readonly apply: Apply<BillingCommands, BillingOutcomes>;
  #ledgers = new Map<string, { readonly name: AccountName; readonly ledger: Ledger }>();

  readonly #subscriptions: SubscriptionCommands;

  constructor(options: BillingOptions) {
    this.options = options;
    const catalog = new CatalogCommands(options.feed);
    const subscriptions = new SubscriptionCommands(options);
    this.#subscriptions = subscriptions;
    const appliers: Appliers<BillingCommands, BillingOutcomes> = {
      create_product: (command) => catalog.createProduct(this.#open(command.account), command),
      update_product: (command) => catalog.updateProduct(this.ledger(command.account), command),
      delete_product: (command) => catalog.deleteProduct(this.ledger(command.account), command),
      create_price: (command) => catalog.createPrice(this.#open(command.account), command),
      update_price: (command) => catalog.updatePrice(this.ledger(command.account), command),
      create_subscription: (command) => subscriptions.create(this.#open(command.account), command),
      change_subscription: (command) => subscriptions.change(this.ledger(command.account), command),
    };
    this.apply = ((command: CommandOf<BillingCommands>) =>
      (appliers[command.kind] as (given: typeof command) => unknown)(command)) as Apply<
      BillingCommands,
      BillingOutcomes
    >;
  }

  /** Cancels a customer's subscriptions: part of the command that deletes the customer. */
  cancelAllOf(customer: string, command: Cancellation): void {
    this.#subscriptions.cancelAllOf(this.ledger(command.account), customer, command);
  }

  /** The ledger of an account, or an empty one if it does not exist. */
  ledger(name: AccountName): Ledger {
    return this.#ledgers.get(keyOf(name))?.ledger ?? NOTHING;
  }

  /** The accounts whose ledger is not empty. */
  accounts(): readonly { readonly name: AccountName; readonly ledger: Ledger }[] {
    return [...this.#ledgers.values()].filter(({ ledger }) => !ledger.isEmpty);
  }

  /**
   * Removes one account in both modes, with its connected accounts. The clocks discard what was due
   * for it.
   */
  resetAccount(account: string): void {
    for (const [key, { name }] of this.#ledgers) {
      if (isWithin(name.account, account)) this.#ledgers.delete(key);
    }
  }

  /** Removes everything. */
  reset(): void {
    this.#ledgers = new Map();
  }

  #open({ account, livemode }: AccountName): Ledger {
    const key = keyOf({ account, livemode });
    let found = this.#ledgers.get(key);
    if (found === undefined) {
      found = { name: { account, livemode }, ledger: new Ledger() };
      this.#ledgers.set(key, found);
    }
    return found.ledger;
  }
}

function keyOf({ account, livemode }: AccountName): string {
  return livemode ? `live/${account}` : account;
}
