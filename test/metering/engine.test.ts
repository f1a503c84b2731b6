import { expect, test } from 'vitest';
import { toText } from '../../src/metering/decimal.ts';
import { heapLeftBy } from '../collected.ts';
import { ACCOUNT, engineOf, input, START } from './engine-of.ts';

const NOW = START / 1000;
const DAY = 86_400_000;
const ALL = { from: 0, to: NOW + 100 * 86_400 };

const totals = (engine: ReturnType<typeof engineOf>, account = ACCOUNT) =>
  [...engine.usage(account).totals()].map(({ customer, value }) => `${customer}: ${toText(value)}`);

test('accepts an event once, and again when its identifier is free', () => {
  const engine = engineOf();
  expect(engine.record(ACCOUNT, input(engine, { identifier: 'a' })).outcome).toBe('recorded');
  expect(
    engine.record(ACCOUNT, input(engine, { identifier: 'a', eventName: 'other' })).outcome,
  ).toBe('duplicate');
  engine.clock.advance(DAY - 1);
  expect(engine.record(ACCOUNT, input(engine, { identifier: 'a' })).outcome).toBe('duplicate');
  engine.clock.advance(1);
  expect(engine.record(ACCOUNT, input(engine, { identifier: 'a' })).outcome).toBe('recorded');
  expect(engine.account(ACCOUNT).counts).toMatchObject({ taken: 2, duplicate: 2 });
});

test('accounts and modes are kept apart', () => {
  const engine = engineOf();
  const names = [
    ACCOUNT,
    { account: 'default', livemode: true },
    { account: 'b', livemode: false },
  ];
  for (const name of names)
    expect(engine.record(name, input(engine, { identifier: 'same' })).outcome).toBe('recorded');
  expect(names.map((name) => engine.account(name).meters.all().length)).toEqual([1, 1, 1]);
});

test.each([
  [-35 * 86_400 - 1, { outcome: 'too_old', bound: NOW - 35 * 86_400 }],
  [-35 * 86_400, { outcome: 'recorded' }],
  [300, { outcome: 'recorded' }],
  [301, { outcome: 'too_new', bound: NOW + 300 }],
])('an event %i seconds from now', (seconds, expected) => {
  const engine = engineOf();
  expect(engine.record(ACCOUNT, input(engine, { timestamp: NOW + seconds }))).toMatchObject(
    expected,
  );
});

test('a refused event leaves no trace and holds no identifier', () => {
  const engine = engineOf();
  engine.record(ACCOUNT, input(engine, { identifier: 'a', timestamp: 0 }));
  expect(engine.account(ACCOUNT).meters.all()).toEqual([]);
  expect([...engine.events()]).toEqual([]);
  expect(engine.isHeld(ACCOUNT, 'a')).toBe(false);
  expect(engine.identifiers().claims).toBe(0);
  expect(engine.account(ACCOUNT).scope).toBe(0);
});

test('creates a meter for an unknown name, and refuses its events once it is deactivated', () => {
  const made: string[] = [];
  const engine = engineOf();
  engine.state.feed.listen(['meter_created'], ({ meter }) => made.push(meter.eventName));
  engine.record(ACCOUNT, input(engine));
  engine.record(ACCOUNT, input(engine));
  const { meters } = engine.account(ACCOUNT);
  const meter = meters.active('calls');
  expect(meter).toMatchObject({
    formula: 'sum',
    valueKey: 'value',
    customerKey: 'stripe_customer_id',
    madeByMock: true,
  });
  expect(made).toEqual(['calls']);
  meters.deactivate(meter as never, NOW); // as the command does
  expect(engine.record(ACCOUNT, input(engine)).outcome).toBe('no_active_meter');
  meters.reactivate(meters.get((meter as never as { id: string }).id) as never, NOW);
  expect(engine.record(ACCOUNT, input(engine)).outcome).toBe('recorded');
});

test('strict refuses unknown meters and customers, and nothing else', () => {
  const engine = engineOf({ strict: true });
  expect(engine.record(ACCOUNT, input(engine)).outcome).toBe('no_active_meter');
  engine.createMeter(ACCOUNT, {});
  expect(engine.record(ACCOUNT, input(engine))).toEqual({
    outcome: 'no_such_customer',
    customer: 'cus_1',
    customerKey: 'stripe_customer_id',
  });
  const details = {
    address: null,
    balance: 0,
    description: null,
    email: null,
    metadata: {},
    name: null,
    phone: null,
  };
  const customer = { ...details, id: 'cus_1', created: NOW, deleted: false };
  engine.state.apply({
    kind: 'create_customer',
    account: ACCOUNT,
    atMs: START,
    sharedMs: START,
    customer,
  });
  expect(engine.record(ACCOUNT, input(engine)).outcome).toBe('recorded');
  expect(engine.record(ACCOUNT, input(engine, { customer: '' })).outcome).toBe('recorded');
});

test.each([
  [{ customer: '' }, 'meter_event_no_customer_defined'],
  [{ value: '' }, 'meter_event_invalid_value'],
  [{ value: 'ten' }, 'meter_event_invalid_value'],
  [{ value: '1234567890123456' }, 'meter_event_value_too_many_digits'],
  [{ value: '43.8996644020081' }, 'meter_event_value_too_many_digits'],
  [{ value: '.0000000000001' }, 'meter_event_value_too_many_digits'],
])('%j is accepted, does not count, and says why', (changes, code) => {
  const engine = engineOf();
  expect(engine.record(ACCOUNT, input(engine, changes))).toMatchObject({
    outcome: 'recorded',
    event: { invalid: code, value: null },
  });
  expect(totals(engine)).toEqual([]);
  expect(engine.account(ACCOUNT).counts).toMatchObject({
    taken: 1,
    invalid: 1,
    invalidByCode: { [code]: 1 },
  });
});

test.each(['1234567890123456', '43.8996644020081', '0.0000000000001', '-.0000000000001'])(
  'refuses %s at once if the API version says so',
  (value) => {
    const engine = engineOf();
    const refused = engine.record(ACCOUNT, input(engine, { value }), { refuseManyDigits: true });
    expect(refused).toEqual({ outcome: 'too_many_digits', value });
  },
);

test.each([
  '123456789012345000',
  '43.899664402008',
  '0.000000000001',
  '0.1000000000000000',
  '1.0000000000000',
])('%s is taken and counts', (value) => {
  const engine = engineOf();
  expect(
    engine.record(ACCOUNT, input(engine, { value }), { refuseManyDigits: true }),
  ).toMatchObject({ outcome: 'recorded', event: { invalid: null } });
});

test('a value that is not a number does not have too many digits, however long it is', () => {
  const engine = engineOf();
  const startedMs = performance.now();
  for (const value of [
    '1.2.3.4.5.6.7.8.9',
    `${'0'.repeat(1_000_000)}x`,
    `1${'0'.repeat(1_000_000)}1`,
  ]) {
    expect(
      engine.record(ACCOUNT, input(engine, { value }), { refuseManyDigits: true }),
    ).toMatchObject({ event: { invalid: 'meter_event_invalid_value' } });
  }
  expect(performance.now() - startedMs).toBeLessThan(2000);
});

test('checks a discarded event but does not keep it', () => {
  const engine = engineOf();
  expect(engine.rehearse(ACCOUNT, input(engine, { identifier: 'a' })).outcome).toBe('recorded');
  expect([...engine.events()]).toEqual([]);
  expect(engine.account(ACCOUNT).meters.all()).toEqual([]);
  engine.record(ACCOUNT, input(engine, { identifier: 'a' }));
  expect(engine.rehearse(ACCOUNT, input(engine, { identifier: 'a' })).outcome).toBe('duplicate');
});

test('an event can be cancelled once, in time, by its own name, while it is kept', () => {
  const engine = engineOf({ retain: 2 });
  for (const identifier of ['a', 'b', 'c'])
    engine.record(ACCOUNT, input(engine, { identifier, value: '5' }));
  engine.record({ account: 'other', livemode: false }, input(engine, { eventName: 'other' }));
  engine.createMeter(ACCOUNT, { id: 'mtr_test_2', eventName: 'other' });
  expect(engine.cancel(ACCOUNT, 'nothing', 'c')).toBe('no_active_meter');
  expect(engine.cancel(ACCOUNT, 'calls', 'nope')).toBe('not_found');
  expect(engine.cancel(ACCOUNT, 'other', 'c')).toBe('not_found');
  expect(engine.cancel(ACCOUNT, 'calls', 'a')).toBe('evicted');
  expect(engine.cancel(ACCOUNT, 'calls', 'c')).toBe('cancelled');
  expect(engine.cancel(ACCOUNT, 'calls', 'c')).toBe('already_cancelled');
  expect(totals(engine)).toEqual(['cus_1: 10']);
  expect(engine.record(ACCOUNT, input(engine, { identifier: 'c' })).outcome).toBe('duplicate');
});

test('an event can be cancelled for 24 hours from its receipt, whatever its timestamp', () => {
  const engine = engineOf();
  engine.record(ACCOUNT, input(engine, { identifier: 'a', timestamp: NOW - 30 * 86_400 }));
  engine.record(ACCOUNT, input(engine, { identifier: 'b' }));
  engine.clock.advance(DAY - 1);
  expect(engine.cancel(ACCOUNT, 'calls', 'a')).toBe('cancelled');
  engine.clock.advance(1);
  expect(engine.cancel(ACCOUNT, 'calls', 'b')).toBe('too_late');
});

test('with a lag, events show later on the clock, and a cancelled one never', () => {
  const engine = engineOf({ summaryLag: 60 });
  engine.record(ACCOUNT, input(engine, { identifier: 'a', value: '1' }));
  engine.clock.advance(30_000);
  engine.record(ACCOUNT, input(engine, { identifier: 'b', value: '2' }));
  engine.record(ACCOUNT, input(engine, { identifier: 'c', value: '4' }));
  expect(totals(engine)).toEqual([]);
  engine.cancel(ACCOUNT, 'calls', 'b');
  engine.clock.advance(30_000);
  expect(totals(engine)).toEqual(['cus_1: 1']);
  engine.clock.advance(30_000);
  expect(totals(engine)).toEqual(['cus_1: 5']);
});

test('with a lag, one moment is due however often the next event is cancelled', () => {
  const engine = engineOf({ summaryLag: 60 });
  const due = () =>
    engine.state.clocks
      .of('default')
      .schedule.all()
      .map(({ atMs }) => atMs);
  for (const identifier of ['a', 'b', 'c']) {
    engine.record(ACCOUNT, input(engine, { identifier, value: '1' }));
    engine.cancel(ACCOUNT, 'calls', identifier);
    expect(due()).toEqual([]);
  }
  engine.record(ACCOUNT, input(engine, { identifier: 'd', value: '1' }));
  engine.clock.advance(30_000);
  engine.record(ACCOUNT, input(engine, { identifier: 'e', value: '2' }));
  expect(due()).toEqual([START + 60_000]);
  engine.cancel(ACCOUNT, 'calls', 'd');
  expect(due()).toEqual([START + 90_000]);
  engine.clock.advance(60_000);
  expect([due(), totals(engine)]).toEqual([[], ['cus_1: 2']]);
});

test('inspection keeps the last events and counts evicted ones; totals do not change', () => {
  const engine = engineOf({ retain: 3 });
  for (let i = 1; i <= 10; i++) engine.record(ACCOUNT, input(engine, { identifier: `${i}` }));
  expect([...engine.events()].map((event) => event.identifier)).toEqual(['10', '9', '8']);
  expect(engine.account(ACCOUNT).counts.dropped).toBe(7);
  expect(totals(engine)).toEqual(['cus_1: 10']);
});

test('a reset of one account frees its identifiers and leaves the others', () => {
  const engine = engineOf();
  const other = { account: 'other', livemode: false };
  for (const name of [ACCOUNT, other]) engine.record(name, input(engine, { identifier: 'a' }));
  engine.clock.advance(5000);
  engine.reset('default');
  expect(engine.clock.now()).toBe(START + 5000);
  expect([...engine.events()].map((event) => event.account)).toEqual(['other']);
  expect(totals(engine)).toEqual([]);
  expect(engine.record(ACCOUNT, input(engine, { identifier: 'a' })).outcome).toBe('recorded');
  expect(engine.record(other, input(engine, { identifier: 'a' })).outcome).toBe('duplicate');
});

test('a full reset starts the clock, the ids and the numbers again', () => {
  const engine = engineOf();
  const first = engine.record(ACCOUNT, input(engine));
  engine.clock.advance(DAY);
  engine.reset();
  expect(engine.clock.now()).toBe(START);
  expect(engine.accounts()).toEqual([]);
  expect(engine.record(ACCOUNT, input(engine))).toEqual({
    ...first,
    event: { ...(first as { event: object }).event, scope: expect.any(Number) },
  });
});

test('announces each change once, typed and complete, duplicates and refusals too', () => {
  const engine = engineOf();
  const heard: unknown[] = [];
  const kinds = [
    'event_recorded',
    'event_found_invalid',
    'event_refused',
    'event_cancelled',
    'reset',
  ] as const;
  const stop = engine.state.feed.listen(kinds, (change) => {
    heard.push([change.kind, engine.account(ACCOUNT).counts.taken]);
  });
  engine.record(ACCOUNT, input(engine, { identifier: 'a' }));
  engine.record(ACCOUNT, input(engine, { identifier: 'a' }));
  engine.record(ACCOUNT, input(engine, { timestamp: 0 }));
  engine.record(ACCOUNT, input(engine, { value: 'x' }));
  engine.cancel(ACCOUNT, 'calls', 'a');
  engine.reset();
  expect(heard).toEqual([
    ['event_recorded', 1],
    ['event_refused', 1],
    ['event_refused', 1],
    ['event_found_invalid', 2],
    ['event_cancelled', 2],
    ['reset', 0],
  ]);
  stop();
  engine.reset();
  expect(heard).toHaveLength(6);
});

test('summaries of a customer without usage are empty', () => {
  const engine = engineOf();
  engine.record(ACCOUNT, input(engine));
  const meter = engine.account(ACCOUNT).meters.active('calls') as never;
  expect(engine.summarize(ACCOUNT, meter, 'cus_2', ALL)).toEqual([]);
  expect(engine.summarize(ACCOUNT, meter, 'cus_1', ALL)).toEqual([{ ...ALL, value: 1 }]);
});

test('an event waiting for the summary lag does not retain its payload', () => {
  const engine = engineOf({ summaryLag: 10, retain: 0 });
  const bytes = heapLeftBy(() => {
    for (let i = 0; i < 50; i++) {
      const event = input(engine, { value: '2' });
      const note = Buffer.alloc(1_000_000, 'x').toString();
      engine.record(ACCOUNT, { ...event, payload: new Map([...event.payload, ['note', note]]) });
    }
    return engine;
  });
  expect(bytes).toBeLessThan(5_000_000);
  engine.clock.advance(10_000);
  expect(totals(engine)).toEqual(['cus_1: 100']);
});
