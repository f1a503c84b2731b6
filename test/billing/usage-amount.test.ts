/**
 * From meter events to an amount: docs/stripe/invoice-lines.md#formula-examples; the order of
 * events does not matter, and cancelled events do not count.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesFor, totalOf } from '../../src/billing/amount-lines.ts';
import { periodAt } from '../../src/billing/periods.ts';
import { toText } from '../../src/metering/decimal.ts';
import type { Formula } from '../../src/metering/meter.ts';
import { ACCOUNT, engineOf, input, START } from '../metering/engine-of.ts';
import { perUnit } from './terms.ts';

const MONTHLY = { unit: 'month', count: 1 } as const;
const NOW = START / 1000;
const JANUARY = periodAt(Date.UTC(2026, 0, 1) / 1000, MONTHLY, NOW);
const FEBRUARY = periodAt(JANUARY.start, MONTHLY, JANUARY.end);

type Event = readonly [value: string, secondsAgo: number];

function meteringWith(formula: Formula, events: readonly Event[]) {
  const engine = engineOf();
  const meter = engine.createMeter(ACCOUNT, { formula });
  const record = ([value, secondsAgo]: Event, identifier?: string) =>
    engine.record(
      ACCOUNT,
      input(engine, {
        value,
        timestamp: NOW - secondsAgo,
        ...(identifier === undefined ? {} : { identifier }),
      }),
    );
  for (const event of events) record(event);
  const amount = ({ start, end }: typeof JANUARY, price = '10') => {
    const [summary] = engine
      .usage(ACCOUNT)
      .summarize(meter as never, 'cus_1', { from: start, to: end });
    return toText(totalOf(linesFor(perUnit(price), summary?.value ?? 0)));
  };
  return { engine, record, amount };
}

const inOrder: Event[] = [
  ['5', 300],
  ['7', 200],
  ['9', 100],
];

test.each([
  ['sum', '210'],
  ['count', '30'],
  ['last', '90'],
] as const)('%s of 5, 7, 9 at a price of 10 is %s', (formula, expected) => {
  const { amount } = meteringWith(formula, inOrder);
  expect(amount(JANUARY)).toBe(expected);
});

test.each([
  ['sum', '210', '250'],
  ['count', '30', '40'],
  ['last', '90', '90'],
] as const)('%s, received in another order, then an earlier 4', (formula, before, after) => {
  const { amount, record } = meteringWith(formula, [inOrder[2]!, inOrder[0]!, inOrder[1]!]);
  expect(amount(JANUARY)).toBe(before);
  record(['4', 250]);
  expect(amount(JANUARY)).toBe(after);
});

test.each(['sum', 'count', 'last'] as const)('%s of a period without events is 0', (formula) => {
  const { amount } = meteringWith(formula, inOrder);
  expect(amount(FEBRUARY)).toBe('0');
});

test('an event on the boundary belongs to the period that begins there', () => {
  const { engine, amount, record } = meteringWith('sum', []);
  engine.clock.advance(FEBRUARY.start * 1000 - START);
  record(['2', NOW - (FEBRUARY.start - 1)]);
  record(['9', NOW - FEBRUARY.start]);
  expect(amount(JANUARY, '0.5')).toBe('1');
  expect(amount(FEBRUARY, '0.5')).toBe('5');
});

const value = fc.constantFrom('1', '0.1', '-2', '3.333', '0.000000000001', '1000000000');
const events = fc.array(fc.tuple(value, fc.nat(20 * 86_400)), { maxLength: 12 });

test.each(['sum', 'count'] as const)('%s: the order of arrival does not matter', (formula) => {
  fc.assert(
    fc.property(events, fc.nat(), (list, seed) => {
      const shuffled = list.toSorted(
        (a, b) => ((a[1] * 31 + seed) % 97) - ((b[1] * 31 + seed) % 97),
      );
      expect(meteringWith(formula, shuffled).amount(JANUARY, '0.35')).toBe(
        meteringWith(formula, list).amount(JANUARY, '0.35'),
      );
    }),
  );
});

test.each(['sum', 'count', 'last'] as const)('%s: a cancellation undoes an event', (formula) => {
  fc.assert(
    fc.property(events, fc.tuple(value, fc.nat(20 * 86_400)), (list, extra) => {
      const { engine, amount, record } = meteringWith(formula, list);
      const before = amount(JANUARY, '0.35');
      record(extra, 'extra');
      expect(engine.cancel(ACCOUNT, 'calls', 'extra')).toBe('cancelled');
      expect(amount(JANUARY, '0.35')).toBe(before);
    }),
  );
});
