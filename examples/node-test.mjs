import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import Stripe from 'stripe';
import { startMeterMock } from 'stripe-meter-mock';

const mock = await startMeterMock();
const stripe = new Stripe('sk_test_123', mock.clientOptions);
after(() => mock.close());

test('sends one event', async () => {
  await stripe.billing.meterEvents.create({
    event_name: 'seats',
    payload: { stripe_customer_id: 'cus_1', value: '3' },
  });
  assert.equal(mock.usage().data[0].value, '3');
});
