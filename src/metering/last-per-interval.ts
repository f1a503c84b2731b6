/**
 * Usage where only one event per time interval counts: `last` meters, and meters with an
 * event_time_window.
 */
import { type Contribution, floorTo, HOUR, type Part, type Series } from './series.ts';
import { insertAt, lowerBound, SortedPages } from './sorted.ts';

/**
 * The events of a time interval in order of arrival: the last one counts; earlier ones may count
 * again if it is cancelled.
 */
type Cell = Contribution[];

/** Cells by number, ascending. */
interface Page {
  readonly keys: number[];
  readonly cells: Cell[];
}

/**
 * From this length on, a cell is trimmed whenever its length is a power of two, so that the cost
 * per event stays small.
 */
const TRIM_FROM = 16;

/** Options of a series of this kind. */
export interface LastPerIntervalOptions {
  /**
   * The width of a cell in seconds: 1 for a raw `last` meter, an hour or a day with an
   * event_time_window.
   */
  readonly width: number;
  /**
   * Whether only the newest event of an hour matters, as for a raw `last` meter. Needs a width of
   * 1.
   */
  readonly newestOnly: boolean;
  /**
   * Whether the event of that number can still be cancelled. Events that arrived before one that
   * cannot be cancelled will never count again.
   */
  readonly cancellable: (sequence: number) => boolean;
}

/**
 * The last arrival in a cell counts; if it is cancelled, the one before it counts again
 * (docs/stripe/meters.md#states, docs/stripe/meters.md#aggregation).
 */
export class LastPerInterval implements Series {
  readonly #options: LastPerIntervalOptions;
  readonly #pages = new SortedPages<Page>(() => ({ keys: [], cells: [] }));

  constructor(options: LastPerIntervalOptions) {
    this.#options = options;
  }

  add(contribution: Contribution): void {
    const cell = this.#cell(contribution.timestamp);
    cell.push(contribution);
    if (cell.length >= TRIM_FROM && (cell.length & (cell.length - 1)) === 0) this.#trim(cell);
  }

  remove(contribution: Contribution): void {
    const cell = this.#cell(contribution.timestamp);
    const at = cell.findLastIndex((entry) => entry.sequence === contribution.sequence);
    if (at >= 0) cell.splice(at, 1);
  }

  *parts(from: number, to: number): Generator<Part> {
    const { width, newestOnly } = this.#options;
    for (const page of this.#pages.between(floorTo(from, HOUR * width), to)) {
      if (newestOnly) yield* newestOf(page, from, to);
      else for (const cell of page.cells) yield* countedIn(cell, from, to);
    }
  }

  /**
   * Drops entries that can never count again: all those before the newest one that can no longer be
   * cancelled.
   */
  #trim(cell: Cell): void {
    const firstCancellable = cell.findIndex((entry) => this.#options.cancellable(entry.sequence));
    const kept = firstCancellable < 0 ? cell.length - 1 : Math.max(0, firstCancellable - 1);
    if (kept > 0) cell.splice(0, kept);
  }

  #cell(timestamp: number): Cell {
    const { width } = this.#options;
    const page = this.#pages.open(floorTo(timestamp, HOUR * width));
    const key = floorTo(timestamp, width);
    const at = lowerBound(page.keys, key);
    if (page.keys[at] !== key) {
      insertAt(page.keys, at, key);
      insertAt(page.cells, at, []);
    }
    return page.cells[at] as Cell;
  }
}

function* newestOf(page: Page, from: number, to: number): Generator<Part> {
  for (let at = page.cells.length - 1; at >= 0; at--) {
    for (const part of countedIn(page.cells[at] as Cell, from, to)) return yield part;
  }
}

function* countedIn(cell: Cell, from: number, to: number): Generator<Part> {
  const entry = cell.at(-1);
  if (entry === undefined || entry.timestamp < from || entry.timestamp >= to) return;
  yield { timestamp: entry.timestamp, count: 1, sum: entry.value, last: entry.value };
}
