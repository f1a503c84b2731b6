/** What tests do with deliveries over HTTP and through the client. */
import { expect, test } from 'vitest';
import { connectMeterMock } from '../../src/index.ts';
import { serve } from '../helper.ts';

const METER = 'display_name=a&event_name=a&default_aggregation[formula]=sum';
const keyOf = (account: string) => ({ authorization: `Bearer sk_test_${account}_1` });

test('collect, list, wait, redeliver, hold, release, raise', async () => {
  const { control, post } = await serve();
  const collected = (await control('post', '/webhooks/collect', { events: ['billing.meter.*'] }))
    .body;
  expect(collected).toEqual({
    id: expect.stringMatching(/^collector_/),
    secret: expect.stringMatching(/^whsec_/),
  });
  await post('/v1/billing/meters', METER);
  const waited = await control('get', `/deliveries/wait?destination=${collected.id}`);
  expect(waited.body).toMatchObject({ complete: true, matched: 1, missing: null });
  const [attempt] = waited.body.data;
  expect(attempt).toMatchObject({
    delivery: 'delivery_1',
    attempt: 1,
    type: 'billing.meter.created',
    account: 'default',
    livemode: false,
    destination: collected.id,
    url: null,
    sent_at: '2026-01-31T12:00:00.000Z',
    headers: { 'stripe-signature': expect.stringMatching(/^t=\d+,v1=/) },
    succeeded: true,
    status: null,
    answer: null,
    error: null,
    fault: null,
    retry_at: null,
  });
  expect((await control('post', '/deliveries/delivery_1/redeliver')).body).toEqual({
    delivery: 'delivery_2',
  });
  await control('get', '/deliveries/wait?count=2');
  const listed = (await control('get', '/deliveries?limit=1')).body;
  expect(listed).toMatchObject({ data: [{ delivery: 'delivery_2' }], dropped: 0 });
  const next = (await control('get', `/deliveries?limit=1&cursor=${listed.next_cursor}`)).body;
  expect(next).toMatchObject({ data: [{ delivery: 'delivery_1' }], next_cursor: null });
  expect((await control('post', '/deliveries/hold')).body).toEqual({ held: 'all' });
  expect((await control('post', '/deliveries/release')).body).toEqual({ released: 'all' });
  const raised = await control('post', '/error_reports', { errors: [{ code: 'no_meter' }] });
  expect(raised.body.type).toBe('v1.billing.meter.no_meter_found');
  expect((await control('delete', `/webhooks/${collected.id}`)).status).toBe(200);
  expect((await control('delete', `/webhooks/${collected.id}`)).status).toBe(404);
  expect((await control('post', '/deliveries/delivery_1/redeliver')).status).toBe(404);
  const late = await control('get', '/deliveries/wait?count=9&timeout_ms=1');
  expect([late.status, late.body.missing]).toEqual([
    408,
    'Waited for 9 deliveries, but 2 were made.',
  ]);
  const none = await control('get', '/deliveries/wait?event=evt_1&timeout_ms=1');
  expect(none.body.missing).toBe('Waited for 1 delivery, but 0 were made.');
});

test.each([
  ['post', '/webhooks/collect', { events: ['nope'] }, 'is not a type of event'],
  ['post', '/webhooks/collect', { secret: 'x' }, 'takes whsec_'],
  ['get', '/deliveries?color=red', undefined, 'there is no color'],
  ['get', '/deliveries?limit=1001', undefined, 'limit'],
  ['post', '/deliveries/release', { deliveries: ['x'] }, 'There is no waiting delivery x.'],
  ['post', '/deliveries/x/redeliver', undefined, 'There is no delivery x to repeat.'],
  ['post', '/clock', { wait_ms: -1 }, 'wait_ms'],
] as const)('%s %s %j is refused', async (method, path, body, message) => {
  const { control } = await serve();
  const answer = await control(method, path, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body.error.message).toContain(message);
});

test('a client only sees its own account’s deliveries', async () => {
  const { mock, post } = await serve();
  const one = connectMeterMock(mock.url, { account: 'one' });
  const collector = await one.webhooks.collect({ events: ['v1.*'] });
  await one.deliveries.hold();
  await post('/v1/billing/meters', METER, keyOf('one'));
  await post('/v1/billing/meters', METER, keyOf('two'));
  const { pending } = await one.deliveries.list();
  expect(pending).toMatchObject([{ account: 'one', status: 'held', destination: collector.id }]);
  await one.deliveries.release();
  const [first] = await collector.take();
  expect(first?.type).toBe('v1.billing.meter.created');
  const report = { errors: [{ code: 'archived_meter' as const }] };
  expect(await one.errorReports.raise(report)).toMatchObject({
    type: 'v1.billing.meter.error_report_triggered',
  });
  expect((await collector.take()).map(({ type }) => type)).toEqual([
    'v1.billing.meter.error_report_triggered',
  ]);
  await one.deliveries.redeliver(first?.delivery as string);
  expect((await collector.take()).map(({ event }) => event)).toEqual([first?.event]);
  const typo = { timeout: 1 } as object;
  await expect(collector.take(typo)).rejects.toThrow(
    'there is no timeout (did you mean timeout_ms?)',
  );
  await expect(collector.take({ timeout_ms: 1 })).rejects.toThrow('Waited for 4 deliveries');
  await collector.close();
});

test('a collector gets an event twice or never, as faults say', async () => {
  const { mock, post } = await serve();
  const client = connectMeterMock(mock.url, { account: 'one' });
  for (const { faults, webhooks } of [client, mock]) {
    const collector = await webhooks.collect({ events: ['billing.meter.*'] });
    await faults.arm({ effect: 'delivery_twice' });
    await post('/v1/billing/meters', METER, keyOf('one'));
    const [first, second] = await collector.take({ count: 2 });
    expect(second).toEqual(first);
    await faults.arm({ effect: 'delivery_lost' });
    await mock.deliveries.redeliver(first?.delivery as string);
    await mock.deliveries.wait({ succeeded: false });
    await expect(collector.take({ timeout_ms: 1 })).rejects.toThrow('Waited for 3 deliveries');
    await collector.close();
    mock.reset();
  }
});

test('an event cannot be delivered to the control routes', async () => {
  const { mock, post } = await serve();
  const url = `${mock.url}/_mock/reset?account=two`;
  await post('/v1/webhook_endpoints', `url=${encodeURIComponent(url)}&enabled_events[]=*`);
  await post('/v1/billing/meters', METER);
  const { data } = await mock.deliveries.wait();
  expect(data[0]).toMatchObject({ status: 403, succeeded: false });
  expect(data[0]?.answer).toContain('The control routes take no deliveries of events.');
});

test('a clock move waits as long as asked, and says how many deliveries are left', async () => {
  const { mock, post } = await serve();
  mock.webhooks.collect();
  await post('/v1/billing/meters', METER);
  expect(await mock.clock.move({ advance_seconds: 1, wait_ms: 0 })).toMatchObject({
    pending_deliveries: 2,
  });
  expect(await mock.clock.advance(1)).toMatchObject({ pending_deliveries: 0 });
});

test('closing the server ends a wait', async () => {
  const { mock } = await serve();
  const waiting = mock.deliveries.wait({ timeout_ms: 600_000 });
  await mock.close();
  expect((await waiting).complete).toBe(false);
});
