/** Accounts with their own clocks on a shared server. */
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { connectMeterMock, type MeterMockOptions, startMeterMock } from '../../src/index.ts';
import { EVENT, START, serve } from '../helper.ts';

const DAY = 86_400;
const billing = { authorization: 'Bearer sk_test_billing_key' };
const connected = { ...billing, 'stripe-account': 'acct_1' };
const identified = (identifier: string) => `${EVENT}&identifier=${identifier}`;

test('an account’s own clock moves separately, and GET lists it', async () => {
  const { control } = await serve();
  const moved = await control('post', '/clock?account=billing', { advance_seconds: DAY });
  const own = { account: 'billing', frozen: true, now_seconds: START + DAY };
  expect([moved.status, moved.body]).toMatchObject([200, own]);
  expect((await control('get', '/clock')).body).toMatchObject({
    account: null,
    now_seconds: START,
    accounts: [own],
  });
  expect((await control('get', '/clock?account=billing/acct_1')).body).toMatchObject(own);
  expect((await control('get', '/clock?account=other')).body).toMatchObject({
    account: null,
    now_seconds: START,
  });
});

test('moving the common clock, or a refused move, does not affect it', async () => {
  const { control, mock } = await serve();
  await mock.clock.advance(60, { account: 'billing' });
  await mock.clock.advance(1000);
  expect(mock.clock.state({ account: 'billing' }).now_seconds).toBe(START + 60);
  const refused = await control('post', '/clock?account=other', { now: START });
  expect(refused.body.error.message).toMatch(/^The clock only moves forward/);
  expect(mock.clock.state().accounts).toHaveLength(1);
  for (const account of ['my team', 'a/b', '']) {
    const wrong = await control('post', `/clock?account=${encodeURIComponent(account)}`, {});
    expect([wrong.status, wrong.body.error.message], account).toEqual([
      400,
      expect.stringMatching(/^account: no key could name this account: names are /),
    ]);
  }
});

test('identifiers, keys and times follow the account’s clock, in connected accounts and both modes', async () => {
  const { event, mock } = await serve({ allowLiveKeys: true });
  const live = { authorization: 'Bearer sk_live_billing_key' };
  const callers = [billing, connected, live];
  const key = { 'Idempotency-Key': 'k' };
  const first = await Promise.all(
    callers.map((headers) => event(identified('a'), { ...headers, ...key })),
  );
  expect(first.map(({ status }) => status)).toEqual([200, 200, 200]);
  await mock.clock.advance(DAY - 1, { account: 'billing' });
  for (const headers of callers) {
    expect((await event(identified('a'), headers)).status).toBe(400);
    const replay = await event(identified('a'), { ...headers, ...key });
    expect(replay.headers['idempotent-replayed']).toBe('true');
  }
  await mock.clock.advance(1, { account: 'billing' });
  for (const headers of callers) {
    const again = await event(identified('a'), { ...headers, ...key });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, undefined]);
    expect(again.body.created).toBe(START + DAY);
    // Held again, on its own clock.
    expect((await event(identified('a'), headers)).status).toBe(400);
    expect((await event(identified('b'), { ...headers, ...key })).status).toBe(400);
  }
  const other = await event(`${EVENT}&timestamp=${START + DAY}`);
  expect(other.body.error.message).toMatch(/more than 5 minutes in future/);
});

test('an event can be cancelled for 24 hours of the account’s clock', async () => {
  const { event, post, mock } = await serve();
  await mock.clock.advance(1, { account: 'billing' });
  for (const identifier of ['a', 'b']) await event(identified(identifier), billing);
  const cancel = (identifier: string) =>
    post(
      '/v1/billing/meter_event_adjustments',
      `event_name=ai_search_api&type=cancel&cancel[identifier]=${identifier}`,
      billing,
    );
  await mock.clock.advance(DAY - 1, { account: 'billing' });
  expect((await cancel('a')).status).toBe(200);
  await mock.clock.advance(1, { account: 'billing' });
  expect((await cancel('b')).status).toBe(400);
});

test('the summary lag follows the account’s clock', async () => {
  const { event, mock } = await serve({ summaryLag: 60 });
  await event(EVENT, billing);
  await event();
  await mock.clock.advance(60, { account: 'billing' });
  expect(mock.usage().data.map(({ account }) => account)).toEqual(['billing']);
  await event(EVENT, billing);
  await mock.clock.advance(59, { account: 'billing' });
  expect(mock.usage({ account: 'billing' }).data).toMatchObject([{ value: '25' }]);
  await mock.clock.advance(1, { account: 'billing' });
  expect(mock.usage({ account: 'billing' }).data).toMatchObject([{ value: '50' }]);
});

test('a reset of the account ends its clock; a full reset ends all clocks', async () => {
  const { event, mock, control } = await serve();
  await mock.clock.advance(DAY, { account: 'billing' });
  await mock.clock.advance(DAY, { account: 'other' });
  await event(identified('a'), billing);
  mock.reset({ account: 'billing' });
  expect(mock.clock.state().accounts?.map(({ account }) => account)).toEqual(['other']);
  expect((await event(identified('a'), billing)).body.created).toBe(START);
  await control('post', '/reset');
  expect(mock.clock.state().accounts).toEqual([]);
});

test('saved states keep accounts’ clocks', async () => {
  const { event, mock } = await serve();
  await mock.clock.advance(DAY, { account: 'billing' });
  await event(identified('a'), billing);
  const saved = mock.saveFixtures();
  expect(saved).toMatchObject({ clocks: [{ account: 'billing', frozen: true }] });
  const again = await serve();
  await again.mock.loadFixtures(saved);
  expect(again.mock.saveFixtures()).toEqual(saved);
  expect((await again.event(identified('a'), billing)).status).toBe(400);
  await again.mock.clock.advance(DAY, { account: 'billing' });
  expect((await again.event(identified('a'), billing)).status).toBe(200);
});

test('after a freeze, a clock that runs on keeps its new distance to real time', async () => {
  await using mock = await startMeterMock();
  const account = { account: 'billing' };
  await mock.clock.move({ advance_seconds: 1000, frozen: true }, account);
  expect(mock.clock.state(account)).toMatchObject({ frozen: true });
  expect((await mock.clock.move({ frozen: false }, account)).ahead_seconds).toBeGreaterThan(990);
  expect(mock.clock.state().ahead_seconds).toBe(0);
});

/** One of many parallel tests: counts an event, moves its own clock by a day, counts another. */
async function twoDays(url: string): Promise<string[]> {
  const mock = connectMeterMock(url);
  const stripe = new Stripe(mock.key, { ...mock.clientOptions, maxNetworkRetries: 0 });
  const usage = {
    event_name: 'calls',
    identifier: 'same',
    payload: { stripe_customer_id: 'cus_1', value: '1' },
  };
  const outcomes: string[] = [];
  const send = async () => {
    const sent = await stripe.billing.meterEvents
      .create(usage)
      .catch(({ message }) => ({ message }));
    outcomes.push('message' in sent ? 'refused' : 'taken');
  };
  await send();
  await send();
  await mock.clock.advance(DAY + 1);
  await send();
  await send();
  const [total] = (await mock.usage()).data;
  return [...outcomes, total?.value ?? ''];
}

test.each([{}, { clock: `${START},frozen` }] as MeterMockOptions[])(
  'twenty parallel tests on one server each move their own clock (%j)',
  async (options) => {
    await using mock = await startMeterMock(options);
    const all = await Promise.all(Array.from({ length: 20 }, () => twoDays(mock.url)));
    for (const each of all) expect(each).toEqual(['taken', 'refused', 'taken', 'refused', '2']);
    const [first] = mock.clock.state().accounts ?? [];
    expect(mock.clock.state().accounts).toHaveLength(20);
    expect(first?.ahead_seconds).toBeGreaterThan((mock.clock.state().ahead_seconds ?? 0) + DAY - 1);
  },
);

test('a connected mock moves its own clock, and the common one with `everyone`', async () => {
  await using server = await startMeterMock({ clock: `${START},frozen` });
  const mock = connectMeterMock(server.url);
  expect(await mock.clock.advance(60)).toMatchObject({ account: mock.account });
  expect(await mock.clock.everyone.advance(5)).toMatchObject({ account: null });
  expect((await mock.clock.state()).now_seconds).toBe(START + 60);
  expect((await mock.clock.everyone.state()).now_seconds).toBe(START + 5);
});
