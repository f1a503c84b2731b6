/** The commands that change products, prices and subscriptions, and what becomes of each. */
import type { AccountName } from '../metering/account-name.ts';
import type { Instant } from '../metering/clocks.ts';
import type { Price, PriceDetails } from './price.ts';
import type { Product, ProductDetails } from './product.ts';
import type { Subscription } from './subscription.ts';

/** What every command says: whose it is and when. */
interface Of extends Instant {
  readonly account: AccountName;
}

/** What each command says beside its kind. Ids and times are the caller's. */
export interface BillingCommands {
  /** Puts a product in, as it is, and with it the price that it has by default, if one is given. */
  create_product: Of & { readonly product: Product; readonly price?: Price | undefined };
  update_product: Of & { readonly id: string; readonly changes: Partial<ProductDetails> };
  delete_product: Of & { readonly id: string };
  /**
   * Puts a price in, as it is, and before it its product, if one is given. With
   * `transfersLookupKey`, whoever has its lookup key loses it.
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
  /** Puts a subscription in, as it is, and schedules the end of its periods. */
  create_subscription: Of & { readonly subscription: Subscription };
  /** Puts a subscription in the place of the one that has its id, and schedules anew. */
  change_subscription: Of & { readonly subscription: Subscription };
}

/** What becomes of each. */
export interface BillingOutcomes {
  /** `undefined` when the id of either is taken. */
  create_product: Product | undefined;
  update_product: Product | 'not_found';
  delete_product: Product | 'not_found' | 'has_prices';
  /**
   * The price; the id of the one that has its lookup key; or `undefined` when the id of price or
   * product is taken.
   */
  create_price: Price | { readonly lookupKeyOf: string } | undefined;
  update_price: Price | { readonly lookupKeyOf: string } | 'not_found';
  /** `undefined` when the id is taken. */
  create_subscription: Subscription | undefined;
  change_subscription: Subscription | 'not_found';
}

/** What the feed says of billing. */
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
