/** Waits without HTTP: what they find, and what they cost. */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { WaitGroup } from '../../src/control/wait-group.ts';
import { type WaitAsked, Waiters } from '../../src/control/waiters.ts';
import { isWithin } from '../../src/metering/account-name.ts';
import type { MeterEvent } from '../../src/metering/event.ts';
import { EventLog } from '../../src/metering/event-log.ts';
import { ACCOUNT, engineOf, input } from '../metering/engine-of.ts';
import { runs } from '../runs.ts';

const FOREVER = 600_000;

afterEach(() => void vi.restoreAllMocks());

function waitersOf(options: Parameters<typeof engineOf>[0] = {}) {
  const engine = engineOf(options);
  const waiters = new Waiters(engine.state.engine, engine.state.feed);
  const record = (identifier: string, customer = 'cus_1', account = 'default') =>
    void engine.record({ account, livemode: false }, input(engine, { identifier, customer }));
  const wait = (filter: WaitAsked['filter'], count = 1, timeoutMs = FOREVER, gone?: AbortSignal) =>
    waiters.wait({ filter, count, timeoutMs }, gone).then(({ matched, events }) => ({
      matched,
      found: read(events).map(({ identifier }) => identifier),
    }));
  return { engine, waiters, record, wait };
}

function read(events: Iterable<MeterEvent | undefined>): MeterEvent[] {
  return [...events].filter((event) => event !== undefined);
}

/** How many kept events have been looked at since. */
function countLooks(): () => number {
  const at = vi.spyOn(EventLog.prototype, 'at');
  return () => at.mock.calls.length;
}

test('finds earlier and new events, newest first, and counts them', async () => {
  const { record, wait } = waitersOf();
  for (const identifier of ['a', 'b', 'c']) record(identifier);
  expect(await wait({}, 2)).toEqual({ matched: 3, found: ['c', 'b'] });
  const waiting = wait({ customer: 'cus_1' }, 5);
  await setImmediate();
  record('d');
  record('other', 'cus_2');
  record('e');
  expect(await waiting).toEqual({ matched: 5, found: ['e', 'd', 'c', 'b', 'a'] });
});

test('at the time-out, returns the events so far, even before anything is counted', async () => {
  const { record, wait } = waitersOf();
  record('a');
  expect(await wait({}, 3, 0)).toEqual({ matched: 1, found: ['a'] });
  const both = [wait({}, 2, 0), wait({}, 9, 1)];
  record('b');
  expect(await Promise.all(both)).toEqual([
    { matched: 2, found: ['b', 'a'] },
    { matched: 2, found: ['b', 'a'] },
  ]);
});

test('waits that begin in one turn share one read, whatever they wait for', async () => {
  const { record, wait } = waitersOf();
  for (let i = 0; i < 1000; i++) record(`i${i}`, `cus_${i % 10}`);
  const looked = countLooks();
  const asked = [
    {},
    { customer: 'cus_3' },
    { identifier: 'i7' },
    { event_name: 'calls' },
    { account: 'default' },
  ];
  const waits = Array.from({ length: 500 }, (_, i) => wait(asked[i % 5] ?? {}, 1));
  const others = Array.from({ length: 500 }, (_, i) => wait({ customer: `nobody_${i}` }, 1, 5));
  const found = await Promise.all(waits);
  expect(found.slice(0, 5).map(({ matched }) => matched)).toEqual([1000, 100, 1, 1000, 1000]);
  await Promise.all(others);
  expect(looked()).toBeLessThanOrEqual(1000); // each is looked at once
});

test('searches an event’s text before decoding it', async () => {
  const { record, wait } = waitersOf();
  for (let i = 0; i < 1000; i++) record(`i${i}`, `cus_${i % 10}`);
  const looked = countLooks();
  expect(
    await Promise.all([wait({ identifier: 'i7' }), wait({ customer: 'cus' }, 1, 1)]),
  ).toMatchObject([{ matched: 1 }, { matched: 0 }]);
  expect(looked()).toBeLessThanOrEqual(1000); // cus is part of every customer
  const before = looked();
  expect(await wait({ identifier: 'i7', customer: 'cus_7' })).toEqual({
    matched: 1,
    found: ['i7'],
  });
  expect(looked() - before).toBe(111); // the number of identifiers that contain i7
});

test('an abandoned wait costs nothing further, before, during or after the read', async () => {
  const { record, wait } = waitersOf();
  for (let i = 0; i < 2000; i++) record(`i${i}`);
  const looked = countLooks();
  const gone = new AbortController();
  const early = wait({}, 5000, FOREVER, AbortSignal.abort());
  const during = wait({ account: 'default' }, 5000, FOREVER, gone.signal);
  expect(await early).toEqual({ matched: 0, found: [] });
  await setImmediate();
  const before = looked();
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(1000);
  gone.abort();
  expect(await during).toEqual({ matched: 0, found: [] });
  for (let i = 0; i < 20; i++) await setImmediate();
  expect(looked()).toBe(before);
});

test('a create wakes only the waits it matches', async () => {
  const { record, wait } = waitersOf();
  const waits = Array.from({ length: 100 }, (_, i) => wait({ customer: `cus_${i}` }));
  const others = [
    { identifier: 'b' },
    { event_name: 'other' },
    { account: 'b' },
    { customer: 'cus_7', identifier: 'b' },
    { customer: 'cus_7', livemode: true },
  ];
  for (const filter of others) void wait(filter);
  const heard = [
    wait({ identifier: 'a' }),
    wait({ event_name: 'calls' }),
    wait({ account: 'default' }),
    wait({}),
  ];
  await setImmediate();
  const hear = vi.spyOn(WaitGroup.prototype, 'hear');
  record('a', 'cus_7', 'default/acct_1');
  expect(hear).toHaveBeenCalledTimes(5);
  expect(await Promise.all([waits[7], ...heard])).toEqual(
    Array(5).fill({ matched: 1, found: ['a'] }),
  );
});

test('uses one listener for all waits, and none if there are no waits', async () => {
  const { engine, record, wait } = waitersOf();
  const stops: number[] = [];
  const listen = engine.state.feed.listen.bind(engine.state.feed);
  const spy = vi.spyOn(engine.state.feed, 'listen').mockImplementation((kinds, listener) => {
    const stop = listen(kinds, listener);
    return () => {
      stops.push(spy.mock.calls.length);
      stop();
    };
  });
  const waits = ['a', 'b', 'c'].map((identifier) => wait({ identifier }));
  for (const identifier of ['a', 'b', 'c']) record(identifier);
  await Promise.all(waits);
  expect([spy.mock.calls.length, stops]).toEqual([1, [1]]);
  await wait({ identifier: 'a' });
  expect([spy.mock.calls.length, stops]).toEqual([2, [1, 2]]);
});

test('a long read lets requests in, and counts their events once', async () => {
  const { record, wait } = waitersOf();
  for (let i = 0; i < 2000; i++) record(`i${i}`);
  const waiting = wait({}, 2003);
  const looked = countLooks();
  await setImmediate();
  expect(looked()).toBeLessThan(1000);
  record('late-1');
  const joining = wait({}, 2002);
  await setImmediate();
  record('late-2');
  record('late-3');
  expect((await waiting).matched).toBe(2003);
  expect((await waiting).found.slice(0, 4)).toEqual(['late-3', 'late-2', 'late-1', 'i1999']);
  expect(await joining).toMatchObject({ matched: 2003 });
});

test('events that are cancelled or evicted meanwhile are shown as such', async () => {
  const { engine, waiters, record } = waitersOf({ retain: 2 });
  record('a');
  const waiting = waiters.wait({ filter: {}, count: 3, timeoutMs: FOREVER });
  await setImmediate();
  record('b');
  expect(engine.cancel(ACCOUNT, 'calls', 'b')).toBe('cancelled');
  record('c');
  const { matched, events } = await waiting;
  expect([
    matched,
    read(events).map(({ identifier, cancelled }) => [identifier, cancelled]),
  ]).toEqual([
    3,
    [
      ['c', false],
      ['b', true],
    ],
  ]);
});

test('a reset restarts the count, of one account or of all, even in the middle of a read', async () => {
  const { engine, record, wait } = waitersOf();
  for (let i = 0; i < 1000; i++) record(`i${i}`, 'cus_1', i % 2 === 0 ? 'one' : 'two');
  const [all, one, two] = [
    wait({}, 1001),
    wait({ account: 'one' }, 501),
    wait({ account: 'two' }, 501),
  ];
  await setImmediate();
  engine.reset('one');
  await setImmediate();
  record('x', 'cus_1', 'two');
  expect(await two).toMatchObject({ matched: 501 });
  for (let i = 0; i < 500; i++) record(`j${i}`, 'cus_1', 'one');
  expect(await all).toMatchObject({ matched: 1001 });
  engine.reset();
  for (let i = 0; i < 501; i++) record(`k${i}`, 'cus_1', 'one');
  expect(await one).toMatchObject({ matched: 501 });
});

test('closing ends all waits, current and future, with the events so far', async () => {
  const { waiters, record, wait } = waitersOf();
  record('a');
  const early = wait({}, 2);
  await setImmediate();
  const late = wait({ identifier: 'a' }, 2);
  waiters.close();
  expect(await Promise.all([early, late, wait({}, 2), wait({})])).toEqual(
    Array(4).fill({ matched: 1, found: ['a'] }),
  );
});

const event = fc.record({
  customer: fc.constantFrom('x', 'y'),
  eventName: fc.constantFrom('e', 'f'),
  account: fc.constantFrom('a', 'a/b', 'c'),
});
const step = fc.oneof(
  { weight: 5, arbitrary: event.map((given) => ({ kind: 'event' as const, ...given })) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      filter: fc.record(
        {
          customer: fc.constantFrom('x', 'y'),
          event_name: fc.constantFrom('e', 'f'),
          account: fc.constantFrom('a', 'c'),
        },
        { requiredKeys: [] },
      ),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'turn' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('reset' as const),
      account: fc.constantFrom(undefined, 'a', 'c'),
    }),
  },
);

interface Modelled {
  readonly filter: { customer?: string; event_name?: string; account?: string };
  readonly count: number;
  /** The matching events, in order. */
  matching: string[];
  found: { matched: number; found: string[] } | undefined;
}

test('agrees with a plain model, whatever happens in each turn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
      const { engine, waiters, wait } = waitersOf();
      let kept: { identifier: string; customer: string; eventName: string; account: string }[] = [];
      const waits: Modelled[] = [];
      const matching = ({ filter }: Modelled) =>
        kept
          .filter(
            ({ account }) =>
              filter.account === undefined ||
              account === filter.account ||
              account.startsWith(`${filter.account}/`),
          )
          .filter(
            ({ customer, eventName }) =>
              customer === (filter.customer ?? customer) &&
              eventName === (filter.event_name ?? eventName),
          )
          .map(({ identifier }) => identifier);
      /**
       * A wait that has ended has the newest events that matched when it ended; one that has
       * not is still short of events.
       */
      const check = () => {
        for (const each of waits) {
          if (each.found === undefined) expect(each.matching.length).toBeLessThan(each.count);
          else
            expect(each.found).toEqual({
              matched: each.found.matched,
              found: each.matching.slice(0, each.found.matched).slice(-each.count).reverse(),
            });
        }
      };
      const update = () => {
        for (const each of waits) if (each.found === undefined) each.matching = matching(each);
      };
      for (const [at, given] of steps.entries()) {
        if (given.kind === 'event') {
          engine.record(
            { account: given.account, livemode: false },
            input(engine, { ...given, identifier: `i${at}` }),
          );
          kept.push({ ...given, identifier: `i${at}` });
          update();
        } else if (given.kind === 'wait') {
          const each: Modelled = { ...given, matching: [], found: undefined };
          waits.push(each);
          update();
          void wait(given.filter, given.count).then((found) => {
            each.found = found;
          });
        } else if (given.kind === 'turn') {
          await setImmediate();
          check();
        } else {
          waiters.finishLook();
          await setImmediate();
          if (given.account === undefined) engine.reset();
          else engine.reset(given.account);
          kept =
            given.account === undefined
              ? []
              : kept.filter(({ account }) => !isWithin(account, given.account as string));
          update();
        }
      }
      await setImmediate();
      check();
      waiters.close();
      await setImmediate();
      for (const each of waits)
        expect(each.found?.found).toEqual(
          each.matching.slice(0, each.found?.matched).slice(-each.count).reverse(),
        );
    }),
    { numRuns: runs(100) },
  );
});
