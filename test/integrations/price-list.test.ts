/** A plan page that reads every price with its tiers, and previews what a plan would cost. */
import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { meterOf, sdk, use } from './sdk.ts';

/** 120 prices: more than one page of 100. Two plans are current, the others are older. */
async function catalog(stripe: Stripe) {
  const meter = await meterOf(stripe, 'responses');
  const old = await stripe.products.create({ name: 'Old plan' });
  for (let cents = 1; cents <= 116; cents++) {
    const recurring = { interval: 'month' } as const;
    await stripe.prices.create({ product: old.id, currency: 'usd', unit_amount: cents, recurring });
  }
  await stripe.prices.create({ product: old.id, currency: 'usd', unit_amount: 5, active: false });
  for (const [name, fee, included, unit] of [
    ['Startup', 4900, 1000, 10],
    ['Scale', 24_900, 5000, 5],
  ] as const) {
    const product = await stripe.products.create({ name, metadata: { plan: name } });
    await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      unit_amount: fee,
      recurring: { interval: 'month' },
    });
    await stripe.prices.create({
      product: product.id,
      currency: 'usd',
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      tiers: [
        { up_to: included, unit_amount: 0 },
        { up_to: 'inf', unit_amount: unit },
      ],
    });
  }
}

/** What the page lists: each current plan with its fee, what is included, and the price beyond. */
async function plans(stripe: Stripe) {
  const prices = await stripe.prices
    .list({ active: true, limit: 100, expand: ['data.product', 'data.tiers'] })
    .autoPagingToArray({ limit: 1000 });
  const named = (name: string) =>
    prices.filter(({ product }) => (product as Stripe.Product).metadata['plan'] === name);
  const planOf = (name: string) => {
    const isMetered = ({ recurring }: Stripe.Price) => recurring?.usage_type === 'metered';
    const fee = named(name).find((price) => !isMetered(price)) as Stripe.Price;
    const usage = named(name).find(isMetered) as Stripe.Price;
    return { fee, usage, items: [{ price: fee.id, quantity: 1 }, { price: usage.id }] };
  };
  return { count: prices.length, startup: planOf('Startup'), scale: planOf('Scale') };
}

test('lists all prices, 100 per page', async () => {
  const { mock, stripe } = await sdk();
  await catalog(stripe);
  const { count, startup, scale } = await plans(stripe);
  expect(count).toBe(120); // 116 old ones, two fees, two for usage; not the archived one
  expect(mock.requests({ method: 'GET', path: '/v1/prices' }).data).toHaveLength(2);
  const shown = [startup, scale].map(({ fee, usage }) => {
    const [first, second] = usage.tiers as Stripe.Price.Tier[];
    const { unit_amount, flat_amount, up_to } = first as Stripe.Price.Tier;
    return [
      fee.unit_amount,
      usage.tiers_mode,
      up_to,
      unit_amount,
      flat_amount,
      second?.unit_amount,
    ];
  });
  expect(shown).toEqual([
    [4900, 'graduated', 1000, 0, null, 10],
    [24_900, 'graduated', 5000, 0, null, 5],
  ]);
});

test('previews a plan’s cost before buying, after a trial, and after a change', async () => {
  const { mock, stripe } = await sdk();
  await catalog(stripe);
  const { startup, scale } = await plans(stripe);
  const customer = (await stripe.customers.create({ name: 'Ann' })).id;

  // Before: the fee for the first month. Usage is not known yet and adds nothing.
  const offer = await stripe.invoices.createPreview({
    customer,
    subscription_details: { items: startup.items },
  });
  expect([offer.amount_due, offer.currency, offer.subtotal]).toEqual([4900, 'usd', 4900]);

  // Bought with a trial, once, although the request is sent twice.
  const buy = () =>
    stripe.subscriptions.create(
      { customer, items: startup.items, trial_period_days: 14 },
      { idempotencyKey: 'buy-1' },
    );
  const [bought, again] = [await buy(), await buy()];
  expect(again.id).toBe(bought.id);
  const found = await stripe.subscriptions.list({
    customer,
    status: 'all',
    expand: ['data.schedule'],
  });
  expect(found.data.map(({ id, status, schedule }) => [id, status, schedule])).toEqual([
    [bought.id, 'trialing', null],
  ]);

  // Usage in the trial is free. After it: 7,300 responses.
  await use(stripe, customer, ['responses', '600']);
  await mock.clock.move({ now: bought.trial_end as number });
  for (const value of ['7000', '300']) await use(stripe, customer, ['responses', value]);
  const subscription = bought.id;
  const now = await stripe.invoices.createPreview({ customer, subscription });
  expect(now.amount_due).toBe(67_900); // 4,900 + (7,300 − 1,000) × 10 = 4,900 + 63,000

  // The same usage at the other plan's price. Without `none`, Stripe would invoice past usage at
  // the old price, which the mock does not do.
  const item = bought.items.data.find(({ price }) => price.id === startup.usage.id);
  const changed = await stripe.invoices.createPreview({
    customer,
    subscription,
    subscription_details: {
      items: [{ id: item?.id as string, price: scale.usage.id }],
      proration_behavior: 'none',
    },
  });
  expect(changed.amount_due).toBe(16_400); // 4,900 + (7,300 − 5,000) × 5 = 4,900 + 11,500

  // The preview changed nothing.
  const after = await stripe.invoices.createPreview({ customer, subscription });
  expect(after.amount_due).toBe(67_900);
});
