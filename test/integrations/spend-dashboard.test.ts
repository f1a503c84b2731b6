/** A dashboard that shows what this month costs so far, from a subscription and its preview. */
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { START } from '../helper.ts';
import { meterOf, sdk, use } from './sdk.ts';

/** 2026-02-28T12:00:00Z: a month after 31 January, moved to February's last day. */
const PERIOD_END = 1_772_280_000;

/** A plan of 29.00 a month with a flat 19.00 and three tiers of usage, and a customer on it. */
async function subscribed(stripe: Stripe) {
  const meter = await meterOf(stripe, 'traces');
  const { id: product } = await stripe.products.create({ name: 'Pro' });
  const fee = await stripe.prices.create({
    product,
    currency: 'usd',
    unit_amount: 2900,
    recurring: { interval: 'month' },
  });
  const usage = await stripe.prices.create({
    product,
    currency: 'usd',
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    tiers: [
      { up_to: 100_000, unit_amount: 0, flat_amount: 1900 },
      { up_to: 1_000_000, unit_amount_decimal: Stripe.Decimal.from('0.08') },
      { up_to: 'inf', unit_amount_decimal: Stripe.Decimal.from('0.07') },
    ],
  });
  const customer = (await stripe.customers.create({ email: 'ann@example.com' })).id;
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: fee.id, quantity: 1 }, { price: usage.id }],
    billing_mode: { type: 'flexible' },
  });
  return { customer, id, meter, fee: fee.id, usage: usage.id };
}

/** The dashboard's calls, in order, and what it derives from the answers. */
async function dashboard(stripe: Stripe, customer: string, id: string) {
  const subscription = await stripe.subscriptions.retrieve(id, {
    expand: ['items.data.price.product', 'schedule', 'discounts'],
  });
  const metered = subscription.items.data.find(
    ({ price }) => price.recurring?.usage_type === 'metered',
  ) as Stripe.SubscriptionItem;
  const preview = await stripe.invoices.createPreview({ customer, subscription: id });
  const lines = preview.lines.data.map(({ amount, quantity, pricing }) => {
    const unit = Number(pricing?.unit_amount_decimal);
    const flat = Math.round(amount - (quantity as number) * unit);
    return { price: pricing?.price_details?.price, quantity, unit, amount, flat };
  });
  const { current_period_start: start, current_period_end: end } = metered;
  const { meter } = metered.price.recurring as Stripe.Price.Recurring;
  const { name } = metered.price.product as Stripe.Product;
  return { period: [start, end], meter, plan: name, total: preview.total, lines };
}

test('1,234,567 traces cost 29.00 + 19.00 + 720.00 + 164.20 = 932.20', async () => {
  const { mock, stripe } = await sdk();
  const { customer, id, meter, fee, usage } = await subscribed(stripe);
  for (const value of ['1000000', '234000', '567']) await use(stripe, customer, ['traces', value]);

  const shown = await dashboard(stripe, customer, id);
  expect(shown).toMatchObject({ plan: 'Pro', meter: meter.id, period: [START, PERIOD_END] });
  // The fee for the coming month:                              1 × 2,900          =  2,900
  // The usage so far:   100,000 in the first tier,       100,000 × 0             =      0
  //                     its flat amount                                              1,900
  //                     900,000 in the second,           900,000 × 0.08          = 72,000
  //                     234,567 in the third,            234,567 × 0.07 = 16,419.69 → 16,420
  const lineOf = (price: string) => shown.lines.filter((line) => line.price === price);
  expect(lineOf(fee)).toEqual([{ price: fee, quantity: 1, unit: 2900, amount: 2900, flat: 0 }]);
  expect(lineOf(usage)).toEqual([
    { price: usage, quantity: 100_000, unit: 0, amount: 0, flat: 0 },
    { price: usage, quantity: 0, unit: 1900, amount: 1900, flat: 1900 },
    { price: usage, quantity: 900_000, unit: 0.08, amount: 72_000, flat: 0 },
    { price: usage, quantity: 234_567, unit: 0.07, amount: 16_420, flat: 0 },
  ]);
  expect(shown.lines).toHaveLength(5);
  expect(shown.total).toBe(93_220); // 2,900 + 0 + 1,900 + 72,000 + 16,420

  // A new period begins with the flat amount and no usage: 2,900 + 1,900.
  await mock.clock.move({ now: PERIOD_END });
  const next = await dashboard(stripe, customer, id);
  expect([next.period[0], next.total]).toEqual([PERIOD_END, 4800]);
});

test('a spend alert at 50.00 fires at the trace that costs the cent above it', async () => {
  const { stripe } = await sdk();
  const { customer, id } = await subscribed(stripe);
  const isOver = async () =>
    (await stripe.invoices.createPreview({ customer, subscription: id })).total > 5000;
  // 2,900 + 1,900 leave 200. The line rounds up to 201 at 200.5, which is 2,506.25 × 0.08.
  await use(stripe, customer, ['traces', '102506']); // 2,506 × 0.08 = 200.48 → 200
  expect(await isOver()).toBe(false);
  await use(stripe, customer, ['traces', '1']); // 2,507 × 0.08 = 200.56 → 201
  expect(await isOver()).toBe(true);
});
