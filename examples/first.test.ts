import Stripe from 'stripe';
import { startMeterMock } from 'stripe-meter-mock';
import { expect, test } from 'vitest';

test('usage is counted once, however often it is sent', async () => {
  await using mock = await startMeterMock();
  const stripe = new Stripe('sk_test_123', mock.clientOptions);
  const usage = {
    event_name: 'ai_search_api',
    identifier: 'order-1',
    payload: { stripe_customer_id: 'cus_1', value: '25' },
  };

  await stripe.billing.meterEvents.create(usage);
  await expect(stripe.billing.meterEvents.create(usage)).rejects.toThrow(
    'An event already exists with identifier order-1.',
  );

  expect(mock.usage().data).toMatchObject([{ customer: 'cus_1', value: '25' }]);
});
