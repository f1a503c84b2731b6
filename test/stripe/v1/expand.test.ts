import { expect, test } from 'vitest';
import { Refusal } from '../../../src/stripe/refusal.ts';
import {
  type ExpandPaths,
  type Expansions,
  expandable,
  expanded,
  listExpandable,
} from '../../../src/stripe/v1/expand.ts';
import type { JsonObject } from '../../../src/stripe/v1/json.ts';

interface Shop {
  readonly asked: string[];
}

const products: Expansions<Shop> = {
  default_price: {
    get: ({ default_price: id }, { asked }) => {
      asked.push(`price ${id}`);
      return { id, tiers: undefined, product: 'prod_1' } as JsonObject;
    },
    inside: () => prices,
  },
};
const prices: Expansions<Shop> = {
  product: {
    get: ({ product: id }, { asked }) => {
      asked.push(`product ${id}`);
      return { id, default_price: null } as JsonObject;
    },
    inside: () => products,
  },
  tiers: { get: ({ id }) => [`tier of ${id}`] },
};
const subscriptions: Expansions<Shop> = {
  schedule: {},
  discounts: {},
  items: { inside: () => ({ data: { inside: () => ({ price: { inside: () => prices } }) } }) },
};

const price = { id: 'price_1', tiers: undefined, product: 'prod_1', type: 'recurring' };
const subscription = {
  schedule: null,
  discounts: [],
  items: { object: 'list', data: [{ price }, { price: { ...price, product: 'prod_2' } }] },
};

function read(paths: string[], parser = expandable(subscriptions)): ExpandPaths | string {
  const read = parser(paths);
  if (typeof read !== 'function') return read;
  const refusal = read('expand');
  return refusal instanceof Refusal ? refusal.message : '';
}

function expandedBy(paths: string[], object: JsonObject, expansions: Expansions<Shop>) {
  const asked: string[] = [];
  const tree = read(paths, expandable(expansions)) as ExpandPaths;
  return {
    shown: JSON.parse(JSON.stringify(expanded(object, tree, expansions, { asked }))),
    asked,
  };
}

test('replaces a property with its object, in place', () => {
  const { shown } = expandedBy(['tiers', 'product'], price, prices);
  expect(Object.entries(shown)).toEqual([
    ['id', 'price_1'],
    ['tiers', ['tier of price_1']],
    ['product', { id: 'prod_1', default_price: null }],
    ['type', 'recurring'],
  ]);
});

test('leaves properties that are null or not expanded unchanged', () => {
  expect(expandedBy([], price, prices).shown).toEqual({
    id: 'price_1',
    product: 'prod_1',
    type: 'recurring',
  });
  const product = { id: 'prod_1', default_price: null };
  expect(expandedBy(['default_price', 'default_price.product'], product, products)).toEqual({
    shown: product,
    asked: [],
  });
});

test('expands the common beginning of several paths once', () => {
  const paths = ['default_price.tiers', 'default_price', 'default_price.product.default_price'];
  const { shown, asked } = expandedBy(paths, { default_price: 'price_2' }, products);
  expect(asked).toEqual(['price price_2', 'product prod_1']);
  expect(shown).toEqual({
    default_price: {
      id: 'price_2',
      tiers: ['tier of price_2'],
      product: { id: 'prod_1', default_price: null },
    },
  });
});

test('expands through a list inside an object', () => {
  const { shown } = expandedBy(['items.data.price.product'], subscription, subscriptions);
  expect(
    shown.items.data.map((item: { price: { product: object } }) => item.price.product),
  ).toEqual([
    { id: 'prod_1', default_price: null },
    { id: 'prod_2', default_price: null },
  ]);
  expect(subscription.items.data[0]?.price.product).toBe('prod_1'); // the original is unchanged
});

test('a property that is always null, or already complete, accepts any path inside it', () => {
  const paths = ['schedule', 'schedule.phases', 'discounts.coupon', 'items', 'items.data.price'];
  expect(expandedBy(paths, subscription, subscriptions).shown).toEqual(
    JSON.parse(JSON.stringify(subscription)),
  );
});

test.each([
  ['nothing', 'This property cannot be expanded (nothing).'],
  ['__proto__', 'This property cannot be expanded (__proto__).'],
  ['items.price', 'This property cannot be expanded (items.price).'],
  ['items.data.cost.product', 'This property cannot be expanded (items.data.cost).'],
  ['items.', 'This property cannot be expanded (items.).'],
  [
    'data.items.data.price.product',
    'You cannot expand more than 4 levels of a property. Property: data.items.data.price.product',
  ],
])('%s is refused', (path, message) => {
  expect(read(['schedule', path])).toBe(message);
});

test('expands nothing inside the result of a `get` unless it is declared', () => {
  expect(read(['tiers.up_to'], expandable(prices))).toBe(
    'This property cannot be expanded (tiers.up_to).',
  );
});

test.each([
  ['product', "(product). You may want to try expanding 'data.product' instead."],
  ['nothing.at.all', "(nothing). You may want to try expanding 'data.nothing' instead."],
  ['data.nothing', '(data.nothing).'],
])('in a list, %s is refused', (path, end) => {
  expect(read([path], listExpandable(prices))).toBe(`This property cannot be expanded ${end}`);
});

test('in a list, paths are relative to an item', () => {
  const paths = read(['data', 'data.product'], listExpandable(prices)) as ExpandPaths;
  expect([...paths.keys()]).toEqual(['product']);
});
