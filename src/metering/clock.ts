/**
 * One clock and its due moments. It runs with real time or stands still, can be moved forward, and
 * goes backwards only by a reset.
 */
import type { Time } from './real-time.ts';
import { type DueMoment, type MaybeWait, Schedule } from './schedule.ts';

/** Where a clock starts. */
export interface ClockStart {
  /** The first instant, in milliseconds since the epoch. Without it, real time. */
  readonly startMs?: number | undefined;
  /** Whether the clock stands still until moved. */
  readonly frozen?: boolean | undefined;
}

/** The state of a clock. */
export interface ClockState {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly frozen: boolean;
  /** How far the clock is ahead of real time (negative: behind), in milliseconds. */
  readonly aheadMs: number;
}

/** A new setting of a clock: the only way to change it. */
export interface ClockSet {
  readonly nowMs: number;
  readonly frozen: boolean;
  /** Real time at the moment of the change. */
  readonly realMs: number;
}

/**
 * Reading the time first runs everything due by then, each moment at its own time. Moments do not
 * nest: while one runs or waits, the clock shows its time.
 */
export class Clock {
  readonly schedule = new Schedule();
  readonly #time: Time;
  readonly #run: (due: DueMoment) => MaybeWait;
  #aheadMs = 0;
  #frozenAtMs: number | undefined;
  #heldAtMs: number | undefined;
  /** The move, or the run of due moments, that is waiting for a promise. */
  #turn: Promise<void> | undefined;
  #hasEnded = false;

  /** @param run runs a due moment and takes it out of the schedule */
  constructor(time: Time, run: (due: DueMoment) => MaybeWait) {
    this.#time = time;
    this.#run = run;
  }

  /** The current time in milliseconds since the epoch, after running everything due by then. */
  now(): number {
    if (this.#heldAtMs !== undefined) return this.#heldAtMs;
    const ms = this.#read();
    if (ms < this.schedule.nextMs) return ms;
    void this.#inTurn(() => this.#runUntil(ms));
    return this.#heldAtMs ?? ms;
  }

  state(): ClockState {
    const nowMs = this.now();
    const frozen = this.#frozenAtMs !== undefined;
    return { nowMs, frozen, aheadMs: nowMs - this.#time.now() };
  }

  /** Whether it stands still until moved. */
  get frozen(): boolean {
    return this.#frozenAtMs !== undefined;
  }

  /** When the next moment is due in real time; Infinity when none is or the clock stands still. */
  get nextRealMs(): number {
    if (this.#frozenAtMs !== undefined) return Number.POSITIVE_INFINITY;
    return this.schedule.nextMs - this.#aheadMs;
  }

  /**
   * Moves the clock once earlier moves are done, first running what is due by the target.
   * @param plan decides the target, given the current time; if it throws, nothing has changed
   * @param arrive sets the clock
   */
  move<P extends { readonly toMs: number }>(
    plan: (nowMs: number) => P,
    arrive: (plan: P) => void,
  ): MaybeWait {
    return this.#inTurn(() => {
      const planned = plan(this.now());
      const waiting = this.#runUntil(planned.toMs);
      if (waiting === undefined) return void arrive(planned);
      return waiting.then(() => (this.#hasEnded ? undefined : arrive(planned)));
    });
  }

  /** Sets the clock without running what is due in between. */
  set({ nowMs, frozen, realMs }: ClockSet): void {
    this.#frozenAtMs = frozen ? nowMs : undefined;
    this.#aheadMs = nowMs - realMs;
  }

  /** The clock's own state, to compare or save. */
  get setting(): { readonly frozenAtMs: number | undefined; readonly aheadMs: number } {
    return { frozenAtMs: this.#frozenAtMs, aheadMs: this.#aheadMs };
  }

  /** Discards due moments and moves in progress: a reset has replaced this clock. */
  end(): void {
    this.#hasEnded = true;
    this.schedule.removeAll(() => true);
  }

  #read(): number {
    return this.#frozenAtMs ?? this.#time.now() + this.#aheadMs;
  }

  #inTurn(move: () => MaybeWait): MaybeWait {
    const before = this.#turn ?? (this.#heldAtMs === undefined ? undefined : Promise.resolve());
    const waiting = before === undefined ? move() : before.then(move);
    if (waiting === undefined) return undefined;
    const turn: Promise<void> = waiting
      .catch(() => {}) // the caller of the move gets the error
      .then(() => {
        if (this.#turn === turn) this.#turn = undefined;
      });
    this.#turn = turn;
    return waiting;
  }

  #runUntil(untilMs: number): MaybeWait {
    for (;;) {
      const due = this.schedule.first;
      if (due === undefined || due.atMs > untilMs) break;
      this.#heldAtMs = due.atMs;
      const waiting = this.#run(due);
      if (waiting !== undefined) return waiting.then(() => this.#runUntil(untilMs));
    }
    this.#heldAtMs = undefined;
    return undefined;
  }
}
