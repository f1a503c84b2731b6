import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Clock } from '../../src/metering/clock.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

test('is real time until told otherwise', () => {
  const clock = new Clock();
  expect(clock.now()).toBe(1_000_000);
  vi.setSystemTime(1_000_500);
  expect([clock.now(), clock.nowSeconds()]).toEqual([1_000_500, 1000]);
});

test('advances, and runs on from there', () => {
  const clock = new Clock();
  clock.advance(86_400_000);
  vi.setSystemTime(1_000_007);
  expect(clock.now()).toBe(87_400_007);
  expect(clock.state()).toEqual({ nowMs: 87_400_007, frozen: false, aheadMs: 86_400_000 });
});

test('stands still while frozen, and moves only when moved', () => {
  const clock = new Clock({ frozen: true });
  vi.setSystemTime(2_000_000);
  expect(clock.now()).toBe(1_000_000);
  clock.moveTo(1_500_000);
  expect(clock.now()).toBe(1_500_000);
  clock.unfreeze();
  vi.setSystemTime(2_000_010);
  expect(clock.now()).toBe(1_500_010);
  clock.freeze();
  vi.setSystemTime(3_000_000);
  expect(clock.now()).toBe(1_500_010);
});

test('never runs backwards, not even with the machine', () => {
  const clock = new Clock();
  expect(clock.now()).toBe(1_000_000);
  vi.setSystemTime(900_000);
  expect(clock.now()).toBe(1_000_000);
  expect(() => clock.advance(-1)).toThrow(/only moves forward/);
  expect(() => clock.moveTo(999_999)).toThrow(RangeError);
  expect(() => clock.moveTo(Number.NaN)).toThrow(RangeError);
});

test('a reset brings it back to its start', () => {
  const clock = new Clock({ startMs: 5000, frozen: true });
  clock.advance(10);
  clock.reset();
  expect(clock.state()).toMatchObject({ nowMs: 5000, frozen: true });
});
