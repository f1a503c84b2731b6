/** The account of the library's calls: the one that they name, or a refusal. */
import { expect, test } from 'vitest';
import { type ConnectedMeterMock, connectMeterMock, type MeterMock } from '../src/index.ts';
import { EVENT, START, serve } from './helper.ts';

const keyOf = (account: string) => ({ authorization: `Bearer sk_test_${account}_x` });
const other = { account: 'other' } as never;
const refusal = (account: string) =>
  `This connection is only for account ${account}, but the call names "other": leave account out, ` +
  'or connect with that account.';

/** Every call, with an account wherever it or the same call of the library's handle takes one. */
const CALLS: Record<string, (mock: ConnectedMeterMock, named: never) => Promise<unknown>> = {
  events: (mock, named) => mock.events(named),
  requests: (mock, named) => mock.requests(named),
  usage: (mock, named) => mock.usage(named),
  waitForEvents: (mock, named) => mock.waitForEvents(named),
  loadFixtures: (mock, named) => mock.loadFixtures(...([{}, named] as never as [object])),
  reset: (mock, named) => mock.reset(...([named] as never as [])),
  'clock.state': (mock, named) => mock.clock.state(...([named] as never as [])),
  'clock.move': (mock, named) =>
    mock.clock.move(...([{ frozen: true }, named] as never as [object])),
  'clock.advance': (mock, named) => mock.clock.advance(...([60, named] as never as [number])),
  'faults.arm': (mock, named) =>
    mock.faults.arm(...([{ effect: 'rate_limit' }, named] as never as [never])),
  'faults.list': (mock, named) => mock.faults.list(...([named] as never as [])),
  'faults.clear': (mock, named) => mock.faults.clear(...([named] as never as [])),
  'deliveries.list': (mock, named) => mock.deliveries.list(named),
  'deliveries.wait': (mock, named) => mock.deliveries.wait(named),
  'deliveries.hold': (mock, named) => mock.deliveries.hold(...([named] as never as [])),
  'deliveries.release': (mock, named) => mock.deliveries.release(named),
  'webhooks.collect': (mock, named) => mock.webhooks.collect(named),
  'errorReports.raise': (mock, named) => mock.errorReports.raise(named),
};

test.each(Object.entries(CALLS))(
  'a connected mock refuses another account: %s',
  async (_, call) => {
    const { url, mock } = await serve();
    const connected = connectMeterMock(url, { account: 'own' });
    const before = mock.saveFixtures();
    await expect(call(connected, other)).rejects.toThrow(new TypeError(refusal('own')));
    expect(mock.saveFixtures()).toEqual(before);
  },
);

test('these are all calls of a connected mock, except those that take an id', () => {
  const names = (calls: object, path = ''): string[] =>
    Object.entries(calls).flatMap(([name, member]) => {
      if (typeof member === 'function') return [path + name];
      return typeof member === 'object' ? names(member, `${path}${name}.`) : [];
    });
  const { clientOptions: _, clock, ...mock } = connectMeterMock('http://127.0.0.1:1');
  const { everyone: _everyone, ...own } = clock;
  const byId = ['faults.remove', 'deliveries.redeliver'];
  expect(names({ ...mock, clock: own }).sort()).toEqual([...Object.keys(CALLS), ...byId].sort());
});

test("its own account may be named, and everyone's clock takes none", async () => {
  const { url, mock, event } = await serve();
  await event(EVENT, keyOf('own'));
  const connected = connectMeterMock(url, { account: 'own' });
  const own = { account: 'own' } as never;
  expect((await connected.events(own)).data).toMatchObject([{ account: 'own' }]);
  const { everyone } = connected.clock;
  await expect(everyone.advance(...([60, own] as never as [number]))).rejects.toThrow(
    'This call is for all accounts, but names "own": leave account out.',
  );
  expect(mock.clock.state().now_seconds).toBe(START);
});

test('a fault of a connected mock may be for a connected account, not for another', async () => {
  const { url } = await serve();
  const { faults } = connectMeterMock(url, { account: 'own' });
  const armed = await faults.arm({ effect: 'rate_limit', match: { account: 'own/acct_1' } });
  expect(armed.match).toEqual({ account: 'own/acct_1' });
  await expect(faults.arm({ effect: 'rate_limit', match: { account: 'other' } })).rejects.toThrow(
    "match.account is other and the query's account is own: leave one of them out.",
  );
  expect((await faults.arm({ effect: 'rate_limit' })).match).toEqual({ account: 'own' });
});

test('a connected mock finds no fault and no delivery of another account by its id', async () => {
  const { url, mock } = await serve();
  const collector = mock.webhooks.collect();
  const [own, other] = ['own', 'other'].map((account) => connectMeterMock(url, { account }));
  const faults = [{ account: 'other' }, { account: 'own/acct_1' }, {}].map(
    (match) => mock.faults.arm({ effect: 'rate_limit', match }).id,
  );
  for (const id of [faults[0], faults[2], 'fault_9', '../clock?x=1']) {
    await expect(own?.faults.remove(id as string)).rejects.toThrow(
      `There is no fault ${id} for account own. GET /_mock/faults lists them.`,
    );
  }
  await own?.faults.remove(faults[1] as string);
  expect(mock.faults.list().data.map(({ id }) => id)).toEqual([faults[0], faults[2]]);
  mock.errorReports.raise({ account: 'other', errors: [{ code: 'no_meter' }] });
  const [{ delivery = '' } = {}] = await collector.take();
  await expect(own?.deliveries.redeliver(delivery)).rejects.toThrow(
    `There is no delivery ${delivery} in account own to repeat.`,
  );
  await other?.deliveries.redeliver(delivery);
  expect(await collector.take()).toHaveLength(1);
});

/** What each call of the library returns for an account that was used. */
const OWN_CALLS: [string, (mock: MeterMock) => unknown, unknown][] = [
  ['events', (mock) => mock.events(other), { data: [{ account: 'other' }] }],
  ['requests', (mock) => mock.requests(other), { data: [{ account: 'other' }] }],
  ['usage', (mock) => mock.usage(other), { data: [{ account: 'other' }] }],
  ['waitForEvents', (mock) => mock.waitForEvents(other), [{ account: 'other' }]],
  ['reset', (mock) => mock.reset(other), { reset: 'other' }],
  ['clock.move', (mock) => mock.clock.move({ frozen: true }, other), { account: 'other' }],
  ['clock.advance', (mock) => mock.clock.advance(9, other), { account: 'other' }],
  [
    'faults.arm',
    (mock) => mock.faults.arm({ effect: 'delay', delay_ms: 1 }, other),
    { match: other },
  ],
  ['faults.list', (mock) => mock.faults.list(other), { data: [{ effect: 'rate_limit' }] }],
  ['faults.remove', (mock) => mock.faults.remove('fault_1', other), { removed: 'fault_1' }],
  ['faults.clear', (mock) => mock.faults.clear(other), { account: 'other', count: 1 }],
  ['saveFixtures', (mock) => mock.saveFixtures(other), { events: [{ account: 'other' }] }],
  [
    'loadFixtures',
    async (mock) => {
      await mock.loadFixtures({ customers: [{ id: 'cus_9' }] }, other);
      return mock.saveFixtures().customers;
    },
    [{ account: 'other' }],
  ],
  ['deliveries.list', (mock) => mock.deliveries.list(other), { data: [], pending: [] }],
  ['deliveries.hold', (mock) => mock.deliveries.hold(other), { held: 'other' }],
  ['deliveries.release', (mock) => mock.deliveries.release(other), { released: 'other' }],
  ['errorReports.raise', (mock) => mock.errorReports.raise(other), { type: /meter/ }],
];

test.each(OWN_CALLS)(
  'the library answers for the account named: %s',
  async (name, call, expected) => {
    const { mock, event } = await serve();
    await event(EVENT);
    await event(EVENT, keyOf('other'));
    mock.faults.arm({ effect: 'rate_limit', match: { account: 'other' } });
    mock.faults.arm({ effect: 'rate_limit', match: { account: 'default' } });
    const given = await call(mock);
    if (name === 'errorReports.raise') {
      expect(JSON.stringify(given)).toContain(mock.usage(other).data[0]?.meter);
    } else expect(given).toMatchObject(expected as object);
  },
);

test('a delivery is not released for another account', async () => {
  const { mock } = await serve();
  const collector = mock.webhooks.collect();
  mock.deliveries.hold();
  for (const account of ['one', 'two']) {
    mock.errorReports.raise({ account, errors: [{ code: 'no_meter' }] });
  }
  const { pending } = mock.deliveries.list();
  const [one] = pending.filter(({ account }) => account === 'one').map((each) => each.delivery);
  const release = { account: 'two', deliveries: [one as string] };
  expect(() => mock.deliveries.release(release)).toThrow(
    `There is no waiting delivery ${one} in account two.`,
  );
  mock.deliveries.release({ ...release, account: 'one' });
  expect(await collector.take()).toMatchObject([{ delivery: one }]);
});
