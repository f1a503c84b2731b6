import Stripe from 'stripe';

const stripe = new Stripe('sk_test_123', {
  host: process.env.STRIPE_MOCK_HOST ?? '127.0.0.1',
  port: process.env.STRIPE_MOCK_PORT ?? 12111,
  protocol: 'http',
});

await stripe.billing.meterEvents.create({
  event_name: 'api_requests',
  payload: { stripe_customer_id: 'cus_1', value: '25' },
});
