/**
 * Compares random events, cancellations, times and windows with a plain model that keeps every
 * event and adds them up each time.
 */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { add, type Decimal, parseDecimal, toText } from '../../src/metering/decimal.ts';
import type { EventTimeWindow, Formula, Meter } from '../../src/metering/meter.ts';
import { Tally } from '../../src/metering/tally.ts';
import type { KeptTotals } from '../../src/metering/usage.ts';
import { runs } from '../runs.ts';
import { ACCOUNT, engineOf, input, START } from './engine-of.ts';

const NOW = START / 1000;
const WIDTH = { hour: 3600, day: 86_400 } as const;

interface Kept {
  receivedMs: number;
  timestamp: number;
  value: Decimal;
  cancelled: boolean;
}

/** What a summary should be, computed from scratch. */
function modelled(
  events: readonly Kept[],
  formula: Formula,
  window: EventTimeWindow | null,
  from: number,
  to: number,
  bucket?: number,
) {
  const living = events
    .map((event, arrival) => ({ ...event, arrival }))
    .filter((event) => !event.cancelled);
  const counted =
    window === null
      ? living
      : living.filter(
          (event) =>
            !living.some(
              (later) => later.arrival > event.arrival && sameCell(later, event, WIDTH[window]),
            ),
        );
  const inside = counted.filter((event) => event.timestamp >= from && event.timestamp < to);
  const starts =
    bucket === undefined
      ? [from]
      : [...new Set(inside.map((event) => event.timestamp - (event.timestamp % bucket)))].sort(
          (a, b) => b - a,
        );
  return starts.flatMap((start) => {
    const end = bucket === undefined ? to : start + bucket;
    const own = inside.filter((event) => event.timestamp >= start && event.timestamp < end);
    return own.length === 0
      ? []
      : [{ from: start, to: end, value: toText(aggregate(own, formula)) }];
  });
}

function sameCell(a: Kept, b: Kept, width: number): boolean {
  return Math.floor(a.timestamp / width) === Math.floor(b.timestamp / width);
}

function aggregate(events: readonly (Kept & { arrival: number })[], formula: Formula): Decimal {
  if (formula === 'count') return events.length;
  if (formula === 'sum') return events.reduce<Decimal>((sum, { value }) => add(sum, value), 0);
  return events.toSorted((a, b) => a.timestamp - b.timestamp || a.arrival - b.arrival).at(-1)
    ?.value as Decimal;
}

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      secondsAgo: fc.oneof(fc.nat(7200), fc.nat(3 * 86_400)),
      value: fc.constantFrom('1', '0.1', '-2', '3.333', '1000000000'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(200) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('later' as const), seconds: fc.nat(20 * 3600) }),
  },
);
const question = fc.record({
  fromAgo: fc.nat(4 * 86_400),
  length: fc.nat(4 * 86_400),
  bucket: fc.constantFrom(undefined, 3600, 86_400),
});

test.each([
  ['sum', null],
  ['count', null],
  ['last', null],
  ['sum', 'hour'],
  ['sum', 'day'],
  ['count', 'day'],
  ['last', 'hour'],
  ['last', 'day'],
] as const)('%s meters with window %s agree with the model', (formula, window) => {
  fc.assert(
    fc.property(
      fc.array(action, { maxLength: 80 }),
      fc.array(question, { minLength: 3, maxLength: 6 }),
      (actions, questions) => {
        const engine = engineOf();
        const meter = engine.createMeter(ACCOUNT, { formula, eventTimeWindow: window }) as Meter;
        const kept: Kept[] = [];
        for (const step of actions) {
          if (step.kind === 'event') {
            const timestamp = Math.floor(engine.clock.now() / 1000) - step.secondsAgo;
            engine.record(
              ACCOUNT,
              input(engine, { identifier: `e${kept.length}`, timestamp, value: step.value }),
            );
            kept.push({
              receivedMs: engine.clock.now(),
              timestamp,
              value: parseDecimal(step.value) as Decimal,
              cancelled: false,
            });
          } else if (step.kind === 'later') {
            engine.clock.advance(step.seconds * 1000);
          } else if (kept.length > 0) {
            const which = step.which % kept.length;
            const event = kept[which] as Kept;
            const isLate = engine.clock.now() - event.receivedMs >= 86_400_000;
            expect(engine.cancel(ACCOUNT, 'calls', `e${which}`)).toBe(
              isLate ? 'too_late' : event.cancelled ? 'already_cancelled' : 'cancelled',
            );
            event.cancelled ||= !isLate;
          }
        }
        for (const { fromAgo, length, bucket } of questions) {
          const unit = bucket ?? 1;
          const from = Math.floor((Math.floor(engine.clock.now() / 1000) - fromAgo) / unit) * unit;
          const to = from + Math.ceil(length / unit) * unit;
          const answered = engine.summarize(ACCOUNT, meter, 'cus_1', {
            from,
            to,
            bucketSeconds: bucket,
          });
          expect(answered.map((summary) => ({ ...summary, value: toText(summary.value) }))).toEqual(
            modelled(kept, formula, window, from, to, bucket),
          );
        }
      },
    ),
    { numRuns: runs(60) },
  );
});

test('drops events that can never count again: a `last` meter does not grow', () => {
  const engine = engineOf({ retain: 10 });
  const meter = engine.createMeter(ACCOUNT, { formula: 'last', eventTimeWindow: 'day' }) as Meter;
  for (let i = 0; i < 1000; i++)
    engine.record(ACCOUNT, input(engine, { identifier: `${i}`, value: `${i}` }));
  for (let i = 999; i >= 990; i--)
    expect(engine.cancel(ACCOUNT, 'calls', `${i}`)).toBe('cancelled');
  expect(engine.cancel(ACCOUNT, 'calls', '989')).toBe('evicted');
  expect(engine.summarize(ACCOUNT, meter, 'cus_1', { from: 0, to: NOW + 1 })).toMatchObject([
    { value: 989 },
  ]);
});

test('saves totals for readers as they were, until they stop', () => {
  const engine = engineOf();
  engine.createMeter(ACCOUNT, { id: 'mtr_last', eventName: 'last', formula: 'last' });
  const record = (customer: string, value: string) => {
    for (const eventName of ['calls', 'last']) {
      const identifier = `${eventName} ${customer} ${value}`;
      engine.record(ACCOUNT, input(engine, { eventName, identifier, customer, value }));
    }
  };
  for (const customer of ['cus_1', 'cus_2', 'cus_3']) record(customer, '2');
  const shown = (totals: Iterable<{ customer: string; value: Decimal } | undefined>) =>
    [...totals]
      .filter((each) => each !== undefined)
      .map(({ customer, value }) => `${customer} ${toText(value)}`);
  const usage = engine.usage(ACCOUNT);
  const before = shown(usage.totals());
  const [early, late]: [KeptTotals, KeptTotals] = [new Map(), new Map()];
  for (const reader of [early, late]) usage.keepFor(reader);
  const slowly = usage.totalsAsOf(early);
  const first = slowly.next().value as { customer: string; value: Decimal };
  record('cus_1', '3');
  record('cus_2', '3');
  engine.cancel(ACCOUNT, 'last', 'last cus_3 2');
  record('cus_4', '3');
  record('cus_2', '4');
  expect(shown([first, ...slowly])).toEqual(before);
  expect(shown(usage.totalsAsOf(late))).toEqual(before);
  expect(shown(usage.totalsAsOf(late, { meterIds: ['mtr_last'], customer: 'cus_2' }))).toEqual([
    'cus_2 2',
  ]);
  expect(shown(usage.totalsAsOf(late, { customer: 'cus_4' }))).toEqual([]);
  expect(shown(usage.totals())).toEqual([
    'cus_1 5',
    'cus_2 9',
    'cus_3 2',
    'cus_4 3',
    'cus_1 3',
    'cus_2 4',
    'cus_4 3',
  ]);
  const parts = vi.spyOn(Tally.prototype, 'parts');
  record('cus_3', '5');
  expect(parts).toHaveBeenCalledTimes(2); // once for each reader
  for (const reader of [early, late]) usage.stopKeeping(reader);
  record('cus_5', '5');
  expect(parts).toHaveBeenCalledTimes(2);
  parts.mockRestore();
});
