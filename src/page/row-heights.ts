/** How high the rows of a table are: those that were measured, and the others as if on one line. */

/** How high a row on one line is, in pixels, as the style sheet has it. */
export const ROW = 34;

/** Which rows are near what is in sight, and how much room the others take, in pixels. */
export interface Sight {
  readonly first: number;
  /** The first that is not drawn again. */
  readonly end: number;
  readonly before: number;
  readonly after: number;
}

/** The heights of rows that were measured, by their keys. */
export type Heights = ReadonlyMap<string, number>;

/**
 * @param keys of every row, in order
 * @param top where what is in sight begins, in pixels, and how high it is
 * @param margin how many rows are drawn beyond it, on either side
 */
export function sightOf(
  keys: readonly string[],
  heights: Heights,
  { top, height }: { readonly top: number; readonly height: number },
  margin: number,
): Sight {
  const high = (at: number) => heights.get(keys[at] as string) ?? ROW;
  let seen = 0;
  let y = 0;
  while (seen < keys.length && y + high(seen) <= top) y += high(seen++);
  const first = Math.max(0, seen - margin);
  for (let at = first; at < seen; at++) y -= high(at);
  const before = y;
  let end = first;
  while (end < keys.length && y < top + height) y += high(end++);
  end = Math.min(keys.length, end + margin);
  let after = 0;
  for (let at = end; at < keys.length; at++) after += high(at);
  return { first, end, before, after };
}
