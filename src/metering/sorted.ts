/** Sorted arrays: where a key is, or would be. */

/**
 * The index of the first key that is not below `key`. Checks the end first: times mostly arrive in
 * order.
 */
export function lowerBound(keys: readonly number[], key: number): number {
  const last = keys.length - 1;
  if (last < 0 || (keys[last] as number) < key) return last + 1;
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The index of the first item that does not belong before a new one, in a list sorted by that.
 * Checks the end first, as above.
 */
export function placeAfter<T>(list: readonly T[], isBefore: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  if (high > 0 && isBefore(list[high - 1] as T)) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Inserts at an index; most times belong at the end, where `splice` would be slow. */
export function insertAt<T>(list: T[], at: number, value: T): void {
  if (at === list.length) list.push(value);
  else list.splice(at, 0, value);
}

/** Values by number in ascending order, created on first use. */
export class SortedPages<P> {
  readonly #make: (key: number) => P;
  readonly #keys: number[] = [];
  readonly #pages: P[] = [];

  constructor(make: (key: number) => P) {
    this.#make = make;
  }

  /** The page of that key, created if it does not exist. */
  open(key: number): P {
    const at = lowerBound(this.#keys, key);
    if (this.#keys[at] === key) return this.#pages[at] as P;
    const page = this.#make(key);
    insertAt(this.#keys, at, key);
    insertAt(this.#pages, at, page);
    return page;
  }

  /** The pages with `from <= key < to`, in order. */
  between(from: number, to: number): P[] {
    return this.#pages.slice(lowerBound(this.#keys, from), lowerBound(this.#keys, to));
  }
}
