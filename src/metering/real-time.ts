/** Real time: the only reader of `Date.now()`, and the one timer that wakes the schedule. */
import * as timers from 'node:timers';

/** Captured at load time: a test in this process may install fakes later. */
const { setTimeout, clearTimeout } = timers;

/** The longest wait of a Node timer, in milliseconds. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** The machine's time, as the clocks need it. */
export interface Time {
  /** Milliseconds since the epoch; never goes backwards. */
  now(): number;
  /** Calls `ring` once, at that time or soon after, and cancels the previous call. */
  wakeAt(ms: number, ring: () => void): void;
}

/** The machine's own time. Its timer does not keep the process alive. */
export class RealTime implements Time {
  #latestMs = 0;
  #timer: NodeJS.Timeout | undefined;

  now(): number {
    const ms = Date.now(); // looked up on each call, so that fake timers affect an in-process mock
    if (ms > this.#latestMs) this.#latestMs = ms;
    return this.#latestMs;
  }

  wakeAt(ms: number, ring: () => void): void {
    this.stop();
    if (ms === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.min(Math.max(0, ms - this.now()), LONGEST_WAIT_MS);
    this.#timer = setTimeout(ring, waitMs).unref();
  }

  /** Ends the timer. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
