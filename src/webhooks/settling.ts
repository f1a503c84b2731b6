/**
 * A move of a clock waits for the deliveries that it makes due, each at its own moment, but only
 * for as long as the caller allows: a destination that hangs must not block a test for ever.
 */
import type { Clock } from '../metering/clock.ts';
import type { MaybeWait } from '../metering/schedule.ts';

/**
 * Real time in milliseconds, from an arbitrary start. Captured at load time: a test in this process
 * may install fakes later.
 */
export const monotonicNow = performance.now.bind(performance);

/** Waits for deliveries. */
export interface Settler {
  /**
   * Resolves when nothing is due on a clock, or at the time-out; undefined if nothing is due now.
   */
  settle(clock: Clock, timeoutMs: number): MaybeWait;
  /** How many deliveries are due on a clock. */
  pending(clock: Clock): number;
}

/** Keeps how long each clock may still wait. Without a deliverer, nothing waits. */
export class Settling {
  #settler: Settler | undefined;
  readonly #untilMs = new WeakMap<Clock, number>();

  /** @param settler what sends deliveries; a state without a server has none */
  begin(settler: Settler): void {
    this.#settler = settler;
  }

  /** Lets the moments of a clock wait until a time of `monotonicNow`. */
  allow(clock: Clock, untilMs: number): void {
    this.#untilMs.set(clock, untilMs);
  }

  /** The moments of a clock no longer wait. */
  forbid(clock: Clock): void {
    this.#untilMs.delete(clock);
  }

  /** Waits for the deliveries that a moment made due, if its clock may still wait. */
  afterMoment(clock: Clock): MaybeWait {
    const untilMs = this.#untilMs.get(clock);
    return untilMs === undefined ? undefined : this.settle(clock, untilMs);
  }

  /** Waits for the deliveries that are due on a clock, at most until `untilMs`. */
  settle(clock: Clock, untilMs: number): MaybeWait {
    const leftMs = untilMs - monotonicNow();
    return leftMs <= 0 ? undefined : this.#settler?.settle(clock, leftMs);
  }

  /** How many deliveries are due on a clock. */
  pending(clock: Clock): number {
    return this.#settler?.pending(clock) ?? 0;
  }
}
