/** Pages of results. */

const DEFAULT_LIMIT = 100;

/**
 * A page of results: its documents, and, once these have been read, the cursor of the next page.
 */
export function paged<T, D>(
  found: Iterable<T | undefined>,
  limit = DEFAULT_LIMIT,
  write: (item: T) => D,
  numberOf: (item: T) => number,
) {
  let next: number | null = null;
  function* documents(): Generator<D | undefined> {
    let count = 0;
    let last: number | null = null;
    for (const item of found) {
      if (item !== undefined && count++ === limit) {
        next = last;
        return;
      }
      if (item !== undefined) last = numberOf(item);
      yield item && write(item);
    }
  }
  return { data: documents(), next_cursor: () => next };
}
