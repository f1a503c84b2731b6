import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addIntervals, firstPeriod, type Interval, periodAt } from '../../src/billing/periods.ts';
import { runs } from '../runs.ts';

const at = (text: string) => Date.parse(text.includes('T') ? `${text}Z` : `${text}T00:00Z`) / 1000;
const text = (time: number) => new Date(time * 1000).toISOString().slice(0, 19);
const shown = ({ start, end }: { start: number; end: number }) => `${text(start)} to ${text(end)}`;
const every = (words: string): Interval => {
  const [count, unit] = words.split(' ');
  return { unit: unit as Interval['unit'], count: Number(count) };
};

describe('a number of intervals from an anchor', () => {
  test.each([
    // The example of Stripe's page on billing cycles, and of docs/stripe/subscriptions.md#billing.
    ['2026-01-31', '1 month', [1, 2, 3], ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['2028-01-31', '1 month', [1, 2], ['2028-02-29', '2028-03-31']],
    ['2026-01-30', '1 month', [1, 2], ['2026-02-28', '2026-03-30']],
    ['2026-01-29', '1 month', [1, 25], ['2026-02-28', '2028-02-29']],
    ['2026-12-31', '1 month', [1, 2], ['2027-01-31', '2027-02-28']],
    ['2026-01-01', '1 month', [-1, 0, 1], ['2025-12-01', '2026-01-01', '2026-02-01']],
    ['2026-08-31', '2 month', [-3, -1, 1], ['2026-02-28', '2026-06-30', '2026-10-31']],
    ['2026-01-31', '3 month', [1, 4], ['2026-04-30', '2027-01-31']],
    ['2028-02-29', '1 year', [1, 3, 4], ['2029-02-28', '2031-02-28', '2032-02-29']],
    ['2096-02-29', '1 year', [4, 8], ['2100-02-28', '2104-02-29']],
    ['2026-05-15', '3 year', [1], ['2029-05-15']],
    ['2026-03-28', '1 day', [1, 4], ['2026-03-29', '2026-04-01']],
    ['2026-03-28', '10 day', [1], ['2026-04-07']],
    // A Friday, across both daylight saving changes, which UTC does not have.
    ['2022-06-03', '1 week', [1, 30], ['2022-06-10', '2022-12-30']],
    ['2026-01-01', '2 week', [-1, 1], ['2025-12-18', '2026-01-15']],
  ] as const)('%s, %s, %j', (anchor, interval, times, dates) => {
    const all = times.map((each) => addIntervals(at(anchor), every(interval), each));
    expect(all).toEqual(dates.map(at));
  });

  test('the time of day stays, to the second', () => {
    const later = addIntervals(at('2026-01-31T23:59:59'), every('1 month'), 1);
    expect(text(later)).toBe('2026-02-28T23:59:59');
  });
});

describe('the period of a time', () => {
  test.each([
    ['2026-01-01', '1 month', '2026-01-01', '2026-01-01T00:00:00 to 2026-02-01T00:00:00'],
    ['2026-01-01', '1 month', '2026-01-31T23:59:59', '2026-01-01T00:00:00 to 2026-02-01T00:00:00'],
    ['2026-01-01', '1 month', '2026-02-01', '2026-02-01T00:00:00 to 2026-03-01T00:00:00'],
    ['2026-01-31', '1 month', '2026-02-27T23:59:59', '2026-01-31T00:00:00 to 2026-02-28T00:00:00'],
    ['2026-01-31', '1 month', '2026-02-28', '2026-02-28T00:00:00 to 2026-03-31T00:00:00'],
    ['2026-01-31', '1 month', '2026-03-30', '2026-02-28T00:00:00 to 2026-03-31T00:00:00'],
    ['2026-03-15', '1 month', '2026-03-14', '2026-02-15T00:00:00 to 2026-03-15T00:00:00'],
    ['2028-02-29', '1 year', '2031-02-28', '2031-02-28T00:00:00 to 2032-02-29T00:00:00'],
    ['2026-01-01', '3 month', '2026-12-31', '2026-10-01T00:00:00 to 2027-01-01T00:00:00'],
    ['2026-01-01', '1 week', '2025-12-31', '2025-12-25T00:00:00 to 2026-01-01T00:00:00'],
    ['2026-01-01', '1 day', '2026-01-01T23:00', '2026-01-01T00:00:00 to 2026-01-02T00:00:00'],
  ])('anchor %s, %s, at %s', (anchor, interval, time, expected) => {
    expect(shown(periodAt(at(anchor), every(interval), at(time)))).toBe(expected);
  });

  test('January and February of docs/stripe/invoice-lines.md#a-month', () => {
    const anchor = 1767225600;
    expect(firstPeriod(anchor, anchor, every('1 month'))).toEqual({
      start: 1767225600,
      end: 1769904000,
    });
    expect(periodAt(anchor, every('1 month'), 1769904000)).toEqual({
      start: 1769904000,
      end: 1772323200,
    });
  });
});

describe('the first period', () => {
  test.each([
    ['2026-01-15', '2026-01-15', '1 month', '2026-02-15'],
    ['2026-01-15', '2026-02-01', '1 month', '2026-02-01'],
    ['2026-01-31', '2026-02-28', '1 month', '2026-02-28'],
    ['2026-01-15T10:00', '2026-01-15T10:01', '1 year', '2026-01-15T10:01'],
    ['2026-01-15', '2026-01-17', '1 week', '2026-01-17'],
    // An anchor that a config puts more than one interval ahead.
    ['2026-02-10', '2026-08-31', '2 month', '2026-02-28'],
  ])('from %s, anchor %s, %s, ends %s', (start, anchor, interval, end) => {
    expect(firstPeriod(at(start), at(anchor), every(interval))).toEqual({
      start: at(start),
      end: at(end),
    });
  });
});

const interval = fc.record({
  unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
  count: fc.integer({ min: 1, max: 12 }),
});
/**
 * From 1990 to 2110, so that the year 2100, which is not a leap year, is included; often at a
 * month's end.
 */
const instant = fc.oneof(
  fc.integer({ min: at('1990-01-01'), max: at('2110-01-01') }),
  fc
    .tuple(fc.integer({ min: 1990, max: 2109 }), fc.nat(11), fc.integer({ min: 0, max: 3 }))
    .map(([year, month, back]) => Date.UTC(year, month + 1, -back, 12) / 1000),
);

/** The same rule in other words: the same day, or the month's last if the month is shorter. */
function isAnchorsDay(anchor: number, start: number, { unit, count }: Interval): boolean {
  const [from, to] = [new Date(anchor * 1000), new Date(start * 1000)];
  const months =
    (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  return (
    months % (unit === 'year' ? 12 * count : count) === 0 &&
    to.getUTCDate() === Math.min(from.getUTCDate(), last) &&
    to.toISOString().slice(10) === from.toISOString().slice(10)
  );
}

test('periods cover time without gaps: each contains its time and adjoins its neighbours', () => {
  fc.assert(
    fc.property(instant, interval, instant, (anchor, each, time) => {
      const period = periodAt(anchor, each, time);
      expect(period.start).toBeLessThanOrEqual(time);
      expect(period.end).toBeGreaterThan(time);
      expect(periodAt(anchor, each, period.start)).toEqual(period);
      expect(periodAt(anchor, each, period.end - 1)).toEqual(period);
      expect(periodAt(anchor, each, period.end).start).toBe(period.end);
      expect(periodAt(anchor, each, period.start - 1).end).toBe(period.start);
    }),
    { numRuns: runs(1000) },
  );
});

test('every start is whole intervals from the anchor, or the last day of a shorter month', () => {
  fc.assert(
    fc.property(instant, interval, instant, (anchor, each, time) => {
      const { start } = periodAt(anchor, each, time);
      if (each.unit === 'month' || each.unit === 'year') {
        expect(isAnchorsDay(anchor, start, each)).toBe(true);
      } else {
        const days = each.unit === 'week' ? 7 * each.count : each.count;
        expect((start - anchor) % (days * 86_400)).toBe(start < anchor ? -0 : 0);
      }
    }),
    { numRuns: runs(1000) },
  );
});

test('an anchor that Stripe accepts, up to one interval ahead, ends the first period', () => {
  fc.assert(
    fc.property(
      instant,
      interval,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (start, each, part) => {
        const latest = addIntervals(start, each, 1);
        const anchor = start + Math.ceil((latest - start) * part);
        const expected = anchor === start ? latest : anchor;
        expect(firstPeriod(start, anchor, each)).toEqual({ start, end: expected });
      },
    ),
    { numRuns: runs(1000) },
  );
});
