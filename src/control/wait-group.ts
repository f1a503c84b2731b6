/** Waits for the same events that began together: events are counted once for all of them. */
import type { MeterEvent } from '../metering/event.ts';
import type { Filter } from './filter-index.ts';

/** What a wait found. */
export interface WaitFound {
  /** How many events match in all. */
  readonly matched: number;
  /**
   * The newest of them that were still kept, as they were when the wait ended: newest first, as
   * many as were asked for at most, with an undefined for each that was not kept. To be read once.
   */
  readonly events: Iterable<MeterEvent | undefined>;
}

/** One who waits. */
export interface Wait {
  readonly filter: Filter;
  /** How many events it waits for. */
  readonly count: number;
  group: WaitGroup | undefined;
  /** Whether it ends as soon as its group is counted, with whatever there is. */
  isLate: boolean;
  readonly end: (found: WaitFound) => void;
}

/** Counts by number, and remembers no more numbers than the wait that asks for most needs. */
export class WaitGroup {
  readonly filter: Filter;
  readonly waits = new Set<Wait>();
  /** Whether all is counted that was kept when the group began. */
  isCounted = false;
  #matched = 0;
  #most = 0;
  /** No wait asks for fewer. */
  #least = 0;
  /** Numbers of events that were there, and of those that came since, each from old to new. */
  #there: number[] = [];
  readonly #heard: number[] = [];

  constructor(filter: Filter) {
    this.filter = filter;
  }

  /** How many events matched. */
  get matched(): number {
    return this.#matched;
  }

  /** Takes a wait in, before anything is counted. */
  join(wait: Wait): void {
    wait.group = this;
    this.waits.add(wait);
    this.#most = Math.max(this.#most, wait.count);
  }

  /** Counts an event that was there, from old to new. */
  count(number: number): void {
    this.#matched++;
    this.#there.push(number);
    if (this.#there.length >= 2 * this.#most) this.#there = this.#there.slice(-this.#most);
  }

  /** Counts an event that came since. */
  hear(number: number): void {
    this.#matched++;
    this.#heard.push(number);
  }

  /** The numbers of the newest, newest first. */
  newest(count: number): number[] {
    return [...this.#there, ...this.#heard].slice(-count).reverse();
  }

  /** The waits that end now. */
  due(): Wait[] {
    if (!this.isCounted || this.#matched < this.#least) return [];
    const due: Wait[] = [];
    this.#least = Number.POSITIVE_INFINITY;
    for (const wait of this.waits) {
      if (wait.isLate || wait.count <= this.#matched) due.push(wait);
      else this.#least = Math.min(this.#least, wait.count);
    }
    return due;
  }
}
