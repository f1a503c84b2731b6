/**
 * Every clock of a mock: the common one, and those of accounts that were moved alone
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
   * Runs a due moment and takes it out of its schedule. A state does so through its one door.
   * Default: at once.
   */
  readonly run?: (due: DueMoment) => MaybeWait;
}

/** An account's clock is shared by its connected accounts and both modes. */
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

  /** The clock of an account, or the common one when it has none of its own or none is named. */
  of(account?: string): Clock {
    if (account === undefined || this.#own.size === 0) return this.#common;
    return this.#own.get(ownerOf(account)) ?? this.#common;
  }

  hasOwn(account: string): boolean {
    return this.#own.size > 0 && this.#own.has(ownerOf(account));
  }

  /** The time for an account, in milliseconds, after everything that is due by then. */
  now(account?: string): number {
    return this.of(account).now();
  }

  instant(account: string): Instant {
    const sharedMs = this.#common.now();
    return { atMs: this.hasOwn(account) ? this.now(account) : sharedMs, sharedMs };
  }

  /** The accounts with clocks of their own, in the order they got them. */
  owners(): string[] {
    return [...this.#own.keys()];
  }

  /**
   * Schedules a moment on an account's clock; one that lies in the past is due at once.
   * @returns its number, for `cancel`
   */
  schedule(moment: Omit<DueMoment, 'number'>, nowMs: number): number {
    const number = ++this.#moments;
    const atMs = Math.max(moment.atMs, nowMs);
    const clock = this.of(moment.account);
    clock.schedule.add({ ...moment, atMs, number });
    this.#wakeFor(clock);
    return number;
  }

  /** Takes a moment out of its schedule; gives it, if it was there. */
  take(account: string, number: number): DueMoment | undefined {
    return this.of(account).schedule.remove(number);
  }

  /** Puts a clock somewhere; an account without a clock of its own gets one. */
  set(account: string | undefined, setting: ClockSet): void {
    const owner = account === undefined ? undefined : ownerOf(account);
    if (owner !== undefined && !this.#own.has(owner)) this.#split(owner);
    const clock = this.of(owner);
    clock.set(setting);
    this.#wakeFor(clock);
  }

  /** Nothing is due any more for an account and its connected accounts. Its own clock ends. */
  forget(account: string): void {
    this.of(account).schedule.removeAll((moment) => isWithin(moment.account, account));
    this.#own.get(account)?.end();
    this.#own.delete(account);
  }

  /** Back to the start: nothing is due, and no account has a clock of its own. */
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

  /** Gives an account a clock of its own, and what is due for it. */
  #split(owner: string): void {
    const clock = new Clock(this.time, this.#run);
    const due = this.#common.schedule.removeAll((moment) => ownerOf(moment.account) === owner);
    for (const moment of due) clock.schedule.add(moment);
    this.#own.set(owner, clock);
  }

  /** Sets the one real timer earlier, when a clock needs it. */
  #wakeFor({ nextRealMs }: Clock): void {
    if (nextRealMs >= this.#wakesAtMs) return;
    this.#wakesAtMs = nextRealMs;
    this.time.wakeAt(nextRealMs, () => this.#ring());
  }

  /** Runs what is due on every clock. The timer may come early: what it was set for may be gone. */
  #ring(): void {
    this.#wakesAtMs = Number.POSITIVE_INFINITY;
    for (const clock of [this.#common, ...this.#own.values()]) {
      clock.now();
      this.#wakeFor(clock);
    }
  }
}

/** The account whose clock it is: a connected account goes by its platform's. */
function ownerOf(account: string): string {
  const end = account.indexOf('/');
  return end < 0 ? account : account.slice(0, end);
}
