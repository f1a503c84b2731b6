import Stripe from 'stripe';

// Set this only where the mock runs: without it, requests go to Stripe.
const base = process.env.STRIPE_API_BASE ? new URL(process.env.STRIPE_API_BASE) : undefined;
const mock = base && { host: base.hostname, port: base.port, protocol: 'http' as const };
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY as string, mock);

await stripe.billing.meterEvents.create({
  event_name: 'api_requests',
  payload: { stripe_customer_id: 'cus_1', value: '25' },
});
