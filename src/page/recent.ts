/** The newest lines of a list that can outgrow the page, and how many are missing. */

/** How many lines were left out, all of them before that number. */
interface Gap {
  readonly before: number;
  readonly count: number;
}

/** Newest first. */
export interface Recent<T> {
  readonly lines: readonly T[];
  /** Oldest first. */
  readonly gaps: readonly Gap[];
}

export const NOTHING_RECENT: Recent<never> = { lines: [], gaps: [] };

const MOST_LINES = 500;
const MOST_GAPS = 50;

/**
 * Adds the newest lines.
 * @param came those that came, oldest first
 * @param count how many there were in all
 */
export function withNewest<T>(
  recent: Recent<T>,
  came: readonly T[],
  count: number,
  numberOf: (line: T) => number,
): Recent<T> {
  const [first] = came;
  if (first === undefined) return recent;
  const all = [...came.toReversed(), ...recent.lines];
  const lines = all.slice(0, MOST_LINES);
  const missing = count - came.length;
  const gaps =
    missing > 0 ? [...recent.gaps, { before: numberOf(first), count: missing }] : recent.gaps;
  const cut = all.length - lines.length;
  const oldest = numberOf(lines.at(-1) as T);
  return {
    lines,
    gaps: merged(cut > 0 ? [{ before: oldest, count: cut }, ...gaps] : gaps, oldest),
  };
}

/** How many lines after a number are missing. */
export function missingAfter({ gaps }: Recent<unknown>, number: number): number {
  return gaps.reduce((sum, { before, count }) => (before > number ? sum + count : sum), 0);
}

/** Merges the gaps before the oldest line into one, and bounds their number. */
function merged(gaps: readonly Gap[], oldest: number): readonly Gap[] {
  const old = gaps.filter(({ before }) => before <= oldest);
  const young = gaps.filter(({ before }) => before > oldest);
  const front = old.length === 0 ? [] : [{ before: oldest, count: sumOf(old) }];
  const all = [...front, ...young];
  if (all.length <= MOST_GAPS) return all;
  const [first, second, ...rest] = all as [Gap, Gap, ...Gap[]];
  return [{ before: second.before, count: first.count + second.count }, ...rest];
}

function sumOf(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { count }) => sum + count, 0);
}
