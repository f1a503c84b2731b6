/** Products and prices through the newest `stripe` package, over a real port. */
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { serve } from './helper.ts';

const { Decimal } = Stripe;

async function connected() {
  const { mock } = await serve();
  return new Stripe('sk_test_123', { ...mock.clientOptions, maxNetworkRetries: 0 });
}

test('reads a product and a metered price with tiers back expanded', async () => {
  const stripe = await connected();
  const product = await stripe.products.create({
    name: 'Credits',
    unit_label: 'credit',
    metadata: { plan: 'pro' },
    default_price_data: { currency: 'usd', unit_amount: 2000, recurring: { interval: 'month' } },
    expand: ['default_price'],
  });
  expect(product.default_price).toMatchObject({ object: 'price', unit_amount: 2000 });
  const meter = await stripe.billing.meters.create({
    display_name: 'Credits',
    event_name: 'credits',
    default_aggregation: { formula: 'sum' },
  });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'USD',
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    tiers: [
      { up_to: 1000, unit_amount: 0, flat_amount: 900 },
      { up_to: 'inf', unit_amount_decimal: Decimal.from('3.6') },
    ],
    lookup_key: 'credits_v1',
  });
  expect(price.tiers).toBeUndefined();
  const read = await stripe.prices.retrieve(price.id, { expand: ['tiers', 'product'] });
  expect((read.product as Stripe.Product).unit_label).toBe('credit');
  expect(read.recurring?.meter).toBe(meter.id);
  expect(
    read.tiers?.map(({ up_to, flat_amount, unit_amount_decimal }) => [
      up_to,
      flat_amount,
      unit_amount_decimal?.toString(),
    ]),
  ).toEqual([
    [1000, 900, '0'],
    [null, null, '3.6'],
  ]);
  const found = await stripe.prices.list({ lookup_keys: ['credits_v1'], active: true });
  expect(found.data.map(({ id }) => id)).toEqual([price.id]);
});

test('a price of 0.000035 creates its product, and takes over a lookup key', async () => {
  const stripe = await connected();
  const create = () =>
    stripe.prices.create({
      currency: 'usd',
      product_data: { name: 'Tokens' },
      unit_amount_decimal: Decimal.from('0.000035'),
      lookup_key: 'tokens',
      transfer_lookup_key: true,
    });
  const [first, second] = [await create(), await create()];
  expect([second.unit_amount, second.unit_amount_decimal?.toString()]).toEqual([null, '0.000035']);
  expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
  const updated = await stripe.prices.update(first.id, { active: false, nickname: 'Old' });
  expect([updated.active, updated.nickname]).toEqual([false, 'Old']);
});

test('auto-paging returns everything once, expanded', async () => {
  const stripe = await connected();
  const { id: product } = await stripe.products.create({ name: 'Credits' });
  for (let cents = 1; cents <= 23; cents++) {
    await stripe.prices.create({ product, currency: 'usd', unit_amount: cents });
  }
  const met: (number | null)[] = [];
  for await (const price of stripe.prices.list({ limit: 5, expand: ['data.product'] })) {
    expect((price.product as Stripe.Product).name).toBe('Credits');
    met.push(price.unit_amount);
  }
  expect(met).toEqual(Array.from({ length: 23 }, (_, index) => 23 - index));
  for (let index = 0; index < 12; index++) await stripe.products.create({ name: `P${index}` });
  const names: string[] = [];
  for await (const { name } of stripe.products.list({ limit: 4 })) names.push(name);
  expect(names).toHaveLength(13);
});

test('a refusal has the right error class, code and param', async () => {
  const stripe = await connected();
  const error = await stripe.prices
    .create({ currency: 'usd', product: 'prod_nope', unit_amount: 5 })
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  expect(error).toMatchObject({ code: 'resource_missing', param: 'product', statusCode: 400 });
  await expect(stripe.products.del('prod_nope')).rejects.toMatchObject({ statusCode: 404 });
});
