import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnchorConfig, anchorFrom } from '../../src/billing/anchor-config.ts';
import { monthOf } from '../../src/billing/calendar.ts';
import { firstPeriod, type Interval, periodAt } from '../../src/billing/periods.ts';
import { runs } from '../runs.ts';

const at = (text: string) => Date.parse(text.includes('T') ? `${text}Z` : `${text}T00:00Z`) / 1000;
const text = (time: number) => new Date(time * 1000).toISOString().slice(0, 19);
const every = (words: string): Interval => {
  const [count, unit] = words.split(' ');
  return { unit: unit as Interval['unit'], count: Number(count) };
};
const config = (dayOfMonth: number, rest: Partial<AnchorConfig> = {}): AnchorConfig => ({
  dayOfMonth,
  month: null,
  hour: null,
  minute: null,
  second: null,
  ...rest,
});
const midnight = { hour: 0, minute: 0, second: 0 };

test.each<[string, AnchorConfig, string, string, string]>([
  // Created; asked; interval; anchor; end of the first period.
  ['2026-01-15T10:20:30', config(20), '1 month', '2026-01-20T10:20:30', '2026-01-20T10:20:30'],
  ['2026-01-15T10:20:30', config(10), '1 month', '2026-02-10T10:20:30', '2026-02-10T10:20:30'],
  ['2026-01-15T10:20:30', config(15), '1 month', '2026-01-15T10:20:30', '2026-02-15T10:20:30'],
  [
    '2026-01-15T10:20:30',
    config(15, { hour: 10, minute: 20, second: 29 }),
    '1 month',
    '2026-02-15T10:20:29',
    '2026-02-15T10:20:29',
  ],
  // As unkey uses it: the first of the month at midnight.
  ['2026-01-15T10:20:30', config(1, midnight), '1 month', '2026-02-01', '2026-02-01'],
  ['2026-01-01', config(1, midnight), '1 month', '2026-01-01', '2026-02-01'],
  ['2026-12-15', config(1, midnight), '1 month', '2027-01-01', '2027-01-01'],
  [
    '2026-01-15T10:20:30',
    config(1, { hour: 5 }),
    '1 month',
    '2026-02-01T05:20:30',
    '2026-02-01T05:20:30',
  ],
  // Day 31 bills on each month's last day: the anchor is in a month that has a 31st.
  ['2026-01-15', config(31), '1 month', '2026-01-31', '2026-01-31'],
  ['2026-02-10', config(31), '1 month', '2026-03-31', '2026-02-28'],
  ['2026-04-30T12:00', config(31, midnight), '1 month', '2026-05-31', '2026-05-31'],
  ['2026-02-10', config(29), '1 month', '2026-03-29', '2026-02-28'],
  ['2028-02-10', config(29), '1 month', '2028-02-29', '2028-02-29'],
  // The example of Stripe's page on billing cycles: two months from February, day 31.
  ['2026-02-10', config(31), '2 month', '2026-08-31', '2026-02-28'],
  ['2028-02-10', config(31), '2 month', '2028-08-31', '2028-02-29'],
  // The month of the year.
  ['2026-01-15', config(1, { month: 7, ...midnight }), '1 year', '2026-07-01', '2026-07-01'],
  ['2026-07-15', config(1, { month: 7, ...midnight }), '1 year', '2027-07-01', '2027-07-01'],
  ['2026-07-01', config(1, { month: 7, ...midnight }), '1 year', '2026-07-01', '2027-07-01'],
  ['2026-12-15', config(1, { month: 1, ...midnight }), '1 year', '2027-01-01', '2027-01-01'],
  ['2026-11-15', config(1, { month: 7, ...midnight }), '3 month', '2027-07-01', '2027-01-01'],
  ['2026-01-15', config(29, { month: 2, ...midnight }), '1 year', '2028-02-29', '2026-02-28'],
  ['2026-01-15', config(31, { month: 2, ...midnight }), '1 year', '2028-02-29', '2026-02-28'],
  ['2026-01-15', config(31, { month: 4, ...midnight }), '1 year', '2026-04-30', '2026-04-30'],
  // 2100 is not a leap year, so the next suitable leap-year February is 21 years ahead.
  ['2090-06-01', config(29, { month: 2, ...midnight }), '3 year', '2112-02-29', '2091-02-28'],
])('created %s, %j, %s: anchor %s, first period to %s', (created, asked, words, anchor, end) => {
  const interval = every(words);
  const time = anchorFrom(asked, interval, at(created)) as number;
  expect(text(time)).toBe(text(at(anchor)));
  expect(text(firstPeriod(at(created), time, interval).end)).toBe(text(at(end)));
});

test('day 31, created in February, bills on the last day of every month', () => {
  const monthly = every('1 month');
  const anchor = anchorFrom(config(31, midnight), monthly, at('2026-02-10')) as number;
  const starts = ['2026-03-01', '2026-04-10', '2026-05-10', '2026-06-10', '2028-03-01'].map((day) =>
    text(periodAt(anchor, monthly, at(day)).start).slice(0, 10),
  );
  expect(starts).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2028-02-29']);
});

test.each(['1 day', '2 week'])('%s accepts no config', (words) => {
  expect(anchorFrom(config(1), every(words), at('2026-01-15'))).toBeUndefined();
});

test('an anchor is on the requested day, its first boundary at most one interval ahead', () => {
  const asked = fc.record({
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
    month: fc.option(fc.integer({ min: 1, max: 12 })),
    hour: fc.option(fc.nat(23)),
    minute: fc.option(fc.nat(59)),
    second: fc.option(fc.nat(59)),
  });
  const interval = fc.oneof(
    fc.record({ unit: fc.constant('month' as const), count: fc.integer({ min: 1, max: 36 }) }),
    fc.record({ unit: fc.constant('year' as const), count: fc.integer({ min: 1, max: 3 }) }),
  );
  const instant = fc.integer({ min: at('2020-01-01'), max: at('2110-01-01') });
  fc.assert(
    fc.property(asked, interval, instant, (each, span, created) => {
      const anchor = anchorFrom(each, span, created) as number;
      const date = new Date(anchor * 1000);
      expect(anchor).toBeGreaterThanOrEqual(created);
      expect(date.getUTCSeconds()).toBe(each.second ?? new Date(created * 1000).getUTCSeconds());
      expect(date.getUTCMinutes()).toBe(each.minute ?? new Date(created * 1000).getUTCMinutes());
      expect(date.getUTCHours()).toBe(each.hour ?? new Date(created * 1000).getUTCHours());
      if (each.dayOfMonth <= 28) expect(date.getUTCDate()).toBe(each.dayOfMonth);
      if (each.month !== null && each.dayOfMonth <= 28) {
        expect(date.getUTCMonth()).toBe(each.month - 1);
      }
      const first = firstPeriod(created, anchor, span);
      expect(first.end).toBeGreaterThan(created);
      const months = span.unit === 'year' ? 12 * span.count : span.count;
      expect(monthOf(first.end) - monthOf(created)).toBeLessThanOrEqual(months);
    }),
    { numRuns: runs(1000) },
  );
});
