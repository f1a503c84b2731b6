/** A schedule of due moments, ordered by time, then by creation. */

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

  add(moment: DueMoment): void {
    this.#moments.splice(this.#placeOf(moment), 0, moment);
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

  /** After all that are due earlier, or at the same time but created earlier. */
  #placeOf({ atMs, number }: DueMoment): number {
    let low = 0;
    let high = this.#moments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#moments[middle] as DueMoment;
      if (other.atMs < atMs || (other.atMs === atMs && other.number < number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #look(): void {
    this.nextMs = this.#moments[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }
}
