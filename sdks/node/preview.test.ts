/**
 * From events to an amount: 1,031 credits cost 10.12, compared in each major version's own types.
 */
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import Stripe17 from 'stripe-17';
import Stripe20 from 'stripe-20';
import Stripe22 from 'stripe-22';
import Stripe23 from 'stripe-23';
import { expect, test } from 'vitest';
import { clientOf } from './player.ts';

/** What 17 returns, whose API version is before basil. */
interface OldPeriod {
  current_period_start: number;
  current_period_end: number;
}
interface OldLine {
  price: Stripe.Price;
  unit_amount_excluding_tax: string;
}

test.each([
  ['20', Stripe20],
  ['22', Stripe22],
  ['23', Stripe23],
])('1,031 credits in two tiers: %s', async (_major, SDK) => {
  const decimal = decimalOf(SDK);
  const { stripe, price, subscription } = await subscribed(SDK);
  const item = subscription.items.data[0]!;
  expectTiers(item.price, decimal);
  const period = { start: item.current_period_start, end: item.current_period_end };
  expectMonth(period);

  const invoice = await stripe.invoices.createPreview({ subscription: subscription.id });
  expectAmounts(invoice, period);
  const units = invoice.lines.data.map(({ pricing }) => [
    pricing?.unit_amount_decimal,
    pricing?.price_details?.price,
  ]);
  expect(units).toEqual(['0', '900', '3.6', '0'].map((unit) => [decimal(unit), price.id]));
});

test('17 previews 1,031 credits in two tiers', async () => {
  const { stripe, price, subscription } = await subscribed(Stripe17);
  expectTiers(subscription.items.data[0]!.price, decimalOf(Stripe17));
  const { current_period_start: start, current_period_end: end } =
    subscription as unknown as OldPeriod;
  expectMonth({ start, end });

  const invoice = await stripe.invoices.createPreview({ subscription: subscription.id });
  expectAmounts(invoice, { start, end });
  const lines = invoice.lines.data as unknown as OldLine[];
  const units = lines.map((line) => [line.unit_amount_excluding_tax, line.price.id]);
  expect(units).toEqual(['0', '900', '3.6', '0'].map((unit) => [unit, price.id]));
});

/** A customer who has used 1,031 credits: the first 1,000 cost 9.00, each further one 3.6 cents. */
async function subscribed(SDK: typeof Stripe) {
  const stripe = clientOf(SDK, `sk_test_${randomUUID().replaceAll('-', '')}_key`);
  const event_name = 'credits';
  const meter = await stripe.billing.meters.create({
    display_name: 'Credits',
    event_name,
    default_aggregation: { formula: 'sum' },
  });
  const product = await stripe.products.create({ name: 'Workspaces', unit_label: 'credit' });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    tiers: [
      { up_to: 1000, unit_amount: 0, flat_amount: 900 },
      { up_to: 'inf', unit_amount_decimal: decimalOf(SDK)('3.6'), flat_amount: 0 },
    ],
  });
  const customer = await stripe.customers.create({ name: 'Ann' });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    expand: ['items.data.price.tiers'],
  });
  for (const value of ['1000', '30.5', '0.5']) {
    const payload = { stripe_customer_id: customer.id, value };
    await stripe.billing.meterEvents.create({ event_name, payload });
  }
  return { stripe, price, subscription };
}

/** 17 and 20 take and return decimals as strings. */
function decimalOf(SDK: typeof Stripe): (text: string) => Stripe.Decimal {
  return SDK.Decimal?.from ?? ((text) => text as unknown as Stripe.Decimal);
}

function expectTiers({ tiers }: Stripe.Price, decimal: (text: string) => Stripe.Decimal): void {
  expect(tiers).toMatchObject([
    { up_to: 1000, unit_amount: 0, unit_amount_decimal: decimal('0'), flat_amount: 900 },
    { up_to: null, unit_amount: null, unit_amount_decimal: decimal('3.6'), flat_amount: 0 },
  ]);
}

interface Period {
  start: number;
  end: number;
}

function expectMonth({ start, end }: Period): void {
  const days = (end - start) / 86_400;
  expect([28, 29, 30, 31]).toContain(days);
}

function expectAmounts(invoice: Stripe.Invoice, period: Period): void {
  expect([invoice.total, invoice.amount_due, invoice.currency]).toEqual([1012, 1012, 'usd']);
  const lines = invoice.lines.data.map((line) => [line.amount, line.quantity, line.period]);
  const amounts = [
    [0, 1000],
    [900, 0],
    [112, 31],
    [0, 0],
  ];
  expect(lines).toEqual(amounts.map((line) => [...line, period]));
}
