/** The last N entries of an endless numbered sequence, and how many older ones were let go. */

/** What bounds a ring. */
export interface RingOptions<T> {
  /** How many entries are kept at most; 0 keeps none and only counts. */
  readonly capacity: number;
  /** How much an entry weighs, in characters of text. */
  readonly weigh: (entry: T) => number;
  /** Told of each entry that is let go. */
  readonly onDrop?: (entry: T) => void;
}

/** The most that the entries of one ring weigh together, in characters. */
export const MAX_WEIGHT = 256 * 1024 * 1024;

/** Entries are numbered from 1 in the order they came; the oldest make room for the newest. */
export class Ring<T> {
  readonly #options: RingOptions<T>;
  readonly #slots: (T | undefined)[] = [];
  #first = 1;
  #next = 1;
  #weight = 0;

  constructor(options: RingOptions<T>) {
    this.#options = options;
  }

  /** The number that the next entry will get. */
  get next(): number {
    return this.#next;
  }

  /** The number of the oldest entry still here. */
  get first(): number {
    return this.#first;
  }

  /** How many entries were let go. */
  get dropped(): number {
    return this.#first - 1;
  }

  /** Adds an entry as number `next`, and lets go what is too much. */
  push(entry: T): void {
    const { capacity, weigh } = this.#options;
    if (this.#next - this.#first === capacity && capacity > 0) this.#drop();
    this.#slots[this.#slotOf(this.#next++)] = entry;
    this.#weight += weigh(entry);
    while (this.#next - this.#first > capacity || this.#weight > MAX_WEIGHT) this.#drop();
  }

  /** The entry of that number, unless it was let go or has not come yet. */
  at(number: number): T | undefined {
    return number < this.#first || number >= this.#next ? undefined : this.#slots[this.#slotOf(number)];
  }

  /** Entries from the newest to the oldest, starting below `before` when given. */
  *newestFirst(before: number = this.#next): Generator<T> {
    for (let number = Math.min(before, this.#next) - 1; number >= this.#first; number--) yield this.at(number) as T;
  }

  #drop(): void {
    const slot = this.#slotOf(this.#first++);
    const entry = this.#slots[slot] as T;
    this.#slots[slot] = undefined;
    this.#weight -= this.#options.weigh(entry);
    this.#options.onDrop?.(entry);
  }

  #slotOf(number: number): number {
    return (number - 1) % Math.max(1, this.#options.capacity);
  }
}
