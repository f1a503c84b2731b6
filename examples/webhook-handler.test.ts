import Stripe from 'stripe';
import { startMeterMock } from 'stripe-meter-mock';
import { expect, test } from 'vitest';
import { type UsageRow, webhookHandler } from './webhook-handler.ts';

const stripeFor = (mock: { clientOptions: object }) =>
  new Stripe('sk_test_123', mock.clientOptions);

test('marks usage that Stripe could not count as failed, once', async () => {
  await using mock = await startMeterMock();
  const stripe = stripeFor(mock);
  const collector = mock.webhooks.collect({ events: ['v1.billing.meter.error_report_triggered'] });
  const rows = new Map<string, UsageRow>([['order-1', { status: 'sent' }]]);
  const handle = webhookHandler(stripe, collector.secret, rows);

  // Answered with a 200, but never billed: the payload names no customer.
  const usage = { event_name: 'ai_search_api', identifier: 'order-1', payload: { value: '25' } };
  await stripe.billing.meterEvents.create(usage);
  await mock.clock.advance(15); // a report comes two seconds after its ten-second window

  const [delivery] = await collector.take();
  const signature = delivery?.headers['stripe-signature'] ?? '';
  expect(await handle(delivery?.body ?? '', signature)).toBe(200);
  expect(rows.get('order-1')).toEqual({
    status: 'failed',
    reason:
      'meter_event_no_customer_defined: ' +
      'Customer mapping key stripe_customer_id not found in payload.',
  });
  expect(await handle(delivery?.body ?? '', signature)).toBe(200); // ignored: it has been handled already
  expect(await handle(delivery?.body ?? '', 't=1,v1=00')).toBe(400);
});

test('marks usage with an unknown event name as failed', async () => {
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
