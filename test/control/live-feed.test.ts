/** The page's feed: what a viewer gets, and what it costs creates. */
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { LiveBatch, LiveLine, LiveSnapshot } from '../../src/documents/live-document.ts';
import { EVENT, serve } from '../helper.ts';

/** Opens a feed and returns its lines one by one. */
async function look(url: string, path = '/feed', headers: Record<string, string> = {}) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = get(`${url}/_mock${path}`, { headers, agent: false }, resolve);
    request.on('error', reject);
    onTestFinished(() => void request.destroy());
  });
  const lines = createInterface(response)[Symbol.asyncIterator]();
  const next = async <T = LiveLine>() => JSON.parse((await lines.next()).value as string) as T;
  const batch = () => next<LiveBatch>();
  return {
    response,
    lines,
    snapshot: () => next<LiveSnapshot>(),
    batch,
    /** The counts of a batch, or of the next that has them: they wait if they took long. */
    countsFrom: async ({ counts }: LiveBatch) => {
      while (counts === undefined) ({ counts } = await batch());
      return counts;
    },
  };
}

test('sends a snapshot first, then what happens', async () => {
  const { url, event, mock } = await serve();
  await event();
  const { snapshot, batch, countsFrom, response } = await look(url);
  expect(response.headers).toMatchObject({
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
  });
  expect(await snapshot()).toMatchObject({
    kind: 'snapshot',
    counts: { taken: 1, accounts: ['default'] },
    faults: [],
    clock: { frozen: true },
    events_left_out: 0,
  });
  await event('event_name=ai_search_api&payload[value]=5&payload[stripe_customer_id]=cus_1');
  const first = await batch();
  expect(first).toMatchObject({
    kind: 'batch',
    events_taken: 1,
    events: [{ sequence: 2, customer: 'cus_1', value: '5', invalid: null }],
    requests_answered: 1,
    requests: [{ number: 2, status: 200, path: '/v1/billing/meter_events', account: 'default' }],
    totals: [{ customer: 'cus_1', value: '30' }],
  });
  expect(await countsFrom(first)).toMatchObject({ taken: 2 });
  mock.faults.arm({ effect: 'api_error' });
  expect(await batch()).toMatchObject({ faults: [{ effect: 'api_error' }], events: [] });
  await mock.clock.advance(60);
  expect(await batch()).toMatchObject({ clock: { ahead_seconds: expect.any(Number) } });
  mock.reset();
  expect(await snapshot()).toMatchObject({ kind: 'snapshot', counts: { taken: 0 }, faults: [] });
});

test('with a summary lag, sends totals again when they show', async () => {
  const { url, event, mock } = await serve({ summaryLag: 60 });
  const { snapshot, batch } = await look(url);
  await snapshot();
  await event();
  expect(await batch()).toMatchObject({ events_taken: 1, totals: [] });
  await mock.clock.advance(60);
  expect(await batch()).toMatchObject({ events_taken: 0, totals: [{ value: '25' }] });
});

test('sends the last 25 of many events, with how many there were', async () => {
  const { url, event } = await serve();
  const { snapshot, batch } = await look(url);
  await snapshot();
  const all = Array.from({ length: 90 }, (_none, at) =>
    event(`event_name=e&payload[value]=1&payload[stripe_customer_id]=cus_${at}`),
  );
  await Promise.all(all);
  let taken = 0;
  let shown = 0;
  const totals = new Set<string>();
  while (taken < 90 || totals.size < 90) {
    const line = await batch();
    taken += line.events_taken;
    shown = Math.max(shown, line.events.length);
    for (const { customer } of line.totals) totals.add(customer);
  }
  expect([taken, totals.size]).toEqual([90, 90]);
  expect(shown).toBeLessThanOrEqual(25);
});

test('for one account, sends what happens in it and in its connected accounts', async () => {
  const { url, event } = await serve();
  const { snapshot, batch, countsFrom } = await look(url, '/feed?account=a');
  await snapshot();
  await event(EVENT, { authorization: 'Bearer sk_test_b_1' });
  await event(EVENT, { authorization: 'Bearer sk_test_a_1' });
  await event(EVENT, { authorization: 'Bearer sk_test_a_1', 'stripe-account': 'acct_1' });
  const lines = [await batch()];
  while (lines.reduce((sum, line) => sum + line.events_taken, 0) < 2) lines.push(await batch());
  expect(lines.flatMap(({ events }) => events.map(({ account }) => account))).toEqual([
    'a',
    'a/acct_1',
  ]);
  expect(await countsFrom(lines.at(-1) as LiveBatch)).toMatchObject({
    taken: 2,
    accounts: ['a', 'a/acct_1', 'b'],
  });
});

test('truncates long strings and masks keys', async () => {
  const { url, event } = await serve();
  const { snapshot, batch } = await look(url);
  await snapshot();
  const customer = 'c'.repeat(5000);
  await event(`event_name=e&payload[value]=1&payload[stripe_customer_id]=${customer}`);
  await event(EVENT, { 'idempotency-key': 'sk_test_abcdefghijkl' });
  const { events, requests } = await batch();
  expect(events[0]?.customer).toBe(`${'c'.repeat(200)}…`);
  expect(JSON.stringify(requests)).not.toContain('abcdefgh');
});

test('closing the server ends the feed', async () => {
  const { url, mock } = await serve();
  const { snapshot, lines } = await look(url);
  await snapshot();
  await mock.close();
  expect((await lines.next()).done).toBe(true);
});

test('requires what other control routes require, token included', async () => {
  const { url } = await serve({ controlToken: 'a-long-secret' });
  const bare = await look(url);
  expect(bare.response.statusCode).toBe(401);
  const foreign = await look(url, '/feed', { 'sec-fetch-site': 'cross-site' });
  expect(foreign.response.statusCode).toBe(403);
  const good = await look(url, '/feed', { authorization: 'Bearer a-long-secret' });
  expect(good.response.statusCode).toBe(200);
});

test('a viewer that reads nothing does not delay creates', async () => {
  const { url, event, mock } = await serve();
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.pause();
  socket.write('GET /_mock/feed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  const long = 'x'.repeat(190);
  let sent = 0;
  const send = async () => {
    const forms = Array.from(
      { length: 100 },
      () => `event_name=e&payload[value]=1&payload[stripe_customer_id]=${long}${sent++}`,
    );
    await Promise.all(forms.map((form) => event(form)));
  };
  await send();
  expect(mock.usage().counts[0]?.taken).toBe(100);
  socket.resume();
  const text = await new Promise<string>((resolve) => {
    let all = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      all += part;
      if (all.includes('"events_taken":')) resolve(all);
    });
  });
  expect(text).toContain('"kind":"snapshot"');
});

test('limits the number of viewers', async () => {
  const { url } = await serve();
  for (let i = 0; i < 20; i++) await (await look(url)).snapshot();
  const { response, lines } = await look(url);
  expect(response.statusCode).toBe(503);
  expect((await lines.next()).value).toMatch(/already has 20 viewers/);
});

test('meters that change, attempts without their bytes, and what is wrong with deliveries', async () => {
  const { url, post, mock } = await serve();
  const { snapshot, batch } = await look(url);
  expect((await snapshot()).counts).toMatchObject({ deliveries_failed: 0, deliveries_held: 0 });
  mock.webhooks.collect({ events: ['billing.meter.created'] });
  const lines: LiveBatch[] = [];
  const until = async (isDone: () => boolean) => {
    while (!isDone()) lines.push(await batch());
  };
  const meter = 'display_name=m&default_aggregation[formula]=sum&event_name=';
  await post('/v1/billing/meters', `${meter}a`);
  await until(() => lines.some(({ attempts_made: made }) => made > 0));
  expect(lines.reduce((sum, { meters }) => sum + meters, 0)).toBe(1);
  const [attempt] = lines.flatMap(({ attempts }) => attempts);
  const [listed] = mock.deliveries.list().data;
  const { headers, body, answer, ...line } = listed ?? {};
  expect(body).toContain('billing.meter.created');
  expect(attempt).toEqual(line);
  mock.deliveries.hold();
  await until(() => (lines.at(-1)?.deliveries ?? 0) > 0 && lines.at(-1)?.attempts_made === 0);
  await post('/v1/billing/meters', `${meter}b`);
  await until(() => lines.at(-1)?.counts?.deliveries_held === 1);
  mock.deliveries.release();
  await until(() => lines.at(-1)?.counts?.deliveries_held === 0);
});

test('attempts that failed, and requests that no account made, are counted', async () => {
  const { url, get, mock } = await serve({ webhookUrl: ['http://127.0.0.1:1/none'] });
  await get('/v1/customers', { authorization: 'Bearer nonsense' });
  mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
  await mock.deliveries.wait({ succeeded: false });
  const all = await (await look(url)).snapshot();
  expect(all.counts).toMatchObject({ refused_strangers: 1, deliveries_failed: 1, refused: 0 });
  const other = await (await look(url, '/feed?account=other')).snapshot();
  expect(other.counts).toMatchObject({ refused_strangers: 0, deliveries_failed: 0 });
  mock.reset();
  expect((await (await look(url)).snapshot()).counts.refused_strangers).toBe(0);
});
