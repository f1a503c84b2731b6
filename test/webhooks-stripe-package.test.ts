/** What Stripe sends later, with the official package: from bad events to marked usage rows. */
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { type UsageRow, webhookHandler } from '../examples/webhook-handler.ts';
import { serve } from './helper.ts';
import { receive } from './webhooks/receiver.ts';

const ERROR_REPORT = 'v1.billing.meter.error_report_triggered';

async function setUp(options: object = {}) {
  const { mock, control } = await serve(options);
  const stripe = new Stripe('sk_test_123', { ...mock.clientOptions, maxNetworkRetries: 0 });
  const meter = await stripe.billing.meters.create({
    display_name: 'Search',
    event_name: 'ai_search_api',
    default_aggregation: { formula: 'sum' },
  });
  return { mock, control, stripe, meter };
}

/** Creates a destination at that URL, as a deploy script would. */
async function destinationAt(stripe: Stripe, url: string) {
  const made = await stripe.v2.core.eventDestinations.create({
    name: 'Meter errors',
    type: 'webhook_endpoint',
    event_payload: 'thin',
    enabled_events: [ERROR_REPORT, 'v1.billing.meter.no_meter_found'],
    include: ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'],
    webhook_endpoint: { url },
  });
  return { id: made.id, secret: made.webhook_endpoint?.signing_secret as string };
}

const bad = (identifier: string, payload: Record<string, string>) => ({
  event_name: 'ai_search_api',
  identifier,
  payload,
});

test('three bad events in one window give one signed thin event with three samples', async () => {
  const { mock, stripe, meter } = await setUp();
  const rows = new Map<string, UsageRow>();
  const statuses: number[] = [];
  let handle: ReturnType<typeof webhookHandler> | undefined;
  const { url, got } = await receive(async ({ headers, body }, response) => {
    const status = (await handle?.(body, headers['stripe-signature'] as string)) ?? 500;
    statuses.push(status);
    response.writeHead(status).end();
  });
  const { id, secret } = await destinationAt(stripe, url);
  handle = webhookHandler(stripe, secret, rows);

  await stripe.billing.meterEvents.create(bad('order-1', { value: '1' }));
  await stripe.billing.meterEvents.create(bad('order-2', { value: '2' }));
  await stripe.billing.meterEvents.create(
    bad('order-3', { stripe_customer_id: 'cus_1', value: 'abc' }),
  );
  expect((await mock.clock.advance(12)).pending_deliveries).toBe(0);

  expect(got).toHaveLength(1);
  const notification = stripe.parseEventNotification(
    got[0]?.body as string,
    got[0]?.headers['stripe-signature'] as string,
    secret,
  );
  if (notification.type !== ERROR_REPORT) throw new Error(notification.type);
  expect(await notification.fetchRelatedObject()).toMatchObject({ id: meter.id });
  const event = await notification.fetchEvent();
  expect(event.data.developer_message_summary).toBe('There are 3 invalid events');
  expect(event.data).toMatchObject({
    validation_start: '2026-01-31T12:00:00.000Z',
    validation_end: '2026-01-31T12:00:10.000Z',
  });
  expect(
    event.data.reason.error_types.flatMap(({ code, sample_errors }) =>
      sample_errors.map(({ request }) => [code, request.identifier]),
    ),
  ).toEqual([
    ['meter_event_no_customer_defined', 'order-1'],
    ['meter_event_no_customer_defined', 'order-2'],
    ['meter_event_invalid_value', 'order-3'],
  ]);
  expect([...rows.keys()]).toEqual(['order-1', 'order-2', 'order-3']);

  const [first] = mock.deliveries.list({ destination: id }).data;
  mock.deliveries.redeliver(first?.delivery as string);
  await mock.deliveries.wait({ destination: id, count: 2 });
  expect(statuses).toEqual([200, 200]);
  const fetched = mock.requests({ path: `/v2/core/events/${event.id}` }).data;
  expect(fetched).toHaveLength(2); // one by the handler, one by this test
});

test('a failing handler gets retries as the clock moves: same bytes, new signatures', async () => {
  const { mock, stripe } = await setUp();
  let failures = 3;
  const { url, got } = await receive((_received, response) =>
    response.writeHead(failures-- > 0 ? 500 : 200).end('sorry'),
  );
  const { secret } = await destinationAt(stripe, url);
  await stripe.billing.meterEvents.create(bad('order-1', { value: '1' }));
  const attempts = async (seconds: number) => {
    await mock.clock.advance(seconds);
    return got.length;
  };
  expect(await attempts(12)).toBe(1);
  expect(await attempts(599)).toBe(1);
  expect(await attempts(1)).toBe(2);
  expect(await attempts(3 * 3600)).toBe(4);
  expect(await attempts(86_400)).toBe(4);
  expect(new Set(got.map(({ body }) => body)).size).toBe(1);
  for (const { body, headers } of got) {
    stripe.parseEventNotification(body, headers['stripe-signature'] as string, secret);
  }
  expect(
    mock.deliveries
      .list()
      .data.map(({ attempt, status, answer, sent_at, retry_at }) => [
        attempt,
        status,
        answer,
        sent_at,
        retry_at,
      ]),
  ).toEqual([
    [4, 200, 'sorry', '2026-01-31T15:00:12.000Z', null],
    [3, 500, 'sorry', '2026-01-31T13:00:12.000Z', '2026-01-31T15:00:12.000Z'],
    [2, 500, 'sorry', '2026-01-31T12:10:12.000Z', '2026-01-31T13:00:12.000Z'],
    [1, 500, 'sorry', '2026-01-31T12:00:12.000Z', '2026-01-31T12:10:12.000Z'],
  ]);
});

test('accepts both kinds; refuses the wrong kind, an old timestamp, a wrong secret', async () => {
  const { mock, stripe, meter } = await setUp();
  const collector = mock.webhooks.collect({ events: ['billing.meter.*', 'v1.billing.meter.*'] });
  await stripe.billing.meters.update(meter.id, { display_name: 'Search, all regions' });
  const [snapshot, thin] = await collector.take({ count: 2 });
  const signed = (of: typeof snapshot) =>
    [of?.body as string, of?.headers['stripe-signature'] as string, collector.secret] as const;

  const event = stripe.webhooks.constructEvent(...signed(snapshot));
  expect(event).toMatchObject({
    type: 'billing.meter.updated',
    data: { object: { id: meter.id }, previous_attributes: { display_name: 'Search' } },
  });
  const notification = stripe.parseEventNotification(...signed(thin));
  expect(notification).toMatchObject({
    type: 'v1.billing.meter.updated',
    snapshot_event: event.id,
  });
  expect(await stripe.events.retrieve(event.id)).toMatchObject({ id: event.id, type: event.type });

  expect(() => stripe.webhooks.constructEvent(...signed(thin))).toThrow(
    'You passed a thin event notification to a function that expects a webhook.',
  );
  expect(() => stripe.parseEventNotification(...signed(snapshot))).toThrow(
    'You passed a webhook payload to stripe.parseEventNotification',
  );
  const [body, header] = signed(thin);
  expect(() => stripe.parseEventNotification(body, header, 'whsec_another')).toThrow(
    'No signatures found matching the expected signature for payload.',
  );

  mock.faults.arm({ effect: 'signature_stale', match: { event_type: 'v1.*' } });
  mock.faults.arm({ effect: 'signature_wrong', match: { event_type: 'billing.meter.*' } });
  await stripe.billing.meters.deactivate(meter.id);
  const [wrong, stale] = await collector.take({ count: 2 });
  expect(() => stripe.parseEventNotification(...signed(stale))).toThrow(
    'Timestamp outside the tolerance zone',
  );
  expect(() => stripe.webhooks.constructEvent(...signed(wrong))).toThrow('No signatures found');
});

test('both lists page, and keep their filters', async () => {
  const { stripe, meter } = await setUp();
  for (const name of ['a', 'b', 'c']) {
    await stripe.billing.meters.update(meter.id, { display_name: name });
  }
  const types: string[] = [];
  for await (const { type } of stripe.v2.core.events.list({ limit: 1 })) types.push(type);
  expect(types).toEqual([
    'v1.billing.meter.updated',
    'v1.billing.meter.updated',
    'v1.billing.meter.updated',
    'v1.billing.meter.created',
  ]);
  const filter = { types: ['v1.billing.meter.updated'], object_id: meter.id, limit: 2 };
  const updated: string[] = [];
  for await (const { type } of stripe.v2.core.events.list(filter)) updated.push(type);
  expect(updated).toHaveLength(3);
  for (let i = 0; i < 3; i++) await destinationAt(stripe, `http://127.0.0.1:9/${i}`);
  const urls: unknown[] = [];
  const listed = { limit: 2, include: ['webhook_endpoint.url' as const] };
  for await (const { webhook_endpoint } of stripe.v2.core.eventDestinations.list(listed)) {
    urls.push(webhook_endpoint?.url);
  }
  expect(urls).toEqual([2, 1, 0].map((i) => `http://127.0.0.1:9/${i}`));
  const snapshots: string[] = [];
  for await (const { type } of stripe.events.list({ limit: 2, type: 'billing.meter.*' })) {
    snapshots.push(type);
  }
  expect(snapshots).toHaveLength(4);
});
