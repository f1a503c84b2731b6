/** Usage where every event counts: sums and counts by second, with a total for each hour. */
import { add, type Decimal, subtract } from './decimal.ts';
import { type Contribution, floorTo, HOUR, type Part, type Series } from './series.ts';
import { insertAt, lowerBound, SortedPages } from './sorted.ts';

/** One hour: its total, and the seconds that have usage, as a structure of arrays. */
interface Hour {
  readonly start: number;
  count: number;
  sum: Decimal;
  readonly seconds: number[];
  readonly counts: number[];
  readonly sums: Decimal[];
}

/**
 * The series of `sum` and `count` meters: 24 bytes for each second that has usage, regardless of
 * the number of events.
 */
export class Tally implements Series {
  readonly #hours = new SortedPages<Hour>((start) => ({
    start,
    count: 0,
    sum: 0,
    seconds: [],
    counts: [],
    sums: [],
  }));

  add(contribution: Contribution): void {
    const { hour, at } = this.#locate(contribution.timestamp);
    hour.count++;
    hour.sum = add(hour.sum, contribution.value);
    hour.counts[at] = (hour.counts[at] as number) + 1;
    hour.sums[at] = add(hour.sums[at] as Decimal, contribution.value);
  }

  remove(contribution: Contribution): void {
    const { hour, at } = this.#locate(contribution.timestamp);
    hour.count--;
    hour.sum = subtract(hour.sum, contribution.value);
    hour.counts[at] = (hour.counts[at] as number) - 1;
    hour.sums[at] = subtract(hour.sums[at] as Decimal, contribution.value);
  }

  *parts(from: number, to: number): Generator<Part> {
    for (const hour of this.#hours.between(floorTo(from, HOUR), to)) {
      if (from <= hour.start && hour.start + HOUR <= to) {
        if (hour.count > 0) yield part(hour.start, hour.count, hour.sum);
      } else yield* secondsOf(hour, from, to);
    }
  }

  #locate(timestamp: number): { hour: Hour; at: number } {
    const hour = this.#hours.open(floorTo(timestamp, HOUR));
    const second = timestamp - hour.start;
    const at = lowerBound(hour.seconds, second);
    if (hour.seconds[at] !== second) {
      insertAt(hour.seconds, at, second);
      insertAt(hour.counts, at, 0);
      insertAt<Decimal>(hour.sums, at, 0);
    }
    return { hour, at };
  }
}

function* secondsOf(hour: Hour, from: number, to: number): Generator<Part> {
  const end = lowerBound(hour.seconds, to - hour.start);
  for (let at = lowerBound(hour.seconds, from - hour.start); at < end; at++) {
    const count = hour.counts[at] as number;
    if (count > 0)
      yield part(hour.start + (hour.seconds[at] as number), count, hour.sums[at] as Decimal);
  }
}

function part(timestamp: number, count: number, sum: Decimal): Part {
  return { timestamp, count, sum, last: 0 };
}
