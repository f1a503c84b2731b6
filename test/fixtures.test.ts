import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startMeterMock } from '../src/index.ts';
import { EVENT, START, serve } from './helper.ts';

async function folder(files: Record<string, string>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'meter-mock-'));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

test('fixtures/ai-tokens.yaml: tokens by customer, and the last number of seats', async () => {
  const { mock } = await serve({ fixtures: 'fixtures/ai-tokens.yaml', strict: true });
  expect(mock.usage().data.map(({ event_name, customer, value, made_by_mock }) => [event_name, customer, value, made_by_mock])).toEqual([
    ['input_tokens', 'cus_acme', '12000', false],
    ['input_tokens', 'cus_initech', '400', false],
    ['output_tokens', 'cus_acme', '1800', false],
    ['seats', 'cus_acme', '7', false],
  ]);
  expect(mock.events({ identifier: 'acme-input-1' }).data).toMatchObject([{ received_at: '2026-01-31T11:00:00.000Z', timestamp: START - 3600 }]);
});

test('fixtures/api-requests.json: requests of a customer', async () => {
  const { mock, get } = await serve({ fixtures: 'fixtures/api-requests.json', strict: true });
  expect(mock.usage().data).toMatchObject([{ event_name: 'api_requests', customer: 'cus_pro', value: '375' }]);
  expect((await get('/v1/customers?email=pro@example.com')).body.data).toMatchObject([{ id: 'cus_pro' }]);
});

test('fixtures/flaky-stripe.yaml: faults for ever', async () => {
  const { mock } = await serve({ fixtures: 'fixtures/flaky-stripe.yaml' });
  expect(mock.faults.list().data.map(({ effect, probability, times }) => [effect, probability, times])).toEqual([
    ['response_lost', 0.02, null],
    ['rate_limit', 0.05, null],
    ['delay', 0.1, null],
  ]);
});

test('a folder is loaded file by file, and again after a reset', async () => {
  const path = await folder({
    '1.json': '{"meters": [{"display_name": "m", "event_name": "m", "default_aggregation": {"formula": "count"}}], "clock": {"now": 1000, "frozen": true}}',
    '2.yaml': 'events: [{event_name: m, identifier: a, payload: {stripe_customer_id: c}}]\nclock: {now: 2000000000}',
    'notes.txt': 'not a fixture',
  });
  const mock = await startMeterMock({ fixtures: path });
  onTestFinished(mock.close);
  expect(mock.clock.state().now_seconds).toBeGreaterThanOrEqual(2_000_000_000);
  mock.clock.advance(86_400);
  mock.reset();
  expect(mock.clock.state().now_seconds).toBeLessThan(2_000_000_000 + 60);
  expect(mock.usage().data).toMatchObject([{ customer: 'c', value: '1', formula: 'count' }]);
  mock.reset({ account: 'default' });
  expect(mock.events().data).toMatchObject([{ identifier: 'a' }]);
});

const meter = { display_name: 'm', event_name: 'm', default_aggregation: { formula: 'sum' } };
const event = { event_name: 'm', identifier: 'a', payload: { stripe_customer_id: 'c', value: 1 } };

test.each([
  [
    { meters: [{ ...meter, default_aggregation: { formula: 'max' } }] },
    'fixtures: meters[0].default_aggregation[formula]: Invalid default_aggregation[formula]: must be one of count, last, or sum',
  ],
  [{ meters: [meter, { ...meter, colour: 'red' }] }, 'fixtures: meters[1].colour: Received unknown parameter: colour'],
  [{ meters: [meter, meter] }, 'fixtures: meters[1].event_name: an active meter already has it'],
  [{ events: [event, event] }, 'fixtures: events[1]: an event already exists with identifier a'],
  [{ events: [{ ...event, timestamp: 1 }] }, `fixtures: events[0]: timestamp: more than 35 days before its receipt; ${START + 5 - 35 * 86_400} would do`],
  [{ events: [{ ...event, received_at: '2030-01-01' }] }, "fixtures: events[0].received_at: lies in the future of the mock's clock"],
  [{ events: [{ ...event, meter: 'mtr_x' }] }, 'fixtures: events[0].meter: there is no meter mtr_x'],
  [{ events: [{ event_name: 'm' }] }, 'fixtures: events[0].payload: Missing required param: payload.'],
  [{ customers: [{ account: 'my team' }] }, 'fixtures: customers[0].account: no key could name this account'],
  [{ customers: [{ test_clock: 'clock_1' }] }, expect.stringMatching(/^fixtures: customers\[0\]\.test_clock: stripe-meter-mock has no test clocks/)],
  [{ customers: [{ id: 'acme' }] }, expect.stringMatching(/^fixtures: customers\[0\]\.id: /)],
  [{ faults: [{ effect: 'boom' }] }, expect.stringMatching(/^fixtures: faults\[0\]\.effect: /)],
  [{ clock: { now: 1 } }, expect.stringMatching(/^The clock only moves forward/)],
  [{ meters: {} }, expect.stringMatching(/^fixtures: meters: /)],
])('%j is refused whole, by path and reason', async (document, message) => {
  const { mock, control } = await serve();
  const good = { customers: [{ id: 'cus_1' }], clock: { now: START + 5 } };
  const answer = await control('post', '/fixtures', { ...good, ...document });
  expect([answer.status, answer.body.error.message]).toEqual([400, message]);
  expect(mock.saveFixtures()).toMatchObject({ clock: { now: '2026-01-31T12:00:00.000Z' }, meters: [], customers: [], events: [], faults: [] });
});

test('what the server already holds counts too', async () => {
  const { mock, event: post } = await serve({ strict: true, fixtures: 'fixtures/api-requests.json' });
  expect(() =>
    mock.loadFixtures({ events: [{ event_name: 'api_requests', identifier: 'pro-1', payload: { stripe_customer_id: 'cus_pro', value: 1 } }] }),
  ).toThrow('fixtures: events[0]: an event already exists with identifier pro-1');
  expect(() => mock.loadFixtures({ events: [{ event_name: 'api_requests', payload: { stripe_customer_id: 'cus_new', value: 1 } }] })).toThrow(
    'no such customer: cus_new',
  );
  expect(mock.loadFixtures({ customers: [{ id: 'cus_new' }] })).toEqual({ loaded: { meters: 0, customers: 1, events: 0, faults: 0 } });
  expect((await post('event_name=api_requests&payload[stripe_customer_id]=cus_new&payload[value]=1')).status).toBe(200);
});

test('receipt times are kept behind later events too, and all or nothing holds there', async () => {
  const { mock, event: send } = await serve();
  await send();
  const twice = [
    { ...event, seconds_ago: 172_800 },
    { ...event, timestamp: START - 50 * 86_400, seconds_ago: 30 * 86_400, identifier: 'old' },
    { ...event, seconds_ago: 0 },
  ];
  expect(mock.loadFixtures({ events: twice })).toMatchObject({ loaded: { events: 3 } });
  expect(mock.events({ identifier: 'a' }).data.map(({ received_at }) => received_at)).toEqual(['2026-01-31T12:00:00.000Z', '2026-01-29T12:00:00.000Z']);
  expect((await send(`${EVENT}&identifier=old`)).status).toBe(200);
  expect((await send(`${EVENT}&identifier=a`)).status).toBe(400);
  const late = { clock: { advance_seconds: 4_000_000 }, customers: [{ id: 'cus_9' }], events: [{ ...event, identifier: 'z', timestamp: START }] };
  expect(() => mock.loadFixtures(late)).toThrow(/timestamp: more than 35 days before its receipt/);
  expect([mock.clock.state().now_seconds, (mock.saveFixtures() as { customers: object[] }).customers]).toEqual([START, []]);
});

test('a saved state goes into another mock in the same process, spent faults left out', async () => {
  const { mock, event: send, post } = await serve();
  mock.faults.arm({ effect: 'rate_limit' });
  mock.faults.arm({ effect: 'rate_limit', times: 3, skip: 1, match: { customer: 'cus_7' } });
  await send();
  await send(EVENT.replace('cus_1', 'cus_7'));
  await send(EVENT.replace('cus_1', 'cus_7'));
  await send('event_name=e&payload[stripe_customer_id]=c&payload[value]=1&payload[__proto__]=x');
  await post('/v1/customers', 'name=Ann');
  const other = await serve();
  other.mock.loadFixtures(mock.saveFixtures());
  expect(other.mock.saveFixtures()).toEqual(mock.saveFixtures());
  expect(other.mock.faults.list().data).toMatchObject([{ skip: 0, times: 2, match: { customer: 'cus_7' } }]);
  const overHttp = await serve();
  expect((await overHttp.control('post', '/fixtures', mock.saveFixtures())).status).toBe(200);
});

test('a value of too many decimals is loaded, does not count, and can be cancelled and saved', async () => {
  const { mock, post } = await serve();
  const payload = (value: number | string) => ({ stripe_customer_id: 'c', value });
  mock.loadFixtures({
    events: [
      { ...event, payload: payload('43.8996644020081') },
      { ...event, identifier: 'b', payload: payload(0.1 + 0.2) },
      { ...event, identifier: 'c' },
    ],
  });
  expect(mock.events().data.map(({ invalid }) => invalid)).toEqual([null, 'meter_event_value_too_many_digits', 'meter_event_value_too_many_digits']);
  expect(mock.usage().data).toMatchObject([{ value: '1' }]);
  expect((await post('/v1/billing/meter_event_adjustments', 'event_name=m&type=cancel&cancel[identifier]=a')).status).toBe(200);
  const other = await serve();
  other.mock.loadFixtures(mock.saveFixtures());
  expect([other.mock.saveFixtures(), other.mock.usage().data]).toEqual([mock.saveFixtures(), mock.usage().data]);
});

test('small numbers are written out, and a bottomless payload is refused', async () => {
  const { mock } = await serve();
  mock.loadFixtures({ events: [{ ...event, payload: { stripe_customer_id: 'c', value: 0.0000005 } }] });
  expect(mock.usage().data).toMatchObject([{ value: '0.0000005' }]);
  const deep = JSON.parse(`{"events":[{"event_name":"m","payload":${'['.repeat(5000)}${']'.repeat(5000)}}]}`);
  expect(() => mock.loadFixtures(deep)).toThrow(/events\[0\]: nested more than 20 levels deep/);
});

test('a seed cannot advance a clock that has not begun', async () => {
  const path = await folder({ 'a.json': '{"clock":{"advance_seconds":5}}' });
  await expect(startMeterMock({ fixtures: path })).rejects.toThrow(/clock\.advance_seconds: .* use now$/);
});

test('a state can be saved and started again', async () => {
  const { mock, event: send, post, get, delete: remove, control } = await serve();
  await send(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k', authorization: 'Bearer sk_test_one_x' });
  await send(`${EVENT}&identifier=b&timestamp=${START - 9000}`);
  await send('event_name=ai_search_api&payload[value]=broken&payload[stripe_customer_id]=cus_1&identifier=c');
  await post('/v1/billing/meter_event_adjustments', 'event_name=ai_search_api&type=cancel&cancel[identifier]=b');
  mock.clock.advance(3600);
  await send(`${EVENT}&identifier=d`);
  const { id } = (await post('/v1/customers', 'name=Ann&metadata[a]=1&address[city]=Bonn')).body;
  await remove(`/v1/customers/${(await post('/v1/customers')).body.id}`);
  const [meter] = (await get('/v1/billing/meters')).body.data;
  await post(`/v1/billing/meters/${meter.id}/deactivate`);
  mock.faults.arm({ effect: 'respond', status: 500, body: 'x', match: { path: '/v1/foo' }, times: null });
  const saved = (await control('get', '/fixtures')).body;

  const path = await folder({ 'saved.json': JSON.stringify(saved) });
  const again = await serve({ fixtures: path, clock: 'frozen' });
  expect((await again.control('get', '/fixtures')).body).toEqual(saved);
  expect(again.mock.usage().data).toEqual(mock.usage().data);
  expect((await again.get(`/v1/customers/${id}`)).body).toEqual((await get(`/v1/customers/${id}`)).body);
  expect((await again.get(`/v1/billing/meters/${meter.id}`)).body.status).toBe('inactive');
  await again.post(`/v1/billing/meters/${meter.id}/reactivate`);
  expect((await again.event(`${EVENT}&identifier=d`)).status).toBe(400);
  again.mock.clock.advance(23 * 3600);
  expect((await again.event(`${EVENT}&identifier=c`)).status).toBe(200); // received an hour before the others
  expect((await again.event(`${EVENT}&identifier=d`)).status).toBe(400);
});

test.each([
  ['broken.json', '{', /broken\.json: /],
  ['broken.yaml', 'meters: [', /broken\.yaml: /],
  ['wrong.yaml', 'meters: [{event_name: a}]', /wrong\.yaml: meters\[0\]\.default_aggregation: Missing required param: default_aggregation\./],
])('a file that is wrong is named: %s', async (name, text, message) => {
  const path = await folder({ [name]: text });
  await expect(startMeterMock({ fixtures: path })).rejects.toThrow(message);
});

test('a path that is not there, and a folder with nothing in it', async () => {
  await expect(startMeterMock({ fixtures: '/nowhere' })).rejects.toThrow(/^\/nowhere: ENOENT/);
  await expect(startMeterMock({ fixtures: await folder({ a: '' }) })).rejects.toThrow(/no JSON or YAML file is in this folder$/);
});

test('every fixture that is shipped is named in the README', async () => {
  const readme = await readFile('README.md', 'utf8');
  for (const name of ['ai-tokens.yaml', 'api-requests.json', 'flaky-stripe.yaml']) expect(readme).toContain(`fixtures/${name}`);
});

test('halves of characters, which only JSON can write, become what they would be over HTTP', async () => {
  const server = await serve();
  server.mock.loadFixtures({ events: [{ event_name: 'calls', identifier: 'x\ud800', payload: { stripe_customer_id: 'c\ud800', value: '5' } }] });
  expect(server.mock.usage().data).toMatchObject([{ customer: 'c\ufffd', value: '5' }]);
  const cancel = `event_name=calls&type=cancel&cancel[identifier]=${encodeURIComponent('x\ufffd')}`;
  expect((await server.post('/v1/billing/meter_event_adjustments', cancel)).status).toBe(200);
  expect(server.mock.usage().data).toEqual([]);
});
