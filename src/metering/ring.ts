/** The last N entries of an endless numbered sequence, and how many older ones were let go. */

/** Entries are numbered from 1 in the order they came; the oldest makes room for the newest. */
export class Ring<T> {
  readonly #capacity: number;
  #slots: T[] = [];
  #next = 1;

  /** @param capacity how many entries are kept; 0 keeps none and only counts. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The number that the next entry will get. */
  get next(): number {
    return this.#next;
  }

  /** The number of the oldest entry still here. */
  get first(): number {
    return this.#next - this.#slots.length;
  }

  /** How many entries were let go. */
  get dropped(): number {
    return this.first - 1;
  }

  /** Adds an entry as number `next`; gives the one that had to go for it. */
  push(entry: T): T | undefined {
    const number = this.#next++;
    if (this.#slots.length < this.#capacity) {
      this.#slots.push(entry);
      return undefined;
    }
    if (this.#capacity === 0) return entry;
    const slot = (number - 1) % this.#capacity;
    const evicted = this.#slots[slot];
    this.#slots[slot] = entry;
    return evicted;
  }

  /** The entry of that number, unless it was let go or has not come yet. */
  at(number: number): T | undefined {
    if (number < this.first || number >= this.#next) return undefined;
    return this.#slots[(number - 1) % this.#capacity];
  }

  /** Entries from the newest to the oldest, starting below `before` when given. */
  *newestFirst(before: number = this.#next): Generator<T> {
    for (let number = Math.min(before, this.#next) - 1; number >= this.first; number--) yield this.at(number) as T;
  }
}
