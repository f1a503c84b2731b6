/** Applies commands to products and prices: completely, or not at all with a reason. */
import type { Announcer } from '../metering/feed.ts';
import type { BillingChange, BillingCommands, BillingOutcomes } from './billing-commands.ts';
import type { Ledger } from './ledger.ts';
import type { Price } from './price.ts';
import type { Product } from './product.ts';

type Commands = BillingCommands;
type Outcomes = BillingOutcomes;

/** Changes products and prices, and announces the changes. */
export class CatalogCommands {
  readonly #feed: Announcer<BillingChange>;

  constructor(feed: Announcer<BillingChange>) {
    this.#feed = feed;
  }

  /** The product is announced first, with its default price set. */
  createProduct(ledger: Ledger, command: Commands['create_product']): Outcomes['create_product'] {
    const { account, product, price } = command;
    if (ledger.products.has(product.id)) return undefined;
    if (price !== undefined && ledger.prices.has(price.id)) return undefined;
    ledger.products.set(product.id, product);
    if (price !== undefined) this.#put(ledger, price);
    this.#feed.publish({ kind: 'product_created', account, product });
    if (price !== undefined) this.#feed.publish({ kind: 'price_created', account, price });
    return product;
  }

  updateProduct(
    { products }: Ledger,
    { account, id, changes, atMs }: Commands['update_product'],
  ): Outcomes['update_product'] {
    const product = products.get(id);
    if (product === undefined) return 'not_found';
    const updated: Product = { ...product, ...changes, updated: Math.floor(atMs / 1000) };
    products.set(id, updated);
    this.#feed.publish({ kind: 'product_updated', account, product: updated });
    return updated;
  }

  deleteProduct(
    { products, prices }: Ledger,
    { account, id }: Commands['delete_product'],
  ): Outcomes['delete_product'] {
    const product = products.get(id);
    if (product === undefined) return 'not_found';
    if ([...prices.values()].some((price) => price.product === id)) return 'has_prices';
    products.delete(id);
    this.#feed.publish({ kind: 'product_deleted', account, product });
    return product;
  }

  /** Announces, in order: its product, the price that lost the lookup key, the price. */
  createPrice(ledger: Ledger, command: Commands['create_price']): Outcomes['create_price'] {
    const { account, price, product, transfersLookupKey } = command;
    if (ledger.prices.has(price.id)) return undefined;
    if (product !== undefined && ledger.products.has(product.id)) return undefined;
    const holder = holderOf(ledger, price.lookupKey);
    if (holder !== undefined && !transfersLookupKey) return { lookupKeyOf: holder.id };
    if (product !== undefined) ledger.products.set(product.id, product);
    const released = this.#release(ledger, holder);
    this.#put(ledger, price);
    if (product !== undefined) this.#feed.publish({ kind: 'product_created', account, product });
    if (released !== undefined) this.#feed.publish({ kind: 'price_updated', account, ...released });
    this.#feed.publish({ kind: 'price_created', account, price });
    return price;
  }

  updatePrice(ledger: Ledger, command: Commands['update_price']): Outcomes['update_price'] {
    const { account, id, changes, transfersLookupKey } = command;
    const before = ledger.prices.get(id);
    if (before === undefined) return 'not_found';
    const price: Price = { ...before, ...changes };
    const found = holderOf(ledger, price.lookupKey);
    const holder = found?.id === id ? undefined : found;
    if (holder !== undefined && !transfersLookupKey) return { lookupKeyOf: holder.id };
    const released = this.#release(ledger, holder);
    if (before.lookupKey !== null) ledger.priceByLookupKey.delete(before.lookupKey);
    this.#put(ledger, price);
    if (released !== undefined) this.#feed.publish({ kind: 'price_updated', account, ...released });
    this.#feed.publish({ kind: 'price_updated', account, price });
    return price;
  }

  /** Removes the lookup key from the price that has it, if any. */
  #release(ledger: Ledger, holder: Price | undefined): { readonly price: Price } | undefined {
    if (holder === undefined) return undefined;
    const price: Price = { ...holder, lookupKey: null };
    ledger.prices.set(price.id, price);
    ledger.priceByLookupKey.delete(holder.lookupKey as string);
    return { price };
  }

  #put({ prices, priceByLookupKey }: Ledger, price: Price): void {
    prices.set(price.id, price);
    if (price.lookupKey !== null) priceByLookupKey.set(price.lookupKey, price.id);
  }
}

/** The price that has a lookup key. */
function holderOf({ prices, priceByLookupKey }: Ledger, key: string | null): Price | undefined {
  const id = key === null ? undefined : priceByLookupKey.get(key);
  return id === undefined ? undefined : prices.get(id);
}
