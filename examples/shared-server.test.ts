import Stripe from 'stripe';
import { connectMeterMock } from 'stripe-meter-mock';
import type {} from 'stripe-meter-mock/vitest'; // tells TypeScript what inject returns
import { expect, inject, test } from 'vitest';

// vitest.config.ts has globalSetup: ['stripe-meter-mock/vitest'], which starts one server for the run; each test here uses a fresh account.
test('counts an event', async () => {
  const mock = connectMeterMock(inject('meterMockUrl'));
  const stripe = new Stripe(mock.key, mock.clientOptions);

  await stripe.billing.meterEvents.create({
    event_name: 'seats',
    payload: { stripe_customer_id: 'cus_1', value: '3' },
  });

  const [event] = await mock.waitForEvents({ customer: 'cus_1' });
  expect(event).toMatchObject({ event_name: 'seats', value: '3' });
});

test('moves time for this test only', async () => {
  const mock = connectMeterMock(inject('meterMockUrl'));
  const { now_seconds: before } = await mock.clock.state();

  await mock.clock.advance(31 * 86_400); // seconds, on this account's own clock

  expect((await mock.clock.state()).now_seconds - before).toBeGreaterThanOrEqual(31 * 86_400);
  expect((await mock.clock.everyone.state()).now_seconds - before).toBeLessThan(86_400);
});
