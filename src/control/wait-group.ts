/** A group of waits for the same events that began together: events are counted once for all. */
import type { MeterEvent } from '../metering/event.ts';
import type { Filter } from './filter-index.ts';

/** What a wait found. */
export interface WaitFound {
  /** How many events match in all. */
  readonly matched: number;
  /**
   * A snapshot of the newest of them when the wait ended, newest first, at most as many as
   * requested, with undefined for each that was evicted. Can be read once.
   */
  readonly events: Iterable<MeterEvent | undefined>;
}

/** A wait. */
export interface Wait {
  readonly filter: Filter;
  /** How many events it waits for. */
  readonly count: number;
  group: WaitGroup | undefined;
  /** Whether it ends as soon as its group is counted, whatever the result. */
  isLate: boolean;
  readonly end: (found: WaitFound) => void;
}

/** Counts events by number, and keeps only as many numbers as the largest wait needs. */
export class WaitGroup {
  readonly filter: Filter;
  readonly waits = new Set<Wait>();
  /** Whether all events kept when the group began have been counted. */
  isCounted = false;
  #matched = 0;
  #most = 0;
  /** The smallest count of any wait. */
  #least = 0;
  /**
   * The numbers of events that existed when the group began, and of those that arrived since, each
   * from old to new.
   */
  #there: number[] = [];
  readonly #heard: number[] = [];

  constructor(filter: Filter) {
    this.filter = filter;
  }

  /** How many events matched. */
  get matched(): number {
    return this.#matched;
  }

  /** Adds a wait, before anything is counted. */
  join(wait: Wait): void {
    wait.group = this;
    this.waits.add(wait);
    this.#most = Math.max(this.#most, wait.count);
  }

  /** Counts an event that existed before, from old to new. */
  count(number: number): void {
    this.#matched++;
    this.#there.push(number);
    if (this.#there.length >= 2 * this.#most) this.#there = this.#there.slice(-this.#most);
  }

  /** Counts an event that arrived since. */
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
