/** Deliveries over the wire: bytes, order, failures, limits. */
import { expect, test, vi } from 'vitest';
import { serveV2, type V2Server } from '../v2-helper.ts';
import { receive } from './receiver.ts';

const REPORT = 'v1.billing.meter.error_report_triggered';

/** Creates a thin destination and returns its id. */
async function destination({ json }: V2Server, url: string, types = ['v1.billing.meter.created']) {
  const { body } = await json('/v2/core/event_destinations', {
    name: 'd',
    type: 'webhook_endpoint',
    event_payload: 'thin',
    enabled_events: types,
    webhook_endpoint: { url },
  });
  return body.id as string;
}

/** Creates a meter, which causes an event. */
const meter = ({ post }: V2Server, name: string) =>
  post(
    '/v1/billing/meters',
    `display_name=${name}&event_name=${name}&default_aggregation[formula]=sum`,
    { 'idempotency-key': `key-${name}` },
  );

test('sends headers and bytes as recorded', async () => {
  const server = await serveV2({ seed: 1 });
  const { url, got, port } = await receive();
  await destination(server, url);
  const { body: made } = await meter(server, 'a');
  await server.mock.deliveries.wait();
  const [{ headers, body, rawHeaders }] = got as [(typeof got)[0]];
  expect(body).toBe(
    `{"id":"${JSON.parse(body).id}","object":"v2.core.event","type":"v1.billing.meter.created",` +
      '"livemode":false,"created":"2026-01-31T12:00:00.000Z","reason":{"type":"request",' +
      `"request":{"id":"${JSON.parse(body).reason.request.id}","idempotency_key":"key-a"}},` +
      `"related_object":{"id":"${made.id}","type":"billing.meter",` +
      `"url":"/v1/billing/meters/${made.id}"},"snapshot_event":"${JSON.parse(body).snapshot_event}"}`,
  );
  expect(JSON.parse(body).id).toMatch(/^evt_test_65\w{17}16\w{7}SQ\w{16}$/);
  expect(JSON.parse(body).snapshot_event).toMatch(/^evt_1\w{23}$/);
  expect(rawHeaders.filter((_each, at) => at % 2 === 0)).toEqual([
    'Content-Type',
    'Cache-Control',
    'User-Agent',
    'Accept',
    'Accept-Encoding',
    'Content-Length',
    'Stripe-Signature',
    'Host',
    'Connection',
  ]);
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-cache',
    'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    accept: '*/*; q=0.5, application/xml',
    'accept-encoding': 'gzip',
    'content-length': `${body.length}`,
    host: `127.0.0.1:${port}`,
  });
});

test('snapshots are indented, in the endpoint’s version, and never error reports', async () => {
  const server = await serveV2();
  const { url, got } = await receive();
  const form = `url=${url}&enabled_events[]=*&api_version=2026-06-24.dahlia`;
  expect((await server.post('/v1/webhook_endpoints', form)).body.secret).toMatch(/^whsec_\w{32}$/);
  await server.event('event_name=a&payload[value]=1');
  await server.mock.clock.advance(12);
  expect(got.map(({ body }) => JSON.parse(body).type)).toEqual(['billing.meter.created']);
  expect(got[0]?.body).toMatch(/^\{\n {2}"id": "evt_1\w{23}",\n {2}"object": "event",\n/);
  expect(got[0]?.body).toMatch(/\n {2}"type": "billing.meter.created"\n\}$/);
  expect(JSON.parse(got[0]?.body as string)).toMatchObject({
    api_version: '2026-06-24.dahlia',
    pending_webhooks: 1,
    data: { object: { object: 'billing.meter', event_name: 'a' } },
  });
});

test('any 2xx is a success; redirects are not followed, even to itself', async () => {
  const server = await serveV2();
  const statuses = [204, 302, 400];
  const { url, got } = await receive((_received, response) =>
    response.writeHead(statuses.shift() ?? 200, { location: url }).end(),
  );
  await destination(server, url);
  for (const name of ['a', 'b', 'c']) await meter(server, name);
  await server.mock.deliveries.wait({ count: 3 });
  const { data } = server.mock.deliveries.list();
  expect(data.map(({ status, succeeded }) => [status, succeeded])).toEqual([
    [400, false],
    [302, false],
    [204, true],
  ]);
  expect(got).toHaveLength(3);
});

test('reads at most 16 KiB of an endless answer', async () => {
  const server = await serveV2();
  const { url } = await receive((_received, response) => {
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
    };
    response.on('drain', write).on('error', () => {});
    write();
  });
  await destination(server, url);
  await meter(server, 'a');
  const { data } = await server.mock.deliveries.wait();
  expect(data[0]).toMatchObject({ status: 200, succeeded: true, answer_truncated: true });
  expect(data[0]?.answer).toHaveLength(16 * 1024);
});

test.each([8, 10, 12, 23])('shows no half of a key whose first %i characters fit', async (fit) => {
  const server = await serveV2();
  const key = 'sk_test_abcdefghijklmno';
  const { url } = await receive((_received, response) =>
    response.end(`${'.'.repeat(16 * 1024 - fit)}${key}${' '.repeat(100_000)}`),
  );
  await destination(server, url);
  await meter(server, 'a');
  const { data } = await server.mock.deliveries.wait();
  const end = data[0]?.answer?.slice(-fit);
  expect([end, data[0]?.answer_truncated]).toEqual([`sk_test_${'*'.repeat(fit - 8)}`, true]);
});

test('reports a missing answer after the time-out', async () => {
  const server = await serveV2({ webhookTimeoutMs: 50 });
  const { url } = await receive(() => {}); // never answers
  await destination(server, url);
  await meter(server, 'a');
  const { data } = await server.mock.deliveries.wait();
  expect(data[0]).toMatchObject({ status: null, error: 'no answer within 50 ms' });
});

test('reports a failed connection, an answer that is not HTTP, and an unknown name', async () => {
  const server = await serveV2({ webhookAllowHost: 'nowhere.invalid' });
  const closed = await receive((_received, _response, request) => request.socket.destroy());
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n';
  const upgrading = await receive((_received, _response, { socket }) => socket.write(upgrade));
  const other = await receive((_received, _response, { socket }) => socket.end('no HTTP\r\n\r\n'));
  const urls = [closed.url, upgrading.url, other.url, 'http://nowhere.invalid/', 'http://[::1]:1/'];
  for (const each of urls) await destination(server, each);
  await meter(server, 'a');
  const { data } = await server.mock.deliveries.wait({ count: 5 });
  const errorOf = (url: string) => data.find((each) => each.url === url)?.error;
  expect(urls.map(errorOf)).toEqual([
    'socket hang up',
    'the connection closed without an answer',
    expect.stringMatching(/^Parse Error/),
    expect.stringMatching(/nowhere\.invalid/),
    expect.stringMatching(/^connect /),
  ]);
  expect(data.every(({ status, succeeded }) => status === null && !succeeded)).toBe(true);
});

test('a destination that hangs delays nothing else, and ends with the server', async () => {
  const server = await serveV2();
  const hanging = await receive(() => {});
  const { url, got } = await receive();
  await destination(server, hanging.url);
  await destination(server, url);
  for (const name of ['a', 'b', 'c']) expect((await meter(server, name)).status).toBe(200);
  await server.mock.deliveries.wait({ count: 3, succeeded: true });
  expect([got.length, hanging.got.length]).toEqual([3, 1]);
  const moved = await server.mock.clock.move({ advance_seconds: 5, wait_ms: 0 });
  expect(moved.pending_deliveries).toBe(3);
  const startedMs = performance.now();
  await server.mock.close();
  expect(performance.now() - startedMs).toBeLessThan(1400);
});

test('a clock move waits no longer than asked, and each retry has its own moment', async () => {
  const server = await serveV2();
  const { mock } = server;
  const hanging = await receive(() => {});
  await destination(server, hanging.url);
  await meter(server, 'a');
  const moved = await mock.clock.move({ advance_seconds: 3600, wait_ms: 20 });
  expect(moved).toMatchObject({ now: '2026-01-31T13:00:00.000Z', pending_deliveries: 1 });
  await vi.waitFor(() => expect(hanging.got).toHaveLength(1));
});

test('a retry whose time has passed when the attempt fails runs at once', async () => {
  const server = await serveV2();
  const { mock } = server;
  const waiting: (() => void)[] = [];
  const { url, got } = await receive(
    (_received, response) =>
      new Promise<void>((answered) =>
        waiting.push(() => {
          response.writeHead(waiting.length === 1 ? 500 : 200).end();
          answered();
        }),
      ),
  );
  await destination(server, url);
  await meter(server, 'a');
  await expect.poll(() => waiting.length).toBe(1);
  await mock.clock.move({ advance_seconds: 700, wait_ms: 0 });
  waiting[0]?.();
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]?.();
  const { data } = await mock.deliveries.wait({ count: 2 });
  expect(data.map(({ attempt, status, sent_at }) => [attempt, status, sent_at])).toEqual([
    [2, 200, '2026-01-31T12:11:40.000Z'],
    [1, 500, '2026-01-31T12:00:00.000Z'],
  ]);
  expect(got).toHaveLength(2);
});

test('delivers in order, one at a time', async () => {
  const server = await serveV2();
  let atOnce = 0;
  let most = 0;
  const { url, got } = await receive((_received, response) => {
    most = Math.max(most, ++atOnce);
    setImmediate(() => {
      atOnce--;
      response.end();
    });
  });
  await destination(server, url);
  const names = Array.from({ length: 20 }, (_, n) => `m${n}`);
  const ids = await Promise.all(names.map(async (name) => (await meter(server, name)).body.id));
  await server.mock.deliveries.wait({ count: 20 });
  expect(most).toBe(1);
  const delivered = got.map(({ body }) => JSON.parse(body).related_object.id);
  expect(new Set(delivered)).toEqual(new Set(ids));
  const listed = server.mock.deliveries.list().data.map(({ event }) => event);
  expect(listed).toEqual(got.map(({ body }) => JSON.parse(body).id).reverse());
});

test('holds deliveries, and releases them in any order', async () => {
  const server = await serveV2();
  const { mock } = server;
  const { url, got } = await receive();
  await destination(server, url);
  mock.deliveries.hold();
  for (const name of ['a', 'b', 'c']) await meter(server, name);
  expect((await mock.clock.advance(1)).pending_deliveries).toBe(0); // held ones are not waited for
  const { pending } = mock.deliveries.list();
  expect(pending.map(({ status }) => status)).toEqual(['held', 'held', 'held']);
  const [a, b, c] = pending.map(({ delivery }) => delivery) as [string, string, string];
  expect(() => mock.deliveries.release({ deliveries: ['delivery_99'] })).toThrow(
    'no waiting delivery',
  );
  mock.deliveries.release({ deliveries: [c, a] });
  await mock.deliveries.wait({ count: 2 });
  expect(mock.deliveries.list().pending.map(({ delivery }) => delivery)).toEqual([b]);
  mock.deliveries.release();
  await mock.deliveries.wait({ count: 3 });
  const order = mock.deliveries.list().data.map(({ delivery }) => delivery);
  expect(order).toEqual([b, a, c]); // newest first
  expect(got).toHaveLength(3);
  await meter(server, 'd');
  await mock.deliveries.wait({ count: 4 });
});

test('faults deliver twice, or never', async () => {
  const server = await serveV2();
  const { mock } = server;
  const { url, got } = await receive();
  await destination(server, url);
  mock.faults.arm({ effect: 'delivery_twice' });
  mock.faults.arm({ effect: 'delivery_lost', skip: 0 });
  for (const name of ['a', 'b', 'c']) await meter(server, name);
  await mock.deliveries.wait({ count: 3 });
  expect(got.map(({ body }) => body)).toEqual([got[0]?.body, got[0]?.body, got[2]?.body]);
  const shown = mock.deliveries.list().data.map(({ fault, succeeded }) => [fault, succeeded]);
  expect(shown).toEqual([
    [null, true],
    ['delivery_lost', false],
    ['delivery_twice', true],
  ]);
  await mock.clock.advance(86_400);
  expect(got).toHaveLength(3); // a lost delivery is not retried
  const wrong = { effect: 'delivery_twice', match: { path: '/v1/*' } };
  expect(() => mock.faults.arm(wrong as never)).toThrow(
    'match: there is no path; it takes account, event_type',
  );
  const header = await server.event(undefined, { 'mock-fault': 'delivery_twice' });
  expect(header.body.error.message).toContain('delivery_twice is for deliveries, not for requests');
});

test('a disabled destination gets no attempts until it is enabled again', async () => {
  const server = await serveV2();
  const { mock, json } = server;
  const { url, got } = await receive((_received, response) => response.writeHead(500).end());
  const id = await destination(server, url);
  await meter(server, 'a');
  await mock.deliveries.wait();
  await json(`/v2/core/event_destinations/${id}/disable`);
  await json(`/v2/core/event_destinations/${id}/enable`);
  await mock.clock.advance(600);
  expect(got).toHaveLength(2);
  await json(`/v2/core/event_destinations/${id}/disable`);
  await mock.clock.advance(86_400);
  expect(got).toHaveLength(2);
  expect(mock.deliveries.list().pending).toEqual([]);
});

test('at most a thousand deliveries wait; the newest ten thousand events are kept', async () => {
  const server = await serveV2();
  const { mock } = server;
  const hanging = await receive(() => {});
  await destination(server, hanging.url, ['v1.billing.meter.no_meter_found']);
  for (let i = 0; i < 10_050; i++) mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
  expect(mock.deliveries.list().pending).toHaveLength(1000);
  const seen = await server.get('/v2/core/events?limit=100', { 'stripe-version': VERSION });
  expect([seen.status, seen.body.data.length]).toEqual([200, 100]);
  mock.reset();
  expect(mock.deliveries.list()).toMatchObject({ pending: [], data: [] });
  const gone = await server.get('/v2/core/events', { 'stripe-version': VERSION });
  expect(gone.body.data).toEqual([]);
});

test('--webhook-url gets thin events and snapshots of every account, after a reset too', async () => {
  const { url, got } = await receive();
  const secret = 'whsec_0123456789abcdefghijklmnopqrstuv';
  const server = await serveV2({ webhookUrl: [url], webhookSecret: secret });
  await meter(server, 'a');
  await server.mock.deliveries.wait({ count: 2 });
  server.mock.reset();
  await server.event('event_name=b&payload[value]=1', {
    authorization: 'Bearer sk_test_other_1',
    'stripe-account': 'acct_1',
  });
  await server.mock.clock.advance(12);
  const events = got.map(({ body }) => JSON.parse(body));
  expect(events.map(({ type }) => type)).toEqual([
    'billing.meter.created',
    'v1.billing.meter.created',
    'billing.meter.created',
    'v1.billing.meter.created',
    REPORT,
  ]);
  expect(events.at(-1)).toMatchObject({ context: 'acct_1' });
  expect(events.at(-3)).toMatchObject({ account: 'acct_1' });
});

const VERSION = '2026-10-28.endive';
