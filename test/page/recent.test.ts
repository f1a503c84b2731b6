/** What a list shows of the feed, and how many entries it says are missing. */
import { expect, test } from 'vitest';
import { filled, withRate } from '../../src/page/rates.ts';
import { missingAfter, NOTHING_RECENT, type Recent, withNewest } from '../../src/page/recent.ts';

const own = (line: number) => line;
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_no, at) => from + at);

test('shows the newest first, and counts the missing entries where they are missing', () => {
  let recent: Recent<number> = withNewest<number>(NOTHING_RECENT, [1, 2], 2, own);
  recent = withNewest(recent, [9, 10], 8, own);
  expect(recent.lines).toEqual([10, 9, 2, 1]);
  expect(missingAfter(recent, 2)).toBe(6);
  expect(missingAfter(recent, 9)).toBe(0);
});

test('keeps 500 lines and few gaps, with exact counts, however much arrives', () => {
  let recent: Recent<number> = NOTHING_RECENT;
  for (let start = 1; start < 100_000; start += 100) {
    recent = withNewest(recent, range(start + 75, start + 100), 100, own);
  }
  expect(recent.lines).toHaveLength(500);
  expect(recent.gaps.length).toBeLessThanOrEqual(50);
  expect(missingAfter(recent, 0)).toBe(100_000 - 500);
});

test('keeps rates for each second of five minutes', () => {
  let rates = withRate([], 1_000_100, { events: 2, requests: 3 });
  rates = withRate(rates, 1_000_900, { events: 1, requests: 1 });
  rates = withRate(rates, 1_002_000, { events: 5, requests: 5 });
  expect(filled(rates, 1003, 3)).toEqual([
    { second: 1000, events: 3, requests: 4 },
    { second: 1001, events: 0, requests: 0 },
    { second: 1002, events: 5, requests: 5 },
  ]);
  expect(withRate(rates, 2_000_000, { events: 0, requests: 0 })).toHaveLength(1);
});
