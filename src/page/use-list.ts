/** A list, newest first: pages of what was there, and on top what the feed tells. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../documents/event-document.ts';
import { get, type Query } from './api.ts';
import { missingAfter, type Recent } from './recent.ts';

/** What a list is made of. */
export interface ListSource<T> {
  readonly path: string;
  readonly query: Query;
  readonly recent: Recent<T>;
  /** Changes when what was there may be gone. */
  readonly generation: number;
  readonly numberOf: (row: T) => number;
  /** Whether what the feed tells belongs in the list. */
  readonly isMeant: (row: T) => boolean;
  /** What is kept of a row that was read: what no list shows can be long. */
  readonly rowOf: (row: T) => T;
}

/** A list as it is shown. */
export interface List<T> {
  readonly rows: readonly T[];
  /** How many came that are not in it, and may belong in it. */
  readonly missing: number;
  /** How many rows are held back, since the viewer reads further down. */
  readonly held: number;
  /** How many older ones the server has evicted. */
  readonly dropped: number;
  readonly isLoading: boolean;
  /** Whether the server has older ones, which `more` would read. */
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
  /** The newest that the feed had told of when it was read: older ones are in it, or not meant. */
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
/** Rows that are kept in all. */
const MOST = 5000;

export function useList<T>(source: ListSource<T>): List<T> {
  const { recent, numberOf, isMeant } = source;
  const [read, setRead] = useState<Read<T>>(NOTHING);
  const [turn, setTurn] = useState(0);
  const [heldAt, setHeldAt] = useState<number>();
  /** The rows whose older ones are being read. */
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
  const came = recent.lines.filter((row) => numberOf(row) > newest && isMeant(row));
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

/** Gives how to give it up. */
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
