import Stripe from 'stripe';

// Set where the mock runs, and only there: without it, this is Stripe itself.
const base = process.env.STRIPE_API_BASE ? new URL(process.env.STRIPE_API_BASE) : undefined;
const mock = base && { host: base.hostname, port: base.port, protocol: 'http' as const };
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY as string, mock);

await stripe.billing.meterEvents.create({
  event_name: 'api_requests',
  payload: { stripe_customer_id: 'cus_1', value: '25' },
});
