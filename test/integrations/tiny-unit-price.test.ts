/** A price of 0.000035 cents per unit, set up by a script that may run repeatedly. */
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { sdk, use } from './sdk.ts';

const KEY = 'processed_bytes_v1';

/** The script: creates the meter if it does not exist, and the price if it differs. */
async function setUp(stripe: Stripe, cents: string): Promise<string> {
  const meters = await stripe.billing.meters
    .list({ status: 'active' })
    .autoPagingToArray({ limit: 100 });
  const meter =
    meters.find(({ event_name }) => event_name === 'processed_bytes') ??
    (await stripe.billing.meters.create({
      display_name: 'Processed bytes',
      event_name: 'processed_bytes',
      default_aggregation: { formula: 'sum' },
    }));
  const [held] = (await stripe.prices.list({ lookup_keys: [KEY] })).data;
  const isRight =
    held?.billing_scheme === 'per_unit' &&
    held.unit_amount_decimal?.toString() === cents &&
    held.recurring?.usage_type === 'metered' &&
    held.recurring.meter === meter.id;
  if (isRight) return held.id;
  const price = await stripe.prices.create({
    currency: 'usd',
    product_data: { name: 'Processed bytes' },
    lookup_key: KEY,
    transfer_lookup_key: true,
    billing_scheme: 'per_unit',
    unit_amount_decimal: Stripe.Decimal.from(cents),
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  });
  return price.id;
}

/** What a new customer will pay for that many units, in cents. */
async function costOf(stripe: Stripe, price: string, units: string) {
  const customer = (await stripe.customers.create()).id;
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price }] });
  await use(stripe, customer, ['processed_bytes', units]);
  const { total, lines } = await stripe.invoices.createPreview({ subscription: id });
  const [line] = lines.data;
  return [total, line?.quantity, line?.pricing?.unit_amount_decimal?.toString()];
}

test('a million units cost 35 cents, 14,285 nothing, 14,286 a cent', async () => {
  const { stripe } = await sdk();
  const price = await setUp(stripe, '0.000035');
  const costs = (units: string) => costOf(stripe, price, units);
  expect(await costs('1000000')).toEqual([35, 1_000_000, '0.000035']); // 1,000,000 × 0.000035
  expect(await costs('14285')).toEqual([0, 14_285, '0.000035']); // 0.499975
  expect(await costs('14286')).toEqual([1, 14_286, '0.000035']); // 0.50001
});

test('run again, the script changes nothing; a new price only gets the lookup key', async () => {
  const { stripe } = await sdk();
  const first = await setUp(stripe, '0.000035');
  expect(await setUp(stripe, '0.000035')).toBe(first);

  const customer = (await stripe.customers.create()).id;
  const { id } = await stripe.subscriptions.create({ customer, items: [{ price: first }] });
  await use(stripe, customer, ['processed_bytes', '1000000']);

  const second = await setUp(stripe, '0.00005');
  expect(second).not.toBe(first);
  const [old, held] = [await stripe.prices.retrieve(first), await stripe.prices.retrieve(second)];
  expect([old.lookup_key, old.active, held.lookup_key]).toEqual([null, true, KEY]);
  // The old price.
  expect((await stripe.invoices.createPreview({ subscription: id })).total).toBe(35);
  expect((await costOf(stripe, second, '1000000'))[0]).toBe(50); // 1,000,000 × 0.00005
});
