import Stripe from 'stripe';
import { startMeterMock } from 'stripe-meter-mock';
import { expect, test } from 'vitest';

const usage = {
  event_name: 'ai_search_api',
  identifier: 'order-1',
  payload: { stripe_customer_id: 'cus_1', value: '25' },
};

test('a lost response does not bill twice', async () => {
  await using mock = await startMeterMock();
  const stripe = new Stripe('sk_test_123', { ...mock.clientOptions, maxNetworkRetries: 2 });

  mock.faults.arm({ effect: 'response_lost' }); // the event counts, and then the connection breaks
  await stripe.billing.meterEvents.create(usage);

  expect(mock.requests().data).toHaveLength(2); // the SDK tried again
  expect(mock.usage().data).toMatchObject([{ customer: 'cus_1', value: '25' }]); // and it counted once
});

test('an identifier can be used again after 24 hours', async () => {
  await using mock = await startMeterMock();
  const stripe = new Stripe('sk_test_123', mock.clientOptions);

  await stripe.billing.meterEvents.create(usage);
  await expect(stripe.billing.meterEvents.create(usage)).rejects.toThrow(
    'An event already exists with identifier order-1.',
  );

  await mock.clock.advance(25 * 3600); // seconds
  await stripe.billing.meterEvents.create(usage);
  expect(mock.usage().data).toMatchObject([{ value: '50' }]);
});
