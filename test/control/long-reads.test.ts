/**
 * Long reads over HTTP: the same documents as the library's, snapshots of one moment, while creates
 * are still served.
 */
import { Agent } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { written } from '../../src/control/long-read.ts';
import type { Verbs } from '../../src/control/verbs.ts';
import { serve } from '../helper.ts';
import { ACCOUNT, input } from '../metering/engine-of.ts';
import { fill, serveState, textOf } from './serve-state.ts';

const OTHER = { account: 'other', livemode: false };
const NEW = 'event_name=calls&payload[stripe_customer_id]=cus_1&payload[value]=1';
/** Events with too many bytes for the buffers between client and server. */
const [HEAVY, BYTES] = [3000, 8000];

test('every long document is the same as the library’s', async () => {
  const { mock, event, post, control } = await serve({ retain: 120, retainRequests: 140 });
  const meter = 'display_name=m&event_name=m&default_aggregation[formula]=last';
  await post('/v1/billing/meters', meter);
  await post('/v1/customers', 'name=Ann&metadata[a]=ü');
  mock.faults.arm({ effect: 'rate_limit', match: { customer: 'cus_7' }, times: 30 });
  for (let i = 0; i < 150; i++) {
    const name = i % 3 === 0 ? 'm' : 'calls';
    const customer = `payload[stripe_customer_id]=cus_${i % 9}`;
    const account = i % 4 === 0 ? 'billing' : 'default';
    await event(`event_name=${name}&identifier=i${i}&payload[value]=${i}&${customer}`, {
      authorization: `Bearer sk_test_${account}_x`,
    });
  }
  await mock.clock.advance(5, { account: 'billing' });
  const whole = async (path: string) => (await control('get', path)).body;
  const filters = { account: 'billing', customer: 'cus_3' };
  expect(await whole('/meter_events?limit=50')).toEqual(mock.events({ limit: 50 }));
  expect(await whole('/meter_events?limit=2&account=billing&customer=cus_3')).toEqual(
    mock.events({ limit: 2, ...filters }),
  );
  expect(mock.events({ ...filters, limit: 2 }).next_cursor).toBeGreaterThan(0);
  expect(await whole('/meter_events?event_name=m&limit=10000')).toEqual(
    mock.events({ event_name: 'm', limit: 10_000 }),
  );
  expect(mock.events({ event_name: 'm', limit: 10_000 }).data.length).toBeGreaterThan(35);
  for (const query of [{ limit: 7 }, { status: 429 }, { account: 'billing', method: 'post' }]) {
    const asked = new URLSearchParams(query as unknown as Record<string, string>);
    expect(mock.requests(query).data.length).toBeGreaterThan(1);
    expect(await whole(`/requests?${asked}`)).toEqual(mock.requests(query));
  }
  expect(await whole('/usage')).toEqual(mock.usage());
  expect(await whole('/usage?customer=cus_3')).toEqual(mock.usage({ customer: 'cus_3' }));
  expect(await whole('/fixtures')).toEqual(mock.saveFixtures());
});

test('builds a page of the default size in one turn, and sends it with its length', async () => {
  const { engine, open } = await serveState();
  fill(engine, 3000);
  const response = await open('/meter_events');
  expect(JSON.parse(await textOf(response)).data).toHaveLength(100);
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(Number(response.headers['content-length'])).toBeGreaterThan(10_000);
});

test.each([
  '/fixtures',
  '/meter_events?limit=10000',
  '/meter_events?event_name=calls&limit=10000',
  '/meter_events/wait?count=3000',
  '/meter_events/wait?count=9000&timeout_ms=0',
])('creates are answered while %s is written', async (path) => {
  const { engine, verbs, open, create } = await serveState();
  fill(engine, HEAVY, BYTES);
  const expected = await expectedOf(verbs, path);
  const decodes = vi.spyOn(Buffer.prototype, 'toString');
  const response = await open(path);
  expect(response.statusCode).toBe(path.endsWith('timeout_ms=0') ? 408 : 200);
  expect([await create(NEW), await create(NEW)]).toEqual([200, 200]);
  const counted = path.includes('/wait') ? HEAVY : 0; // before it is answered
  expect(decodes.mock.calls.length).toBeLessThan(counted + HEAVY);
  decodes.mockRestore();
  expectSame(await textOf(response), expected);
  expect(engine.state.engine.nextSequence).toBe(HEAVY + 3);
});

test('a saved state is a snapshot, whatever changes while it is written', async () => {
  const { engine, verbs, served } = await serveState({ retain: 3000 });
  fill(engine, 3000);
  const { state } = engine;
  const command = { account: ACCOUNT, ...state.clocks.instant('default') };
  const addCustomer = (id: string) => {
    const customer = { id, created: 1, deleted: false, metadata: {} };
    state.apply({ kind: 'create_customer', ...command, customer: customer as never });
  };
  for (const id of ['cus_a', 'cus_b']) addCustomer(id);
  const saved = verbs.saveFixtures();
  const pieces = written(served.saveFixtures());
  const begun = [pieces.next().value];
  for (let i = 0; i < 2000; i++) engine.record(ACCOUNT, input(engine)); // evicts 2000 others
  for (let i = 2500; i < 2600; i++) engine.cancel(ACCOUNT, 'calls', `filled_${i}`);
  state.apply({ kind: 'delete_customer', ...command, id: 'cus_a' });
  addCustomer('cus_c');
  engine.createMeter(OTHER, { id: 'mtr_other', eventName: 'other' });
  engine.clock.advance(1000);
  expectSame([...begun, ...pieces].join(''), saved);
  expect(JSON.stringify(verbs.saveFixtures())).not.toBe(JSON.stringify(saved));
});

test('saved subscriptions are a snapshot', async () => {
  const { verbs, served } = await serveState();
  const some = (from: number, to: number) =>
    Array.from({ length: to - from }, (_item, at) => `${from + at}`);
  const billed = (from: number, to: number) => ({
    customers: some(from, to).map((id) => ({ id: `cus_${id}` })),
    products: some(from, to).map((id) => ({ id: `prod_${id}`, name: 'Seats' })),
    prices: some(from, to).map((id) => ({
      ...{ id: `price_${id}`, product: `prod_${id}`, currency: 'usd', unit_amount: 100 },
      recurring: { interval: 'month' as const },
    })),
    subscriptions: some(from, to).map((id) => ({
      ...{ id: `sub_${id}`, customer: `cus_${id}`, items: [{ price: `price_${id}` }] },
    })),
  });
  await verbs.loadFixtures(billed(0, 30));
  const saved = verbs.saveFixtures();
  const pieces = written(served.saveFixtures());
  const begun = [pieces.next().value];
  await verbs.loadFixtures(billed(30, 40));
  await verbs.clock.advance(40 * 86_400); // all periods end
  expectSame([...begun, ...pieces].join(''), saved);
  expect(verbs.saveFixtures()).toMatchObject({
    subscriptions: some(0, 40).map((id) => ({ id: `sub_${id}` })),
  });
});

test('saves the subscriptions of an account whose customer is deleted meanwhile', async () => {
  const { engine, verbs, served } = await serveState();
  const price = {
    ...{ id: 'price_1', product: 'prod_1', currency: 'usd', unit_amount: 100 },
    recurring: { interval: 'month' as const },
  };
  await verbs.loadFixtures({
    customers: [{ id: 'cus_1' }],
    products: [{ id: 'prod_1', name: 'Seats' }],
    prices: [price],
    subscriptions: [{ customer: 'cus_1', items: [{ price: 'price_1' }] }],
  });
  const saved = verbs.saveFixtures();
  const pieces = written(served.saveFixtures());
  const begun = [pieces.next().value];
  const command = { account: ACCOUNT, ...engine.state.clocks.instant('default') };
  engine.state.apply({ kind: 'delete_customer', ...command, id: 'cus_1' });
  expectSame([...begun, ...pieces].join(''), saved);
  expect(verbs.saveFixtures()).toMatchObject({ customers: [], subscriptions: [] });
});

test('usage is a snapshot, even if totals appear or events are cancelled meanwhile', async () => {
  const { engine, verbs, served } = await serveState({ summaryLag: 60 });
  engine.createMeter(ACCOUNT, { id: 'mtr_last', eventName: 'level', formula: 'last' });
  const record = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const customer = `cus_${i}`;
      engine.record(ACCOUNT, input(engine, { identifier: `${customer} ${from}`, customer }));
      engine.record(ACCOUNT, input(engine, { eventName: 'level', customer, value: `${i}` }));
    }
  };
  record(0, 200);
  engine.clock.advance(30_000);
  record(100, 201); // shows while the document is written
  engine.clock.advance(40_000);
  const usage = verbs.usage();
  expect(usage.data).toHaveLength(400);
  const pieces = written(served.usage());
  const begun = Array.from({ length: 100 }, () => pieces.next().value);
  engine.clock.advance(60_000);
  verbs.usage();
  for (let i = 0; i < 200; i += 20) engine.cancel(ACCOUNT, 'calls', `cus_${i} 0`);
  engine.record(OTHER, input(engine));
  expectSame([...begun, ...pieces].join(''), usage);
  expect(verbs.usage().data).toHaveLength(402 - 5);
});

test('a reset of the data being sent breaks the connection, any other reset does not', async () => {
  const { engine, verbs, open } = await serveState();
  fill(engine, HEAVY, BYTES);
  const events = '/meter_events?limit=10000';
  const becomes = async (path: string, account: string | undefined) => {
    const response = await open(path);
    engine.reset(account);
    return textOf(response).then(
      () => 'whole',
      () => 'broken',
    );
  };
  expect(await becomes(`${events}&account=default`, 'other')).toBe('whole');
  expect(await becomes(`${events}&account=default`, 'default/acct_1')).toBe('broken');
  expect(await becomes(events, 'other')).toBe('broken');
  expect(await becomes('/fixtures', 'default')).toBe('broken');
  fill(engine, HEAVY, BYTES);
  expect(await becomes(`${events}&account=default`, undefined)).toBe('broken');
  expect(verbs.events().data).toEqual([]);
  expect(engine.state.feed.hears('reset')).toBe(false);
});

test('builds no faster than a slow client reads, and stops when it disconnects', async () => {
  const { engine, open } = await serveState();
  fill(engine, HEAVY, BYTES);
  const decodes = vi.spyOn(Buffer.prototype, 'toString');
  const response = await open('/fixtures');
  expect(await settled(() => decodes.mock.calls.length)).toBeLessThan(HEAVY);
  expect(engine.state.feed.hears('reset')).toBe(true);
  response.destroy();
  await settled(() => Number(engine.state.feed.hears('reset')));
  expect(engine.state.feed.hears('reset')).toBe(false);
  expect(await settled(() => decodes.mock.calls.length)).toBeLessThan(HEAVY);
  decodes.mockRestore();
});

test('a closing server sends the rest, and then closes the connection', async () => {
  const { engine, verbs, open, close } = await serveState();
  fill(engine, HEAVY, BYTES);
  const saved = verbs.saveFixtures();
  const response = await open('/fixtures', new Agent({ keepAlive: true }));
  const closed = close();
  expectSame(await textOf(response), saved);
  await closed;
});

test('fake timers do not stop a long read', async () => {
  const { engine, verbs, open } = await serveState();
  fill(engine, HEAVY, BYTES);
  const saved = verbs.saveFixtures();
  vi.useFakeTimers({
    toFake: ['setImmediate', 'setTimeout', 'setInterval', 'performance', 'Date'],
  });
  const text = await textOf(await open('/fixtures'));
  vi.useRealTimers();
  expectSame(text, saved);
});

/** What the library returns for a route. */
function expectedOf(verbs: Verbs, path: string): object | Promise<object> {
  if (path === '/fixtures') return verbs.saveFixtures();
  if (path.startsWith('/meter_events?')) return verbs.events({ limit: 10_000 });
  const count = Number(/count=(\d+)/.exec(path)?.[1]);
  return verbs.waitForEvents({ count, timeout_ms: 0 });
}

/** Compares long documents without printing a diff that nobody would read. */
function expectSame(text: string, expected: object): void {
  expect(text === JSON.stringify(expected)).toBe(true);
}

/** A figure, once it has not changed for some turns of the event loop. */
async function settled(figure: () => number): Promise<number> {
  let last = figure();
  for (let same = 0; same < 50; ) {
    await turn();
    same = figure() === last ? same + 1 : 0;
    last = figure();
  }
  return last;
}
