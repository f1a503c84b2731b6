/**
 * Who moves a clock waits for the deliveries that this makes due, each at its own moment, but not
 * for ever: a destination that hangs holds no test up for longer than it says.
 */
import type { Clock } from '../metering/clock.ts';
import type { MaybeWait } from '../metering/schedule.ts';

/** Real time in milliseconds, from somewhere. Taken at load: a test may fake it later. */
export const monotonicNow = performance.now.bind(performance);

/** How deliveries are waited for. */
export interface Settler {
  /** Done when nothing is due on a clock, or at the time-out; undefined when nothing is now. */
  settle(clock: Clock, timeoutMs: number): MaybeWait;
  /** How many deliveries are due on a clock. */
  pending(clock: Clock): number;
}

/** Says how long each clock may still wait. Without a deliverer nobody waits. */
export class Settling {
  #settler: Settler | undefined;
  readonly #untilMs = new WeakMap<Clock, number>();

  /** @param settler who sends deliveries; there is none where a state is alone */
  begin(settler: Settler): void {
    this.#settler = settler;
  }

  /** Lets the moments of a clock wait until then: a time of `monotonicNow`. */
  allow(clock: Clock, untilMs: number): void {
    this.#untilMs.set(clock, untilMs);
  }

  /** The moments of a clock wait no more. */
  forbid(clock: Clock): void {
    this.#untilMs.delete(clock);
  }

  /** Waits for what a moment made due, as long as its clock still may. */
  afterMoment(clock: Clock): MaybeWait {
    const untilMs = this.#untilMs.get(clock);
    return untilMs === undefined ? undefined : this.settle(clock, untilMs);
  }

  /** Waits for what is due on a clock, until then at most. */
  settle(clock: Clock, untilMs: number): MaybeWait {
    const leftMs = untilMs - monotonicNow();
    return leftMs <= 0 ? undefined : this.#settler?.settle(clock, leftMs);
  }

  /** How many deliveries are due on a clock. */
  pending(clock: Clock): number {
    return this.#settler?.pending(clock) ?? 0;
  }
}
