import { expect, test } from 'vitest';
import { addMonths, daysIn, monthOf, timeIn } from '../../src/billing/calendar.ts';

const at = (text: string) => Date.parse(`${text}Z`) / 1000;

test.each([
  ['2026-01', 31],
  ['2026-02', 28],
  ['2028-02', 29],
  ['2000-02', 29],
  ['2100-02', 28],
  ['2026-04', 30],
  ['2026-12', 31],
])('%s has %i days', (month, days) => {
  expect(daysIn(monthOf(at(`${month}-01T00:00`)))).toBe(days);
});

test.each([
  ['1970-01-01T00:00', 1970 * 12],
  ['2026-12-31T23:59:59', 2026 * 12 + 11],
])('%s is in month %i', (time, month) => {
  expect(monthOf(at(time))).toBe(month);
});

test.each([
  ['2026-02-01T00:00', 31, 3600, '2026-02-28T01:00'],
  ['2026-03-01T00:00', 31, 86_399, '2026-03-31T23:59:59'],
  ['2026-03-01T00:00', 1, 0, '2026-03-01T00:00'],
])('in the month of %s, day %i, second %i', (month, day, seconds, expected) => {
  expect(timeIn(monthOf(at(month)), day, seconds)).toBe(at(expected));
});

test.each([
  ['2026-01-31T10:20:30', 1, '2026-02-28T10:20:30'],
  ['2026-01-31T10:20:30', -2, '2025-11-30T10:20:30'],
  ['2026-01-31T10:20:30', 0, '2026-01-31T10:20:30'],
  ['2026-11-30T00:00', 3, '2027-02-28T00:00'],
])('%s and %i months', (time, months, expected) => {
  expect(addMonths(at(time), months)).toBe(at(expected));
});
