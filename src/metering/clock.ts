/**
 * One clock and what is due on it. It runs with real time or stands still, is moved forward, and
 * never runs backwards but by a reset.
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

/** Where a clock is. */
export interface ClockState {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly frozen: boolean;
  /** How far the clock is ahead of real time (negative: behind), in milliseconds. */
  readonly aheadMs: number;
}

/** Where a clock is put: the one change of it. */
export interface ClockSet {
  readonly nowMs: number;
  readonly frozen: boolean;
  /** Real time when it is put there. */
  readonly realMs: number;
}

/**
 * Whoever asks for the time first runs what is due by then, each moment at its own time.
 * Moments do not nest: while one runs or waits, the clock stands at its time.
 */
export class Clock {
  readonly schedule = new Schedule();
  readonly #time: Time;
  readonly #run: (due: DueMoment) => MaybeWait;
  #aheadMs = 0;
  #frozenAtMs: number | undefined;
  #heldAtMs: number | undefined;
  /** The move, or the catching up, that waits for something. */
  #turn: Promise<void> | undefined;
  #hasEnded = false;

  /** @param run runs a due moment and takes it out of the schedule */
  constructor(time: Time, run: (due: DueMoment) => MaybeWait) {
    this.#time = time;
    this.#run = run;
  }

  /** The present, in milliseconds since the epoch, after everything that is due by then. */
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
   * Moves the clock, behind the moves that are still under way: what is due by the target first.
   * @param plan says where to, given the present; may throw, and then nothing has changed
   * @param arrive puts the clock there
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

  /** Puts the clock somewhere, whatever lies between. */
  set({ nowMs, frozen, realMs }: ClockSet): void {
    this.#frozenAtMs = frozen ? nowMs : undefined;
    this.#aheadMs = nowMs - realMs;
  }

  /** What the clock itself holds: to be compared, or saved. */
  get setting(): { readonly frozenAtMs: number | undefined; readonly aheadMs: number } {
    return { frozenAtMs: this.#frozenAtMs, aheadMs: this.#aheadMs };
  }

  /**
   * Nothing is due any more, and moves under way go nowhere: a reset has put another in its place.
   */
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
      .catch(() => {}) // whoever asked for the move hears of it
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
