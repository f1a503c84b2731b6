/** From events to an amount through the newest `stripe` package, over a real port. */
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { serve } from './helper.ts';

const { Decimal } = Stripe;

async function connected() {
  const { mock } = await serve();
  const stripe = new Stripe('sk_test_123', { ...mock.clientOptions, maxNetworkRetries: 0 });
  const meter = await stripe.billing.meters.create({
    display_name: 'Credits',
    event_name: 'credits',
    default_aggregation: { formula: 'sum' },
  });
  const customer = await stripe.customers.create({ email: 'ann@example.com' });
  const use = (value: string) =>
    stripe.billing.meterEvents.create({
      event_name: 'credits',
      payload: { stripe_customer_id: customer.id, value },
    });
  return { mock, stripe, meter, customer, use };
}

test('my customer used 1,031 credits: the preview says 10.12', async () => {
  const { stripe, meter, customer, use } = await connected();
  const product = await stripe.products.create({ name: 'Gitpod Usage', unit_label: 'credit' });
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    tiers: [
      { up_to: 1000, unit_amount: 0, flat_amount: 900 },
      { up_to: 'inf', unit_amount_decimal: Decimal.from('3.6'), flat_amount: 0 },
    ],
  });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    expand: ['items.data.price.product'],
  });
  expect(subscription.status).toBe('active');
  for (const value of ['1000', '30.5', '0.5']) await use(value);

  const invoice = await stripe.invoices.createPreview({
    customer: customer.id,
    subscription: subscription.id,
  });
  expect([invoice.total / 100, invoice.amount_due, invoice.currency]).toEqual([10.12, 1012, 'usd']);
  expect(
    invoice.lines.data.map((line) => [
      line.description,
      line.quantity,
      line.quantity_decimal?.toString(),
      line.pricing?.unit_amount_decimal?.toString(),
      line.amount,
    ]),
  ).toEqual([
    ['1000 credit × Gitpod Usage (Tier 1 at $0.00 / month)', 1000, '1000', '0', 0],
    ['Gitpod Usage (Tier 1 at $9.00 / month)', 0, '0', '900', 900],
    ['31 credit × Gitpod Usage (Tier 2 at $0.036 / month)', 31, '31', '3.6', 112],
    ['Gitpod Usage (Tier 2 at $0.00 / month)', 0, '0', '0', 0],
  ]);
  expect(invoice.period_end).toBe(subscription.items.data[0]?.current_period_end);
});

test('a subscription runs its course, as read through the SDK', async () => {
  const { stripe, meter, customer, mock } = await connected();
  const price = await stripe.prices.create({
    product_data: { name: 'Calls' },
    currency: 'usd',
    unit_amount: 1,
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  });
  const made = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    trial_period_days: 7,
    billing_mode: { type: 'classic' },
  });
  expect(made.status).toBe('trialing');
  await mock.clock.advance(7 * 86_400);
  const active = await stripe.subscriptions.retrieve(made.id);
  expect([active.status, active.items.data[0]?.current_period_start]).toEqual([
    'active',
    made.trial_end,
  ]);
  const found: string[] = [];
  for await (const each of stripe.subscriptions.list({ customer: customer.id, limit: 1 }))
    found.push(each.id);
  expect(found).toEqual([made.id]);
  const second = await stripe.prices.create({
    product_data: { name: 'Seats' },
    currency: 'usd',
    unit_amount: 100,
    recurring: { interval: 'month' },
  });
  await expect(
    stripe.subscriptionItems.create({ subscription: made.id, price: second.id }),
  ).rejects.toThrow(/^stripe-meter-mock does not prorate/);
  const item = await stripe.subscriptionItems.create({
    subscription: made.id,
    price: second.id,
    quantity: 2,
    proration_behavior: 'none',
  });
  expect(item.quantity).toBe(2);
  const ended = await stripe.subscriptions.cancel(made.id);
  expect([ended.status, ended.ended_at]).toEqual(['canceled', made.trial_end]);
  await expect(stripe.invoices.createPreview({ subscription: made.id })).rejects.toMatchObject({
    code: 'invoice_upcoming_none',
    statusCode: 404,
  });
});
