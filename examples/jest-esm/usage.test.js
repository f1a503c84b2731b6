import Stripe from 'stripe';
import { connectMeterMock } from 'stripe-meter-mock';

test('usage is counted once, in an account of its own', async () => {
  const mock = connectMeterMock(process.env.METER_MOCK_URL);
  const stripe = new Stripe(mock.key, mock.clientOptions);
  const usage = {
    event_name: 'ai_tokens',
    identifier: 'order-1',
    payload: { stripe_customer_id: 'cus_1', value: '25' },
  };

  await stripe.billing.meterEvents.create(usage);
  await expect(stripe.billing.meterEvents.create(usage)).rejects.toThrow(
    'An event already exists with identifier order-1.',
  );

  const { data } = await mock.usage();
  expect(data).toMatchObject([{ customer: 'cus_1', value: '25' }]);
});
