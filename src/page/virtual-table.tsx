/** A table of any length that draws only visible rows. Arrow keys go from row to row. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A column. */
export interface Column<T> {
  readonly name: string;
  readonly show: (row: T) => ComponentChildren;
  /** `wide`: shown only where there is room. `long`: takes more room than others. */
  readonly kind?: 'long' | 'number' | 'time' | 'wide' | undefined;
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

/** The height of a row in pixels, as in the style sheet. */
const ROW = 34;
/** How many rows are drawn beyond the visible ones, on each side. */
const MARGIN = 8;
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
  const height = place === 'view' ? undefined : Math.min(rows.length + 1, MOST_OF_PART) * ROW + 2;
  useLayoutEffect(look, [rows.length === 0, height]);
  const first = Math.max(0, Math.floor(seen.top / ROW) - MARGIN);
  const shown = rows.slice(first, Math.ceil((seen.top + seen.height) / ROW) + MARGIN);
  const after = Math.max(0, rows.length - first - shown.length);
  return (
    <div
      class={`table ${place}`}
      ref={box}
      onScroll={look}
      style={height === undefined ? undefined : { height: `${height}px` }}
    >
      <table
        aria-label={label}
        aria-rowcount={rows.length + 1}
        onKeyDown={(event) => moveOn(event, box.current as HTMLDivElement)}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ name, kind }) => (
              <th key={name} scope="col" class={kind}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={first} columns={columns.length} />
          {shown.map((row, at) => (
            <Row key={props.keyOf(row)} row={row} at={first + at} {...props} />
          ))}
          <Space rows={after} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Takes the place of rows that are not drawn. */
function Space({ rows, columns }: { rows: number; columns: number }) {
  if (rows === 0) return null;
  return (
    <tr class="space">
      <td colSpan={columns} style={{ height: `${rows * ROW}px` }} />
    </tr>
  );
}

function Row<T>({ row, at, columns, hrefOf, classOf }: Props<T> & { row: T; at: number }) {
  return (
    <tr aria-rowindex={at + 2} class={classOf?.(row)}>
      {columns.map(({ name, show, kind }, place) => (
        <td key={name} class={kind}>
          {place === 0 && hrefOf !== undefined ? <a href={hrefOf(row)}>{show(row)}</a> : show(row)}
        </td>
      ))}
    </tr>
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
