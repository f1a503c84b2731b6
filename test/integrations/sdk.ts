/** Shared by the integrations: the newest `stripe` package, with a new server for each test. */
import Stripe from 'stripe';
import type { MeterMock, MeterMockOptions } from '../../src/index.ts';
import { serve } from '../helper.ts';

/** A client and its server, whose clock is frozen at START by default. */
export async function sdk(
  options: MeterMockOptions = {},
): Promise<{ mock: MeterMock; stripe: Stripe }> {
  const { mock } = await serve(options);
  return { mock, stripe: new Stripe('sk_test_123', { ...mock.clientOptions }) };
}

/** Creates a meter for that event name. */
export function meterOf(
  stripe: Stripe,
  name: string,
  formula: 'last' | 'sum' = 'sum',
): Promise<Stripe.Billing.Meter> {
  return stripe.billing.meters.create({
    display_name: name,
    event_name: name,
    default_aggregation: { formula },
  });
}

/** Sends one event; `timestamp` is now unless given. */
export function use(
  stripe: Stripe,
  customer: string,
  [name, value, timestamp]: readonly [name: string, value: string, timestamp?: number],
): Promise<Stripe.Billing.MeterEvent> {
  return stripe.billing.meterEvents.create({
    event_name: name,
    payload: { stripe_customer_id: customer, value },
    ...(timestamp !== undefined && { timestamp }),
  });
}
