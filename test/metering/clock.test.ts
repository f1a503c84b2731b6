import { expect, test } from 'vitest';
import { Clock, type ClockStart } from '../../src/metering/clock.ts';
import { Clocks } from '../../src/metering/clocks.ts';
import type { DueMoment } from '../../src/metering/schedule.ts';

const DAY = 86_400_000;

/** Real time that a test sets, and the wake-up that was requested. */
function fakeTime(startMs = 1_000_000) {
  let wakesAtMs = Number.POSITIVE_INFINITY;
  let ring = () => {};
  return {
    realMs: startMs,
    now() {
      return this.realMs;
    },
    wakeAt(ms: number, then: () => void) {
      wakesAtMs = ms;
      ring = then;
    },
    /** Lets real time pass, and calls any wake-up that is due by then. */
    pass(ms: number) {
      this.realMs += ms;
      if (this.realMs < wakesAtMs) return false;
      wakesAtMs = Number.POSITIVE_INFINITY;
      ring();
      return true;
    },
  };
}

/** Clocks that run what is due in the same way as the state does. */
function clocksOf(start: ClockStart = {}) {
  const time = fakeTime();
  const run = (due: DueMoment) => clocks.take(due.account, due.number)?.run(due.atMs);
  const clocks: Clocks = new Clocks({ start, time, run });
  const move = (ms: number, account?: string) =>
    clocks.of(account).move(
      (nowMs) => ({ toMs: nowMs + ms }),
      ({ toMs }) => {
        const frozen = clocks.of(account).frozen;
        clocks.set(account, { nowMs: toMs, frozen, realMs: time.now() });
      },
    );
  /** Schedules a moment that notes when it ran and the clock's time then. */
  const note = (notes: unknown[], atMs: number, what: string, account = 'a') =>
    clocks.schedule(
      {
        account,
        atMs,
        what,
        run: (ms) => void notes.push([what, ms, clocks.now(account)]) as undefined,
      },
      clocks.now(account),
    );
  return { time, clocks, move, note };
}

test('follows real time by default', () => {
  const { time, clocks } = clocksOf();
  expect(clocks.now()).toBe(1_000_000);
  time.pass(500);
  expect(clocks.now()).toBe(1_000_500);
});

test('advances, and keeps running from there', () => {
  const { time, clocks, move } = clocksOf();
  void move(DAY);
  time.pass(7);
  expect(clocks.now()).toBe(87_400_007);
  expect(clocks.of().state()).toEqual({ nowMs: 87_400_007, frozen: false, aheadMs: DAY });
});

test('does not run while frozen, and changes only when moved', () => {
  const { time, clocks, move } = clocksOf({ frozen: true });
  time.pass(1_000_000);
  expect(clocks.now()).toBe(1_000_000);
  void move(500_000);
  expect(clocks.now()).toBe(1_500_000);
  clocks.set(undefined, { nowMs: clocks.now(), frozen: false, realMs: time.now() });
  time.pass(10);
  expect(clocks.now()).toBe(1_500_010);
});

test('a reset brings it back to its start, with nothing due', () => {
  const { time, clocks, move, note } = clocksOf({ startMs: 5000, frozen: true });
  const notes: unknown[] = [];
  note(notes, 6000, 'due');
  void move(10);
  clocks.reset(time.now());
  expect(clocks.of().state()).toMatchObject({ nowMs: 5000, frozen: true });
  void move(10_000);
  expect(notes).toEqual([]);
});

test('due moments run in order, each at its own time, before the move ends', () => {
  const { clocks, move, note } = clocksOf({ startMs: 0, frozen: true });
  const notes: unknown[] = [];
  note(notes, 300, 'third');
  note(notes, 100, 'first');
  note(notes, 100, 'second');
  note(notes, 1001, 'not yet');
  void move(1000);
  expect(notes).toEqual([
    ['first', 100, 100],
    ['second', 100, 100],
    ['third', 300, 300],
  ]);
  expect(clocks.now()).toBe(1000);
});

test('reading the time first runs what is due; the timer does it if nobody reads', () => {
  const { time, clocks, note } = clocksOf();
  const notes: unknown[] = [];
  note(notes, 1_000_100, 'asked');
  note(notes, 1_000_900, 'woken');
  time.realMs += 500;
  expect(clocks.now()).toBe(1_000_500);
  expect(notes).toEqual([['asked', 1_000_100, 1_000_100]]);
  // The timer was set for the first, and is set again for the next.
  expect(time.pass(399)).toBe(true);
  expect(notes).toHaveLength(1);
  expect(time.pass(1)).toBe(true);
  expect(notes).toEqual([
    ['asked', 1_000_100, 1_000_100],
    ['woken', 1_000_900, 1_000_900],
  ]);
});

test('due moments do not nest: a moment or a move requested by one comes after it', async () => {
  const { clocks, move } = clocksOf({ startMs: 0, frozen: true });
  const order: string[] = [];
  let inner: Promise<void> | undefined;
  const schedule = (atMs: number, what: string, run: () => void) =>
    clocks.schedule({ account: 'a', atMs, what, run: () => void run() as undefined }, clocks.now());
  schedule(10, 'outer', () => {
    order.push('outer begins');
    schedule(5, 'late', () => order.push('late'));
    inner = move(100);
    order.push('outer ends');
  });
  void move(20);
  expect(order).toEqual(['outer begins', 'outer ends', 'late']);
  expect(clocks.now()).toBe(20);
  await inner;
  expect(clocks.now()).toBe(120);
});

test('a moment that waits keeps the clock at its time; moves run one after another', async () => {
  const { clocks, move } = clocksOf({ startMs: 0, frozen: true });
  let release = () => {};
  const waiting = new Promise<void>((resolve) => (release = resolve));
  clocks.schedule({ account: 'a', atMs: 50, what: 'wait', run: () => waiting }, 0);
  const first = move(100);
  const second = move(1000);
  expect(clocks.now()).toBe(50);
  release();
  await first;
  expect(clocks.now()).toBe(100);
  await second;
  expect(clocks.now()).toBe(1100);
});

test('a reset ends what is waiting, and the move in progress has no effect', async () => {
  const { time, clocks, move } = clocksOf({ startMs: 0, frozen: true });
  let release = () => {};
  const waiting = new Promise<void>((resolve) => (release = resolve));
  clocks.schedule({ account: 'a', atMs: 50, what: 'wait', run: () => waiting }, 0);
  const moved = move(100);
  clocks.reset(time.now());
  expect(clocks.now()).toBe(0);
  release();
  await moved;
  expect(clocks.now()).toBe(0);
});

test('an account gets its own clock, with its connected accounts and their due moments', () => {
  const { time, clocks, move, note } = clocksOf({ startMs: 0, frozen: true });
  const notes: unknown[] = [];
  note(notes, 100, 'own', 'billing/acct_1');
  note(notes, 100, 'common', 'other');
  clocks.set('billing', { nowMs: clocks.now(), frozen: true, realMs: time.now() });
  void move(1000, 'billing');
  expect([
    clocks.now(),
    clocks.now('other'),
    clocks.now('billing'),
    clocks.now('billing/acct_1'),
  ]).toEqual([0, 0, 1000, 1000]);
  expect(notes).toEqual([['own', 100, 100]]);
  void move(500);
  expect([clocks.now('other'), clocks.now('billing')]).toEqual([500, 1000]);
  expect(clocks.owners()).toEqual(['billing']);
  clocks.forget('billing');
  expect([clocks.now('billing'), clocks.hasOwn('billing')]).toEqual([500, false]);
});

test('a move whose plan throws has no effect', () => {
  const clock = new Clock(fakeTime(), () => undefined);
  clock.set({ nowMs: 7, frozen: true, realMs: 0 });
  const refuse = () => {
    throw new RangeError('never back');
  };
  expect(() => clock.move(refuse, () => clock.set({ nowMs: 0, frozen: true, realMs: 0 }))).toThrow(
    'never back',
  );
  expect(clock.now()).toBe(7);
});
