/**
 * A table of any length that draws only visible rows. Arrow keys go from row to row, and a click
 * anywhere in a row follows the link of its first cell.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Heights, ROW, sightOf } from './row-heights.ts';

/** A column. */
export interface Column<T> {
  readonly name: string;
  readonly show: (row: T) => ComponentChildren;
  /** `wide`: shown only where there is room. `long`: takes more room than others. */
  readonly kind?: 'long' | 'number' | 'time' | 'wide' | undefined;
  /** Left out on a narrow screen, where cells are on several lines. */
  readonly isSpare?: boolean;
}

interface Props<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string | number;
  /** The link of the first cell, if any. */
  readonly hrefOf?: (row: T) => string;
  readonly classOf?: (row: T) => string;
  /** Called when the end comes into view. */
  readonly onEnd?: () => void;
  /** Called with whether the newest row is visible. */
  readonly onTop?: (isAtTop: boolean) => void;
  /** `part`: one of several things in a view, and no higher than its rows. */
  readonly place?: 'view' | 'part';
}

/** How many rows are drawn beyond the visible ones, on each side. */
const MARGIN = 8;
/** Where the style sheet wraps cells. */
const NARROW = matchMedia('(max-width: 560px)');
/** How many rows of a `part` are visible at most, including its head. */
const MOST_OF_PART = 14;

export function VirtualTable<T>(props: Props<T>) {
  const { label, rows, columns, onEnd, onTop, place = 'view' } = props;
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  const look = () => {
    if (box.current === null) return; // a scroll event can come after the table is gone
    const { scrollTop, clientHeight, scrollHeight } = box.current;
    setSeen({ top: scrollTop, height: clientHeight });
    onTop?.(scrollTop < ROW);
    if (scrollTop + clientHeight > scrollHeight - 10 * ROW) onEnd?.();
  };
  const isNarrow = useIsNarrow();
  const heights = useHeights(box, isNarrow);
  const most = isNarrow ? MOST_OF_PART : Math.min(rows.length + 1, MOST_OF_PART);
  const height = most * ROW + 2;
  useLayoutEffect(look, [rows.length === 0, height, isNarrow]);
  const keys = rows.map((row) => `${props.keyOf(row)}`); // as the document has them
  const { first, end, before, after } = sightOf(keys, heights, seen, MARGIN);
  return (
    <div
      class={`table ${place}`}
      ref={box}
      onScroll={look}
      style={place === 'view' ? undefined : { [isNarrow ? 'maxHeight' : 'height']: `${height}px` }}
    >
      <table
        aria-label={label}
        aria-rowcount={rows.length + 1}
        onClick={openRow}
        onKeyDown={(event) => moveOn(event, box.current as HTMLDivElement)}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={classesOf(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={before} />
          {rows.slice(first, end).map((row, at) => (
            <Row key={keys[first + at]} row={row} at={first + at} {...props} />
          ))}
          <Space height={after} />
        </tbody>
      </table>
    </div>
  );
}

function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const hear = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', hear);
    return () => NARROW.removeEventListener('change', hear);
  }, []);
  return isNarrow;
}

/** Measures the rows that are drawn; only on a narrow screen do their heights differ. */
function useHeights(box: { readonly current: HTMLElement | null }, isNarrow: boolean): Heights {
  const [heights, setHeights] = useState<Heights>(NO_HEIGHTS);
  useLayoutEffect(() => {
    if (!isNarrow) return setHeights(NO_HEIGHTS);
    const rows = [...(box.current?.querySelectorAll<HTMLElement>('tr[data-key]') ?? [])];
    const found = rows.map((row) => [row.dataset['key'] ?? '', row.offsetHeight] as const);
    if (found.some(([key, height]) => heights.get(key) !== height)) {
      setHeights(new Map([...(heights.size < MOST_HEIGHTS ? heights : []), ...found]));
    }
  });
  return heights;
}

const NO_HEIGHTS: Heights = new Map();
/** More than a list has rows: heights of removed rows are not kept for ever. */
const MOST_HEIGHTS = 10_000;

/** Takes the place of rows that are not drawn. One cell: more would make columns. */
function Space({ height }: { height: number }) {
  if (height === 0) return null;
  return (
    <tr class="space">
      <td style={{ height: `${height}px` }} />
    </tr>
  );
}

function classesOf<T>({ kind, isSpare }: Column<T>): string {
  return `${kind ?? ''}${isSpare ? ' spare' : ''}`;
}

function Row<T>({ row, at, columns, keyOf, hrefOf, classOf }: Props<T> & { row: T; at: number }) {
  return (
    <tr
      aria-rowindex={at + 2}
      class={`${hrefOf ? 'opens ' : ''}${classOf?.(row) ?? ''}`}
      data-key={keyOf(row)}
    >
      {columns.map((column, place) => (
        <td key={column.name} class={classesOf(column)}>
          {place === 0 && hrefOf !== undefined ? (
            <a href={hrefOf(row)}>{column.show(row)}</a>
          ) : (
            column.show(row)
          )}
        </td>
      ))}
    </tr>
  );
}

/** Leaves alone what has a click of its own, and a text that is being selected. */
function openRow(event: MouseEvent): void {
  const target = event.target as Element;
  if (target.closest('a, button') !== null || getSelection()?.type === 'Range') return;
  const link = target.closest('tr.opens')?.querySelector('a');
  const { ctrlKey, metaKey, shiftKey } = event; // a new tab or window, if the browser is told so
  link?.dispatchEvent(
    new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function moveOn(event: KeyboardEvent, box: HTMLDivElement): void {
  const step = STEPS[event.key];
  const rows = [...box.querySelectorAll('tbody tr')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (step === undefined || at < 0) return;
  event.preventDefault();
  rows[at + step]?.querySelector<HTMLElement>('a, button')?.focus();
}
