/** GET /_mock/usage: looks up only what is asked for, and leaves no trace. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { usage as usageRead } from '../../src/control/inspect-usage.ts';
import { drain } from '../../src/control/long-read.ts';
import { Tally } from '../../src/metering/tally.ts';
import { Ring } from '../../src/storage/ring.ts';
import { RequestLog } from '../../src/stripe/request-log.ts';
import { EVENT, serve } from '../helper.ts';
import { engineOf, input } from '../metering/engine-of.ts';

const ACCOUNTS = ['a', 'a/acct_1', 'ab', 'b'];
const NAMES = ['e', 'f', 'g'];
const CUSTOMERS = ['x', 'y', 'z'];

const logOf = () => new RequestLog({ hears: () => false, publish: () => {} }, () => new Ring({}));
const usage = (...asked: Parameters<typeof usageRead>) => drain(usageRead(...asked));
const keyOf = (account: string) => ({ authorization: `Bearer sk_test_${account}_x` });

test('a filter returns what filtering everything would', () => {
  const event = fc.record({
    account: fc.constantFrom(...ACCOUNTS),
    livemode: fc.boolean(),
    eventName: fc.constantFrom(...NAMES),
    customer: fc.constantFrom(...CUSTOMERS),
    renew: fc.boolean(),
  });
  const some = (values: string[]) =>
    fc.option(fc.constantFrom(...values, 'none'), { nil: undefined });
  const query = fc.record({
    account: some(ACCOUNTS),
    event_name: some(NAMES),
    customer: some(CUSTOMERS),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), query, (events, asked) => {
      const engine = engineOf();
      for (const { account, livemode, eventName, customer, renew } of events) {
        const { meters } = engine.account({ account, livemode });
        const meter = renew ? meters.active(eventName) : undefined;
        // Two meters with the same event name.
        if (meter !== undefined)
          meters.create({
            ...meters.deactivate(meter, 0),
            id: `${meter.id}_`,
            deactivatedAt: null,
          });
        engine.record({ account, livemode }, input(engine, { eventName, customer }));
      }
      const whole = usage(engine.state.engine, logOf());
      const isOf = ({ account }: { account: string }) =>
        asked.account === undefined ||
        account === asked.account ||
        account.startsWith(`${asked.account}/`);
      const wanted = whole.data.filter(
        (total) =>
          isOf(total) &&
          (asked.event_name === undefined || total.event_name === asked.event_name) &&
          (asked.customer === undefined || total.customer === asked.customer),
      );
      const given = usage(engine.state.engine, logOf(), asked);
      expect(given.data).toHaveLength(wanted.length);
      expect(given.data).toEqual(expect.arrayContaining(wanted));
      const taken = ({ account, livemode }: { account: string; livemode: boolean }) =>
        events.filter(
          (each) =>
            each.account === account &&
            each.livemode === livemode &&
            (asked.event_name === undefined || each.eventName === asked.event_name) &&
            (asked.customer === undefined || each.customer === asked.customer),
        ).length;
      const counts = whole.counts.filter(isOf);
      expect(given.counts).toEqual(counts.map((each) => ({ ...each, taken: taken(each) })));
    }),
  );
});

test('looks up one customer of many, or one meter, directly', () => {
  const engine = engineOf();
  for (let i = 0; i < 100; i++)
    engine.record(
      { account: `a${i % 5}`, livemode: false },
      input(engine, { customer: `cus_${i}`, eventName: `e${i % 20}` }),
    );
  const parts = vi.spyOn(Tally.prototype, 'parts');
  const sumsUp = (query: object) => {
    parts.mockClear();
    return [usage(engine.state.engine, logOf(), query).data.length, parts.mock.calls.length];
  };
  expect(sumsUp({ customer: 'cus_7' })).toEqual([1, 1]);
  expect(sumsUp({ event_name: 'e7' })).toEqual([5, 5]);
  expect(sumsUp({ account: 'a2' })).toEqual([20, 20]);
  expect(sumsUp({ account: 'a2', event_name: 'e7', customer: 'cus_7' })).toEqual([1, 1]);
  expect(sumsUp({ account: 'a3', customer: 'cus_7' })).toEqual([0, 0]);
  expect(sumsUp({ event_name: 'none' })).toEqual([0, 0]);
  parts.mockRestore();
});

test('counts cover the given account and its connected accounts', async () => {
  const { event, control } = await serve();
  await event(EVENT, keyOf('billing'));
  await event('foo=1', { ...keyOf('billing'), 'Stripe-Account': 'acct_1' });
  await event(EVENT, keyOf('other'));
  const countsOf = async (query: string) =>
    (await control('get', `/usage${query}`)).body.counts.map((each: Record<string, unknown>) => [
      each['account'],
      each['taken'],
      each['refused'],
    ]);
  expect(await countsOf('')).toEqual([
    ['billing', 1, 0],
    ['other', 1, 0],
    ['billing/acct_1', 0, 1],
  ]);
  expect(await countsOf('?account=billing')).toEqual([
    ['billing', 1, 0],
    ['billing/acct_1', 0, 1],
  ]);
  expect(await countsOf('?account=billing&customer=nobody')).toHaveLength(2);
  expect((await control('get', '/usage?account=nobody')).body).toEqual({ data: [], counts: [] });
});

test('a query creates no account, neither in the engine nor in the request log', () => {
  const engine = engineOf();
  const log = logOf();
  const asked = { account: 'asked', livemode: false };
  engine.record({ account: 'recorded', livemode: false }, input(engine));
  expect(log.counts(asked)).toEqual({ refused: 0, replayed: 0 });
  usage(engine.state.engine, log);
  usage(engine.state.engine, log, { account: 'asked' });
  expect([log.accounts(), engine.account(asked).scope]).toEqual([[], 0]);
});

test('later events do not change a document', async () => {
  const { event, mock } = await serve();
  await event('event_name=e&payload[value]=1');
  const document = mock.usage();
  await event('event_name=e&payload[value]=1');
  expect(document.counts).toMatchObject([
    { invalid: 1, invalid_by_code: { meter_event_no_customer_defined: 1 } },
  ]);
});

test('usage before 1970 counts too', async () => {
  const { event, mock } = await serve({ clock: '1000,frozen' });
  await event(`${EVENT}&timestamp=-5`);
  await event(`${EVENT}&timestamp=5`);
  expect(mock.usage().data).toMatchObject([{ value: '50' }]);
});
