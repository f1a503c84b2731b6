/** A list, newest first: pages read from the server, and above them what the feed brings. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../documents/event-document.ts';
import { get, type Query } from './api.ts';
import { missingAfter, type Recent } from './recent.ts';

/** Where the rows of a list come from. */
export interface ListSource<T> {
  readonly path: string;
  readonly query: Query;
  readonly recent: Recent<T>;
  /** Changes when what was read may be gone. */
  readonly generation: number;
  readonly numberOf: (row: T) => number;
  /** Whether a row from the feed belongs in the list. */
  readonly belongs: (row: T) => boolean;
  /** Drops what the list does not show, which can be long. */
  readonly rowOf: (row: T) => T;
}

/** A list as it is shown. */
export interface List<T> {
  readonly rows: readonly T[];
  /** How many rows came that the list does not have, but might belong in it. */
  readonly missing: number;
  /** How many new rows are held back, since the viewer has scrolled down. */
  readonly held: number;
  /** How many older rows the server has evicted. */
  readonly dropped: number;
  readonly isLoading: boolean;
  /** Whether `more` can read older rows. */
  readonly hasMore: boolean;
  readonly problem: string | undefined;
  readonly more: () => void;
  readonly again: () => void;
  readonly hold: (isHeld: boolean) => void;
}

interface Read<T> {
  readonly rows: readonly T[];
  readonly cursor: number | null;
  readonly dropped: number;
  readonly isLoading: boolean;
  readonly problem: string | undefined;
  /** The newest row of the feed at the time: older ones were read, or do not belong. */
  readonly asOf: number;
}

const NOTHING: Read<never> = {
  rows: [],
  cursor: null,
  dropped: 0,
  isLoading: true,
  problem: undefined,
  asOf: 0,
};
const PAGE = 100;
/** How many rows are kept in all. */
const MOST = 5000;

export function useList<T>(source: ListSource<T>): List<T> {
  const { recent, numberOf, belongs } = source;
  const [read, setRead] = useState<Read<T>>(NOTHING);
  const [turn, setTurn] = useState(0);
  const [heldAt, setHeldAt] = useState<number>();
  /** The rows that were shown when the current read of older ones began. */
  const isReading = useRef<readonly T[] | undefined>(undefined);
  const key = JSON.stringify([source.path, source.query, source.generation, turn]);
  useEffect(() => {
    setHeldAt(undefined);
    setRead(NOTHING);
    const asOf = topOf(recent.lines, numberOf);
    const done = (page: Page<T>) => setRead({ ...rowsOf(source, page), asOf });
    return readPage(source, undefined, done, failed(setRead));
  }, [key]);
  const hasMore = read.cursor !== null && read.rows.length < MOST;
  const more = () => {
    if (read.cursor === null || !hasMore || isReading.current === read.rows) return;
    isReading.current = read.rows;
    const done = (page: Page<T>) => {
      const next = rowsOf(source, page);
      // Another list may have taken its place meanwhile.
      setRead((now) =>
        now.rows === read.rows
          ? { ...next, rows: [...now.rows, ...next.rows], asOf: now.asOf }
          : now,
      );
    };
    readPage(source, read.cursor, done, () => (isReading.current = undefined));
  };
  const newest = Math.max(read.asOf, topOf(read.rows, numberOf));
  const came = recent.lines.filter((row) => numberOf(row) > newest && belongs(row));
  const shown = heldAt === undefined ? came : came.filter((row) => numberOf(row) <= heldAt);
  const top = Math.max(newest, topOf(came, numberOf));
  return {
    ...read,
    rows: read.isLoading ? [] : [...shown, ...read.rows],
    missing: read.isLoading ? 0 : missingAfter(recent, newest),
    held: came.length - shown.length,
    hasMore,
    more,
    again: () => setTurn((before) => before + 1),
    hold: (isHeld) => setHeldAt((before) => (isHeld ? (before ?? top) : undefined)),
  };
}

function topOf<T>([first]: readonly T[], numberOf: (row: T) => number): number {
  return first === undefined ? 0 : numberOf(first);
}

/** Returns a function that abandons the read. */
function readPage<T>(
  { path, query }: ListSource<T>,
  cursor: number | undefined,
  done: (page: Page<T>) => void,
  fail: (error: Error) => void,
): () => void {
  let isOver = false;
  get<Page<T>>(path, { ...query, limit: PAGE, cursor }).then(
    (page) => !isOver && done(page),
    (error: Error) => !isOver && fail(error),
  );
  return () => {
    isOver = true;
  };
}

function rowsOf<T>({ rowOf }: ListSource<T>, page: Page<T>): Read<T> {
  const { data, next_cursor: cursor, dropped } = page;
  return { rows: data.map(rowOf), cursor, dropped, isLoading: false, problem: undefined, asOf: 0 };
}

function failed<T>(setRead: (read: Read<T>) => void) {
  return ({ message }: Error) => setRead({ ...NOTHING, isLoading: false, problem: message });
}
