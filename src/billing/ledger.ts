/** The products, prices and subscriptions of one account in one mode. */
import type { Price } from './price.ts';
import type { Product } from './product.ts';
import type { Subscription } from './subscription.ts';

/** All objects are immutable: a change replaces the object. */
export class Ledger {
  readonly products = new Map<string, Product>();
  readonly prices = new Map<string, Price>();
  readonly subscriptions = new Map<string, Subscription>();
  /** The price that has a lookup key, active or not. */
  readonly priceByLookupKey = new Map<string, string>();
  /** By customer, the ids of its subscriptions, oldest first. */
  readonly subscriptionsOf = new Map<string, string[]>();
  /** By item, the id of its subscription, canceled or not. */
  readonly subscriptionOfItem = new Map<string, string>();
  /** By subscription, the number of its next moment in the schedule. */
  readonly due = new Map<string, number>();

  /** Whether it holds nothing. */
  get isEmpty(): boolean {
    return this.products.size + this.prices.size + this.subscriptions.size === 0;
  }
}
