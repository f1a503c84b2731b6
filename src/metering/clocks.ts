/**
 * Every clock of a mock: the common one, and those of accounts that were moved separately
 * (docs/decisions/clocks.md).
 */
import { isWithin } from './account-name.ts';
import { Clock, type ClockSet, type ClockStart } from './clock.ts';
import type { Time } from './real-time.ts';
import type { DueMoment, MaybeWait } from './schedule.ts';

/** The time of a request, in milliseconds since the epoch. */
export interface Instant {
  /** On the account's clock. */
  readonly atMs: number;
  /** On the common clock. */
  readonly sharedMs: number;
}

/** Dependencies of the clocks. */
export interface ClocksOptions {
  readonly start: ClockStart;
  readonly time: Time;
  /**
   * Runs a due moment and takes it out of its schedule; a state does so as a command. Default: runs
   * it at once.
   */
  readonly run?: (due: DueMoment) => MaybeWait;
}

/** All clocks. An account's clock also applies to its connected accounts and to both modes. */
export class Clocks {
  readonly time: Time;
  readonly #start: ClockStart;
  readonly #run: (due: DueMoment) => MaybeWait;
  #common: Clock;
  readonly #own = new Map<string, Clock>();
  #moments = 0;
  #wakesAtMs = Number.POSITIVE_INFINITY;

  constructor({ start, time, run }: ClocksOptions) {
    this.#start = start;
    this.time = time;
    this.#run = run ?? (({ account, number, atMs }) => this.take(account, number)?.run(atMs));
    this.#common = new Clock(time, this.#run);
    this.#restart(time.now());
  }

  /** The account's own clock, or the common one if it has none or no account is given. */
  of(account?: string): Clock {
    if (account === undefined || this.#own.size === 0) return this.#common;
    return this.#own.get(ownerOf(account)) ?? this.#common;
  }

  hasOwn(account: string): boolean {
    return this.#own.size > 0 && this.#own.has(ownerOf(account));
  }

  /** The time for an account in milliseconds, after running everything due by then. */
  now(account?: string): number {
    return this.of(account).now();
  }

  instant(account: string): Instant {
    const sharedMs = this.#common.now();
    return { atMs: this.hasOwn(account) ? this.now(account) : sharedMs, sharedMs };
  }

  /** The accounts with their own clocks, in the order they got them. */
  owners(): string[] {
    return [...this.#own.keys()];
  }

  /**
   * Schedules a moment on an account's clock; one in the past is due at once.
   * @returns its number, for `take`
   */
  schedule(moment: Omit<DueMoment, 'number'>, nowMs: number): number {
    const number = ++this.#moments;
    const atMs = Math.max(moment.atMs, nowMs);
    const clock = this.of(moment.account);
    clock.schedule.add({ ...moment, atMs, number });
    this.#wakeFor(clock);
    return number;
  }

  /** Takes a moment out of its schedule; returns it, if it was there. */
  take(account: string, number: number): DueMoment | undefined {
    return this.of(account).schedule.remove(number);
  }

  /** Sets a clock; an account without its own clock gets one. */
  set(account: string | undefined, setting: ClockSet): void {
    const owner = account === undefined ? undefined : ownerOf(account);
    if (owner !== undefined && !this.#own.has(owner)) this.#split(owner);
    const clock = this.of(owner);
    clock.set(setting);
    this.#wakeFor(clock);
  }

  /**
   * Discards what is due for an account and its connected accounts, and the account's own clock.
   */
  forget(account: string): void {
    this.of(account).schedule.removeAll((moment) => isWithin(moment.account, account));
    this.#own.get(account)?.end();
    this.#own.delete(account);
  }

  /** Returns to the start: nothing is due, and no account has its own clock. */
  reset(realMs: number): void {
    for (const clock of [this.#common, ...this.#own.values()]) clock.end();
    this.#own.clear();
    this.#common = new Clock(this.time, this.#run);
    this.#restart(realMs);
  }

  #restart(realMs: number): void {
    const nowMs = Math.trunc(this.#start.startMs ?? realMs);
    this.#common.set({ nowMs, frozen: this.#start.frozen ?? false, realMs });
  }

  /** Gives an account its own clock, and moves its due moments there. */
  #split(owner: string): void {
    const clock = new Clock(this.time, this.#run);
    const due = this.#common.schedule.removeAll((moment) => ownerOf(moment.account) === owner);
    for (const moment of due) clock.schedule.add(moment);
    this.#own.set(owner, clock);
  }

  /** Moves the one real timer forward if a clock needs that. */
  #wakeFor({ nextRealMs }: Clock): void {
    if (nextRealMs >= this.#wakesAtMs) return;
    this.#wakesAtMs = nextRealMs;
    this.time.wakeAt(nextRealMs, () => this.#ring());
  }

  /**
   * Runs what is due on every clock. The timer may fire early: the moment it was set for may be
   * gone.
   */
  #ring(): void {
    this.#wakesAtMs = Number.POSITIVE_INFINITY;
    for (const clock of [this.#common, ...this.#own.values()]) {
      clock.now();
      this.#wakeFor(clock);
    }
  }
}

/** The account whose clock applies: for a connected account, its platform. */
function ownerOf(account: string): string {
  const end = account.indexOf('/');
  return end < 0 ? account : account.slice(0, end);
}
