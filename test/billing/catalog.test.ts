/** Products and prices as commands: they apply completely or not at all, and announce in order. */
import { expect, test } from 'vitest';
import type { BillingChange } from '../../src/billing/billing-commands.ts';
import type { Price } from '../../src/billing/price.ts';
import type { Product } from '../../src/billing/product.ts';
import { ACCOUNT, START, stateOf } from '../metering/engine-of.ts';
import { perUnit } from './terms.ts';

const AT = { account: ACCOUNT, atMs: START, sharedMs: START };

function productOf(changes: Partial<Product> = {}): Product {
  return {
    id: 'prod_1',
    created: 1,
    updated: 1,
    active: true,
    description: null,
    images: [],
    metadata: {},
    name: 'Credits',
    statementDescriptor: null,
    unitLabel: null,
    url: null,
    shippable: null,
    defaultPrice: null,
    ...changes,
  };
}

function priceOf(changes: Partial<Price> = {}): Price {
  return {
    id: 'price_1',
    created: 1,
    currency: 'usd',
    product: 'prod_1',
    terms: perUnit('5'),
    recurring: null,
    active: true,
    lookupKey: null,
    metadata: {},
    nickname: null,
    taxBehavior: 'unspecified',
    ...changes,
  };
}

/** A state with a product, and the changes that it announces from then on. */
function shop() {
  const state = stateOf();
  const { apply } = state;
  apply({ kind: 'create_product', ...AT, product: productOf() });
  const heard: string[] = [];
  const kinds = ['product_created', 'price_created', 'price_updated'] as const;
  state.feed.listen(kinds, (change) => heard.push(told(change as BillingChange)));
  return {
    heard,
    ledger: () => state.billing.ledger(ACCOUNT),
    apply,
    createPrice: (changes: Partial<Price>, how: { product?: Product; transfer?: boolean } = {}) =>
      apply({
        kind: 'create_price',
        ...AT,
        price: priceOf(changes),
        product: how.product,
        transfersLookupKey: how.transfer ?? false,
      }),
    updatePrice: (id: string, lookupKey: string | null, transfersLookupKey = false) =>
      apply({ kind: 'update_price', ...AT, id, changes: { lookupKey }, transfersLookupKey }),
  };
}

function told(change: BillingChange): string {
  if ('price' in change) return `${change.kind} ${change.price.id} ${change.price.lookupKey}`;
  return 'product' in change ? `${change.kind} ${change.product.id}` : change.kind;
}

test('announces a product before its default price, and with that price in it', () => {
  const { apply, heard, ledger } = shop();
  const product = productOf({ id: 'prod_2', defaultPrice: 'price_2' });
  const price = priceOf({ id: 'price_2', product: 'prod_2', lookupKey: 'key' });
  expect(apply({ kind: 'create_product', ...AT, product, price })).toBe(product);
  expect(heard).toEqual(['product_created prod_2', 'price_created price_2 key']);
  expect([ledger().products.get('prod_2'), ledger().prices.get('price_2')]).toEqual([
    product,
    price,
  ]);
  expect(ledger().priceByLookupKey.get('key')).toBe('price_2');
});

test('moves a lookup key when allowed, and announces the price that lost it first', () => {
  const { createPrice, updatePrice, heard, ledger } = shop();
  createPrice({ id: 'price_1', lookupKey: 'key' });
  expect(createPrice({ id: 'price_2', lookupKey: 'key' })).toEqual({ lookupKeyOf: 'price_1' });
  expect(ledger().prices.size).toBe(1);
  createPrice({ id: 'price_2', lookupKey: 'key' }, { transfer: true });
  expect(updatePrice('price_1', 'key')).toEqual({ lookupKeyOf: 'price_2' });
  updatePrice('price_1', 'key', true);
  updatePrice('price_1', 'key');
  updatePrice('price_1', 'other');
  expect(heard).toEqual([
    'price_created price_1 key',
    'price_updated price_1 null',
    'price_created price_2 key',
    'price_updated price_2 null',
    'price_updated price_1 key',
    'price_updated price_1 key',
    'price_updated price_1 other',
  ]);
  expect([...ledger().priceByLookupKey]).toEqual([['other', 'price_1']]);
});

test('creates a price and its product together or not at all', () => {
  const { createPrice, heard, ledger } = shop();
  createPrice({ id: 'price_1', lookupKey: 'key' });
  const product = productOf({ id: 'prod_2' });
  const second = { id: 'price_2', product: 'prod_2', lookupKey: 'key' };
  expect(createPrice(second, { product })).toEqual({ lookupKeyOf: 'price_1' });
  expect(createPrice({ ...second, id: 'price_1' }, { product, transfer: true })).toBeUndefined();
  expect(createPrice(second, { product: productOf(), transfer: true })).toBeUndefined();
  expect([ledger().products.size, ledger().prices.size, heard.length]).toEqual([1, 1, 1]);
  createPrice(second, { product, transfer: true });
  expect(heard.slice(1)).toEqual([
    'product_created prod_2',
    'price_updated price_1 null',
    'price_created price_2 key',
  ]);
});

test('a product with a price cannot be deleted', () => {
  const { createPrice, ledger, apply } = shop();
  createPrice({ id: 'price_1' });
  expect(apply({ kind: 'delete_product', ...AT, id: 'prod_1' })).toBe('has_prices');
  expect(ledger().products.size).toBe(1);
});

test('announces changes after they have been applied', () => {
  const seen: unknown[] = [];
  const state = stateOf();
  state.feed.listen(['product_created', 'price_updated'], () => {
    seen.push([...state.billing.ledger(ACCOUNT).priceByLookupKey]);
  });
  state.apply({
    kind: 'create_price',
    ...AT,
    price: priceOf({ lookupKey: 'key' }),
    product: productOf(),
    transfersLookupKey: false,
  });
  expect(seen).toEqual([[['key', 'price_1']]]);
});
