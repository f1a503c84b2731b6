/** One fee and five metered items, billed on the first of the month. */
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import type { MeterMockOptions } from '../../src/index.ts';
import { START } from '../helper.ts';
import { meterOf, sdk, use } from './sdk.ts';

const FEBRUARY = 1_769_904_000; // 2026-02-01T00:00:00Z, half a day after START
const MARCH = 1_772_323_200; // 2026-03-01T00:00:00Z

/** Lookup key, formula and price in cents. A `last` meter is sent the month's total each time. */
const METERS = [
  ['cpu_seconds', 'last', '0.002'],
  ['memory_gib_seconds', 'last', '0.0005'],
  ['egress_gib', 'last', '5'],
  ['verifications', 'sum', '1.875'],
  ['storage_gib', 'sum', '500000'],
] as const;

async function priced(options: MeterMockOptions = {}) {
  const { mock, stripe } = await sdk(options);
  for (const [name, formula, cents] of METERS) {
    const meter = await meterOf(stripe, name, formula);
    await stripe.prices.create({
      product_data: { name },
      currency: 'usd',
      lookup_key: name,
      unit_amount_decimal: Stripe.Decimal.from(cents),
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    });
  }
  await stripe.prices.create({
    product_data: { name: 'Platform' },
    currency: 'usd',
    lookup_key: 'platform_fee',
    unit_amount: 2500,
    recurring: { interval: 'month' },
  });
  return { mock, stripe, customer: (await stripe.customers.create()).id };
}

async function subscribe(stripe: Stripe, customer: string) {
  const keys = ['platform_fee', ...METERS.map(([name]) => name)];
  const { data } = await stripe.prices.list({ lookup_keys: keys, active: true });
  const priceOf = (key: string) => data.find(({ lookup_key }) => lookup_key === key)?.id as string;
  const subscription = await stripe.subscriptions.create({
    customer,
    items: keys.map((key) => ({
      price: priceOf(key),
      ...(key === 'platform_fee' && { quantity: 1 }),
    })),
    billing_cycle_anchor_config: { day_of_month: 1, hour: 0, minute: 0, second: 0 },
    billing_mode: { type: 'classic' },
    proration_behavior: 'always_invoice',
    payment_behavior: 'error_if_incomplete',
  });
  return { id: subscription.id, subscription, priceOf };
}

/** The preview as the application shows it; null if there is no upcoming invoice. */
async function upcoming(stripe: Stripe, customer: string, subscription: string) {
  try {
    return await stripe.invoices.createPreview({ customer, subscription });
  } catch (error) {
    const isNone =
      error instanceof Stripe.errors.StripeError && error.code === 'invoice_upcoming_none';
    if (isNone) return null;
    throw error;
  }
}

test('shows a fee of 25.00 and 11.82 of usage after the first half day', async () => {
  const { stripe, customer } = await priced({ proration: 'none' });
  const { id, subscription, priceOf } = await subscribe(stripe, customer);
  expect(subscription.billing_cycle_anchor).toBe(FEBRUARY);
  const at = (name: string, value: string, timestamp = START) =>
    use(stripe, customer, [name, value, timestamp]);
  await at('cpu_seconds', '250000.25', START + 60);
  await at('cpu_seconds', '1000.5', START + 30); // arrives late, so it is not the last value
  await at('memory_gib_seconds', '1234567.5');
  await at('egress_gib', '12.345678901234');
  for (const value of ['0.7', '0.1']) await at('verifications', value);
  for (const value of ['0.000000999999', '0.000000000001']) await at('storage_gib', value);

  const preview = await upcoming(stripe, customer, id);
  expect([preview?.period_start, preview?.period_end]).toEqual([START, FEBRUARY]);
  const amounts = new Map(
    preview?.lines.data.map(({ pricing, amount }) => [pricing?.price_details?.price, amount]),
  );
  const expected = {
    platform_fee: 2500, // 1 × 2,500, for February
    cpu_seconds: 500, // 250,000.25 × 0.002 = 500.0005
    memory_gib_seconds: 617, // 1,234,567.5 × 0.0005 = 617.28375
    egress_gib: 62, // 12.345678901234 × 5 = 61.72839450617
    verifications: 2, // (0.7 + 0.1) × 1.875 = 1.5, rounded up; in floating point 1.4999999999999998
    storage_gib: 1, // 0.000001 × 500,000 = 0.5, rounded up
  };
  for (const [key, amount] of Object.entries(expected)) {
    expect(amounts.get(priceOf(key)), key).toBe(amount);
  }
  expect(amounts.size).toBe(6);
  expect([preview?.total, preview?.currency]).toEqual([3682, 'usd']); // the sum of the six
});

test('usage starts from zero in the next month; late usage belongs to its own', async () => {
  const { mock, stripe, customer } = await priced({ proration: 'none' });
  const { id } = await subscribe(stripe, customer);
  await use(stripe, customer, ['cpu_seconds', '250000']);
  await mock.clock.move({ now: FEBRUARY + 3600 });
  const begun = await upcoming(stripe, customer, id);
  expect([begun?.period_start, begun?.period_end, begun?.total]).toEqual([FEBRUARY, MARCH, 2500]);

  await use(stripe, customer, ['cpu_seconds', '7000']);
  await use(stripe, customer, ['cpu_seconds', '990000', FEBRUARY - 1]); // January's
  expect((await upcoming(stripe, customer, id))?.total).toBe(2514); // 2,500 + 7,000 × 0.002
});

test('shows no invoice and no error if there is no upcoming one', async () => {
  const { stripe, customer } = await priced({ proration: 'none' });
  const { id } = await subscribe(stripe, customer);
  await stripe.subscriptions.cancel(id);
  expect(await upcoming(stripe, customer, id)).toBeNull();
  // Any other error is not swallowed.
  await expect(upcoming(stripe, customer, 'sub_nope')).rejects.toMatchObject({
    code: 'resource_missing',
  });
});

test('without --proration none, a fee for half a month is refused', async () => {
  const { stripe, customer } = await priced();
  await expect(subscribe(stripe, customer)).rejects.toThrow(/^stripe-meter-mock does not prorate/);
  expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toEqual([]);
});
