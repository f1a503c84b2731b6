import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { MeterEvent } from '../../src/metering/event.ts';
import type { Selection } from '../../src/metering/event-log.ts';
import { codePoint } from '../code-points.ts';
import { ACCOUNT, engineOf, input } from './engine-of.ts';

/** Strings that contain the characters which separate and escape fields. */
const text = fc.oneof(
  fc.string({ unit: codePoint }),
  fc.string({ unit: fc.constantFrom('\0', '\\', '0', '=', '"', '\n', 'ü') }),
);

test('an event is read back unchanged, whatever its content', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.oneof(text, fc.constant('stripe_customer_id')), text),
      text,
      text,
      fc.option(text),
      fc.option(text),
      (payload, eventName, identifier, idempotencyKey, requestId) => {
        const engine = engineOf();
        const given = {
          ...input(engine),
          eventName,
          identifier,
          payload: new Map(Object.entries(payload)),
          requestId,
          idempotencyKey,
        };
        const outcome = engine.record(ACCOUNT, given);
        expect(outcome.outcome).toBe('recorded');
        expect([...engine.events()]).toEqual([(outcome as { event: MeterEvent }).event]);
        expect(engine.countEvents({ eventName, identifier })).toBe(1);
        expect(engine.countEvents({ eventName: `${eventName}x` })).toBe(0);
        const customer = given.payload.get('stripe_customer_id');
        if (customer) expect(engine.countEvents({ customer })).toBe(1);
      },
    ),
  );
});

test('selects by account, event name, identifier and customer', () => {
  const engine = engineOf();
  const record = (account: string, identifier: string, changes = {}) =>
    engine.record(
      { account, livemode: false },
      { ...input(engine, { customer: `cus_${identifier}`, ...changes }), identifier },
    );
  for (const identifier of ['a', 'ab', 'b']) record('one', identifier);
  record('two', 'a', { eventName: 'a', customer: 'b' });
  const found = (selection: Selection) =>
    [...engine.events(selection)].map(({ account, identifier }) => `${account} ${identifier}`);
  const isOf = ({ account }: { account: string }) => account === 'one';
  expect(found({ isOf })).toEqual(['one b', 'one ab', 'one a']);
  expect(found({ identifier: 'a' })).toEqual(['two a', 'one a']);
  expect(found({ identifier: 'a', isOf })).toEqual(['one a']);
  expect(found({ customer: 'cus_a' })).toEqual(['one a']);
  expect(found({ customer: 'b' })).toEqual(['two a']);
  expect(found({ eventName: 'calls', customer: 'cus_b' })).toEqual(['one b']);
  expect(found({ eventName: 'a', customer: 'cus_a' })).toEqual([]);
  engine.record(ACCOUNT, { ...input(engine), identifier: 'v2', eventName: 'v1', source: 'v2' });
  expect(found({ source: 'v2' })).toEqual(['default v2']);
  expect(found({ source: 'v1', identifier: 'a' })).toEqual(['two a', 'one a']);
  expect(found({ source: 'v2_stream' })).toEqual([]);
});

test('does not decode events that it skips', () => {
  const engine = engineOf();
  for (let i = 0; i < 3000; i++) {
    const changes = { eventName: `e${i % 7}`, customer: `cus_${i}` };
    engine.record({ account: `a${i % 5}`, livemode: false }, input(engine, changes));
  }
  const decoded = vi.spyOn(Buffer.prototype, 'toString');
  const decodedBy = (selection: Selection) => {
    decoded.mockClear();
    return [engine.countEvents(selection), decoded.mock.calls.length];
  };
  expect(decodedBy({ isOf: ({ account }) => account === 'nobody' })).toEqual([0, 0]);
  expect(decodedBy({ isOf: ({ account }) => account === 'a2' })).toEqual([600, 600]);
  expect(decodedBy({ customer: 'cus_7' })).toEqual([1, 1]); // not cus_70
  expect(decodedBy({ customer: 'us_7' })).toEqual([0, 0]);
  expect(decodedBy({ eventName: 'e' })).toEqual([0, 0]);
  expect(decodedBy({ identifier: 'none' })).toEqual([0, 0]);
  decoded.mockRestore();
});

test('a read by number is a snapshot, even after a reset', () => {
  const engine = engineOf({ retain: 5 });
  const record = (identifier: string) => engine.record(ACCOUNT, input(engine, { identifier }));
  for (const identifier of ['a', 'b', 'c']) record(identifier);
  engine.cancel(ACCOUNT, 'calls', 'a');
  const reads = [undefined, ACCOUNT.account].map((account) => {
    const read = engine.state.engine.kept.read([3, 1, 9, 2]);
    const found = engine.state.engine.scan();
    engine.cancel(ACCOUNT, 'calls', 'b');
    engine.reset(account);
    const all = [...read, ...found].map((event) => event && [event.identifier, event.cancelled]);
    for (const identifier of ['a', 'b', 'c']) record(identifier);
    engine.cancel(ACCOUNT, 'calls', 'a');
    return all;
  });
  const [a, b, c] = [
    ['a', true],
    ['b', false],
    ['c', false],
  ];
  expect(reads[0]).toEqual([c, a, undefined, b, c, b, a, undefined]);
  expect(reads[1]).toEqual(reads[0]);
});

test('views are snapshots, whatever is added, evicted or cancelled meanwhile', () => {
  const engine = engineOf({ retain: 2000 });
  const record = (from: number, to: number) => {
    for (let i = from; i < to; i++) engine.record(ACCOUNT, input(engine, { identifier: `i${i}` }));
  };
  record(0, 2000);
  engine.cancel(ACCOUNT, 'calls', 'i3');
  const shown = (events: Iterable<MeterEvent | undefined>) =>
    [...events]
      .filter((event) => event !== undefined)
      .map(({ identifier, cancelled }) => `${identifier} ${cancelled}`);
  const now = shown(engine.state.engine.events());
  const found = engine.state.engine.scan();
  const oldestFirst = engine.state.engine.scan({}, { oldestFirst: true });
  engine.cancel(ACCOUNT, 'calls', 'i5');
  record(2000, 7000);
  expect(shown(found)).toEqual(now);
  expect(shown(oldestFirst)).toEqual(now.toReversed());
  expect(now.filter((each) => each.endsWith('true'))).toEqual(['i3 true']);
  expect(shown(engine.state.engine.events())[0]).toBe('i6999 false');
});
