/** A schedule of due moments, ordered by time, then by creation. */
import { insertAt, placeAfter } from './sorted.ts';

/** Work scheduled for a time on a clock. */
export interface DueMoment {
  /** Its number among all moments ever scheduled; identifies it permanently. */
  readonly number: number;
  /** The account on whose clock it is due. */
  readonly account: string;
  /** When it is due, in milliseconds on that clock. */
  readonly atMs: number;
  /** What happens, in a word or two: for logs and tests. */
  readonly what: string;
  /** Changes the state at `atMs`. Returns a promise if the clock has to wait. */
  readonly run: (atMs: number) => MaybeWait;
}

/** Done at once, or when the promise settles. */
export type MaybeWait = undefined | Promise<void>;

/** The due moments of one clock. */
export class Schedule {
  readonly #moments: DueMoment[] = [];

  /** When the first moment is due, in milliseconds; Infinity if there is none. */
  nextMs = Number.POSITIVE_INFINITY;

  get first(): DueMoment | undefined {
    return this.#moments[0];
  }

  all(): readonly DueMoment[] {
    return this.#moments;
  }

  /** Adds a moment after all that are due earlier, or at the same time but created earlier. */
  add(moment: DueMoment): void {
    const { atMs, number } = moment;
    const isBefore = (other: DueMoment) =>
      other.atMs < atMs || (other.atMs === atMs && other.number < number);
    insertAt(this.#moments, placeAfter(this.#moments, isBefore), moment);
    this.#look();
  }

  /** Takes a moment out; `undefined` if it is not in this schedule. */
  remove(number: number): DueMoment | undefined {
    const at = this.#moments.findIndex((moment) => moment.number === number);
    const [removed] = at < 0 ? [] : this.#moments.splice(at, 1);
    this.#look();
    return removed;
  }

  /** Takes out all matching moments. */
  removeAll(matches: (moment: DueMoment) => boolean): DueMoment[] {
    const removed = this.#moments.filter(matches);
    const kept = this.#moments.filter((moment) => !matches(moment));
    this.#moments.splice(0, this.#moments.length, ...kept);
    this.#look();
    return removed;
  }

  #look(): void {
    this.nextMs = this.#moments[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }
}
