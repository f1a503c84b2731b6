/** The commands that change products, prices and subscriptions, and their outcomes. */
import type { AccountName } from '../metering/account-name.ts';
import type { Instant } from '../metering/clocks.ts';
import type { Price, PriceDetails } from './price.ts';
import type { Product, ProductDetails } from './product.ts';
import type { Subscription } from './subscription.ts';

/** The fields of every command: which account, and when. */
interface Of extends Instant {
  readonly account: AccountName;
}

/** The fields of each command. The caller provides ids and times. */
export interface BillingCommands {
  /** Adds a product, together with its default price, if one is given. */
  create_product: Of & { readonly product: Product; readonly price?: Price | undefined };
  update_product: Of & { readonly id: string; readonly changes: Partial<ProductDetails> };
  delete_product: Of & { readonly id: string };
  /**
   * Adds a price, preceded by its product, if one is given. With `transfersLookupKey`, the lookup
   * key is taken from the price that has it.
   */
  create_price: Of & {
    readonly price: Price;
    readonly product?: Product | undefined;
    readonly transfersLookupKey: boolean;
  };
  update_price: Of & {
    readonly id: string;
    readonly changes: Partial<PriceDetails>;
    readonly transfersLookupKey: boolean;
  };
  /** Adds a subscription, and schedules the end of its periods. */
  create_subscription: Of & { readonly subscription: Subscription };
  /** Replaces the subscription with the same id, and reschedules it. */
  change_subscription: Of & { readonly subscription: Subscription };
}

/** The outcome of each command. */
export interface BillingOutcomes {
  /** `undefined` if the id of either is taken. */
  create_product: Product | undefined;
  update_product: Product | 'not_found';
  delete_product: Product | 'not_found' | 'has_prices';
  /**
   * The price; the id of the price that has its lookup key; or `undefined` if the id of price or
   * product is taken.
   */
  create_price: Price | { readonly lookupKeyOf: string } | undefined;
  update_price: Price | { readonly lookupKeyOf: string } | 'not_found';
  /** `undefined` if the id is taken. */
  create_subscription: Subscription | undefined;
  change_subscription: Subscription | 'not_found';
}

/** The changes of billing that the feed announces. */
export type BillingChange =
  | {
      readonly kind: 'product_created' | 'product_updated' | 'product_deleted';
      readonly account: AccountName;
      readonly product: Product;
    }
  | {
      readonly kind: 'price_created' | 'price_updated';
      readonly account: AccountName;
      readonly price: Price;
    }
  | {
      readonly kind: 'subscription_created' | 'subscription_updated' | 'subscription_canceled';
      readonly account: AccountName;
      readonly subscription: Subscription;
    };
