/** Time as the mock sees it: the only reader of `Date.now()`. It can be moved forward or frozen, and never runs backwards. */

/** Where a clock starts. */
export interface ClockStart {
  /** The first instant, in milliseconds since the epoch. Without it, real time. */
  readonly startMs?: number | undefined;
  /** Whether the clock stands still until moved. */
  readonly frozen?: boolean | undefined;
}

/** What `GET /_mock/clock` shows. */
export interface ClockState {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly frozen: boolean;
  /** How far the clock is ahead of real time (negative: behind), in milliseconds. */
  readonly aheadMs: number;
}

/** A clock that moves all of the mock's rules together: windows, bounds, idempotency keys, summaries. */
export class Clock {
  readonly #start: ClockStart;
  #offsetMs = 0;
  #frozenAtMs: number | undefined;
  #latestMs = 0;

  constructor(start: ClockStart = {}) {
    this.#start = start;
    this.reset();
  }

  /** The present, in whole milliseconds since the epoch. Never less than what it said before, even if the machine's own time is set back. */
  now(): number {
    const ms = this.#frozenAtMs ?? Date.now() + this.#offsetMs;
    if (ms > this.#latestMs) this.#latestMs = ms;
    return this.#latestMs;
  }

  /** The present in whole seconds, as Stripe writes times. */
  nowSeconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Moves the clock forward by `ms` milliseconds. A negative distance throws a RangeError. */
  advance(ms: number): void {
    this.moveTo(this.now() + ms);
  }

  /** Moves the clock to `ms` milliseconds since the epoch. An instant in the past throws a RangeError. */
  moveTo(ms: number): void {
    const now = this.now();
    if (!(ms >= now)) throw new RangeError(`The clock only moves forward: it is at ${seconds(now)} and cannot go to ${seconds(ms)}. A reset starts it again.`);
    const target = Math.trunc(ms);
    if (this.#frozenAtMs === undefined) this.#offsetMs += target - now;
    else this.#frozenAtMs = target;
    this.#latestMs = target;
  }

  /** Stops the clock where it is. */
  freeze(): void {
    this.#frozenAtMs ??= this.now();
  }

  /** Lets the clock run on from where it stands. */
  unfreeze(): void {
    if (this.#frozenAtMs === undefined) return;
    this.#offsetMs = this.#frozenAtMs - Date.now();
    this.#frozenAtMs = undefined;
  }

  /** Where the clock is, and how it got there. */
  state(): ClockState {
    const nowMs = this.now();
    return { nowMs, frozen: this.#frozenAtMs !== undefined, aheadMs: nowMs - Date.now() };
  }

  /** Back to how it was made: the one way back in time. */
  reset(): void {
    const startMs = Math.trunc(this.#start.startMs ?? Date.now());
    this.#offsetMs = startMs - Date.now();
    this.#frozenAtMs = this.#start.frozen ? startMs : undefined;
    this.#latestMs = startMs;
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toString();
}
