import { expect, test } from 'vitest';
import { isSince, isVersion, MANY_DIGITS_REFUSED_SINCE } from '../../src/stripe/versions.ts';

test.each([
  ['2026-10-28.endive', true],
  ['2026-09-30.endive', true],
  ['2026-09-29.endive', false],
  ['2026-09-29.dahlia', true],
  ['2025-03-31.basil', true],
  ['2024-09-30.acacia', true],
  ['2024-09-30.basil', false],
  ['2024-09-30', false],
  ['2024-06-20', true],
  ['2011-01-01', true],
  ['2010-12-31', false],
  ['2027-03-31.fig', true], // a release not known yet
  ['2026-08-26.preview', true],
  ['2023-01-01.preview', false],
  ['2026-10-28.endive; feature=v1', true],
  ['2019-2-19', false],
  ['2026-13-01.endive', false],
  ['2019-05-16, 2019-12-03', false],
  ['', false],
])('%s: %s', (version, expected) => {
  expect(isVersion(version)).toBe(expected);
});

test.each([
  ['2026-04-22.dahlia', true],
  ['2026-04-21.dahlia', false],
  ['2023-10-16', false],
  ['2026-10-28.endive', true],
])('%s refuses many digits: %s', (version, expected) => {
  expect(isSince(version, MANY_DIGITS_REFUSED_SINCE)).toBe(expected);
});
