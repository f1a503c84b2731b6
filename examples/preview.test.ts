import Stripe from 'stripe';
import { startMeterMock } from 'stripe-meter-mock';
import { expect, test } from 'vitest';

test('my customer used 1,031 credits; the preview says 10.12', async () => {
  await using mock = await startMeterMock();
  const stripe = new Stripe('sk_test_123', mock.clientOptions);

  const meter = await stripe.billing.meters.create({
    display_name: 'Credits',
    event_name: 'credits',
    default_aggregation: { formula: 'sum' },
  });
  const price = await stripe.prices.create({
    currency: 'usd',
    product_data: { name: 'Credits' },
    recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    tiers: [
      { up_to: 1000, flat_amount: 900 }, // 9.00, which includes 1,000 credits
      { up_to: 'inf', unit_amount_decimal: Stripe.Decimal.from('3.6') }, // 0.036 for each additional one
    ],
  });
  const customer = await stripe.customers.create();
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
  });

  await stripe.billing.meterEvents.create({
    event_name: 'credits',
    payload: { stripe_customer_id: customer.id, value: '1031' },
  });

  const invoice = await stripe.invoices.createPreview({ subscription: subscription.id });
  expect(invoice.total).toBe(1012); // cents: 900, and 31 × 3.6 = 111.6, rounded

  await mock.clock.advance(31 * 86_400); // seconds: a new month, with no usage yet
  const next = await stripe.invoices.createPreview({ subscription: subscription.id });
  expect(next.total).toBe(900);
});
