/** docs/stripe/meter-event-summaries.md#object, docs/stripe/meter-event-summaries.md#alignment. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Meter } from '../../../src/metering/meter.ts';
import { summaryIds } from '../../../src/resources/v1/summary-ids.ts';

const HOUR = 3600;
const DAY = 86_400;
const FIRST = 1_711_584_000; // a midnight: 2024-03-28T00:00:00Z
const meter = (id: string) => ({ id }) as Meter;
const idsOf = (customer = 'cus_1', meterId = 'mtr_test_61a', livemode = false) => {
  const idOf = summaryIds(meter(meterId), customer, livemode);
  return (from: number, to: number) => idOf({ from, to, value: 1 });
};

test('ids have 197 characters, and neighbouring hours share the first 187', () => {
  const idOf = idsOf();
  const [one, next] = [idOf(FIRST, FIRST + HOUR), idOf(FIRST + HOUR, FIRST + 2 * HOUR)];
  expect(one).toMatch(/^mtrusg_test_6041[0-9A-Za-z]{181}$/);
  expect([next.length, next.slice(0, 187)]).toEqual([197, one.slice(0, 187)]);
  expect(next.slice(187)).not.toBe(one.slice(187));
});

test('a live id does not contain `test`, and is as long', () => {
  expect(idsOf('cus_1', 'mtr_61a', true)(0, HOUR)).toMatch(/^mtrusg_6041[0-9A-Za-z]{186}$/);
});

test('the same bucket has the same id, in every process', () => {
  expect(idsOf()(FIRST, FIRST + HOUR)).toBe(idsOf()(FIRST, FIRST + HOUR));
  expect(idsOf()(0, HOUR).slice(187)).toBe('0000000000');
  expect(idsOf()(DAY, 2 * DAY).slice(187)).toBe('1000000MTY'); // 86,400 in base 62
  expect(idsOf()(1, 61).slice(187)).toBe('ggc5u3ZO8R');
});

test('different customers and meters have different beginnings', () => {
  const beginnings = [
    idsOf(),
    idsOf('cus_2'),
    idsOf('cus_1', 'mtr_test_61b'),
    idsOf('b cus_1'),
    idsOf('🙂'.repeat(5000)),
    idsOf(''),
  ];
  const ids = beginnings.map((idOf) => idOf(FIRST, FIRST + HOUR));
  expect(new Set(ids.map((id) => id.slice(0, 187))).size).toBe(ids.length);
  expect(new Set(ids.map((id) => id.slice(187))).size).toBe(1);
  expect(ids.every((id) => id.length === 197)).toBe(true);
});

test('the ids of twenty years of hours and days, and as many other ranges, all differ', () => {
  const idOf = idsOf();
  const ids = new Set<string>();
  for (let i = 0; i < 175_320; i++) ids.add(idOf(FIRST + i * HOUR, FIRST + (i + 1) * HOUR));
  for (let i = 0; i < 7305; i++) ids.add(idOf(FIRST + i * DAY, FIRST + (i + 1) * DAY));
  for (let i = 0; i < 20_000; i++) ids.add(idOf(FIRST - 1, FIRST + i));
  for (let i = 1; i <= 20_000; i++) ids.add(idOf(FIRST + i * HOUR, FIRST + 1 + (i + 1) * HOUR));
  expect(ids.size).toBe(175_320 + 7305 + 40_000);
});

test('the ids of any two ranges differ, and have the right length', () => {
  const idOf = idsOf();
  const stretch = fc
    .tuple(fc.maxSafeNat(), fc.maxSafeNat())
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const window = fc
    .tuple(fc.nat(2 ** 36), fc.constantFrom(HOUR, DAY))
    .map(([n, width]) => [n * width, (n + 1) * width] as const);
  const either = fc.oneof(stretch, window);
  fc.assert(
    fc.property(either, either, (a, b) => {
      expect(idOf(...a)).toHaveLength(197);
      expect(idOf(...a) === idOf(...b)).toBe(a[0] === b[0] && a[1] === b[1]);
    }),
  );
});
