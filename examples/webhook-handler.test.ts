import Stripe from 'stripe';
import { startMeterMock } from 'stripe-meter-mock';
import { expect, test } from 'vitest';
import { type UsageRow, webhookHandler } from './webhook-handler.ts';

const stripeFor = (mock: { clientOptions: object }) =>
  new Stripe('sk_test_123', mock.clientOptions);

test('usage that Stripe could not count is marked as failed, once', async () => {
  await using mock = await startMeterMock();
  const stripe = stripeFor(mock);
  const collector = mock.webhooks.collect({ events: ['v1.billing.meter.error_report_triggered'] });
  const rows = new Map<string, UsageRow>([['order-1', { status: 'sent' }]]);
  const handle = webhookHandler(stripe, collector.secret, rows);

  // A 200, and yet it will not be billed: the payload names no customer.
  const usage = { event_name: 'ai_search_api', identifier: 'order-1', payload: { value: '25' } };
  await stripe.billing.meterEvents.create(usage);
  await mock.clock.advance(15); // reports follow their ten-second window by two seconds

  const [delivery] = await collector.take();
  const signature = delivery?.headers['stripe-signature'] ?? '';
  expect(await handle(delivery?.body ?? '', signature)).toBe(200);
  expect(rows.get('order-1')).toEqual({
    status: 'failed',
    reason:
      'meter_event_no_customer_defined: ' +
      'Customer mapping key stripe_customer_id not found in payload.',
  });
  expect(await handle(delivery?.body ?? '', signature)).toBe(200); // dropped: it came before
  expect(await handle(delivery?.body ?? '', 't=1,v1=00')).toBe(400);
});

test('an unknown event name, without sending one', async () => {
  await using mock = await startMeterMock();
  const stripe = stripeFor(mock);
  const collector = mock.webhooks.collect();
  const rows = new Map<string, UsageRow>();

  const samples = [{ identifier: 'order-2' }];
  mock.errorReports.raise({ event_name: 'typo_api', errors: [{ code: 'no_meter', samples }] });

  const [delivery] = await collector.take();
  const handle = webhookHandler(stripe, collector.secret, rows);
  await handle(delivery?.body ?? '', delivery?.headers['stripe-signature'] ?? '');
  expect(rows.get('order-2')?.reason).toBe(
    'no_meter: No meter was found matching event_name typo_api.',
  );
});
