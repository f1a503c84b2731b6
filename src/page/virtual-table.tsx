/** A table of any length: only what is in sight is drawn. Arrow keys go from row to row. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A column. */
export interface Column<T> {
  readonly name: string;
  readonly show: (row: T) => ComponentChildren;
  /** `wide`: only where there is room. */
  readonly kind?: 'number' | 'wide' | undefined;
}

interface Props<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string | number;
  readonly hrefOf: (row: T) => string;
  readonly classOf: (row: T) => string;
  /** Called when the end comes in sight. */
  readonly onEnd: () => void;
  /** Told whether the newest row is in sight. */
  readonly onTop: (isAtTop: boolean) => void;
}

/** How high a row is, in pixels, as the style sheet has it. */
const ROW = 34;
/** Rows that are drawn beyond what is in sight. */
const MARGIN = 8;

export function VirtualTable<T>(props: Props<T>) {
  const { label, rows, columns, onEnd, onTop } = props;
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  const look = () => {
    const { scrollTop, clientHeight, scrollHeight } = box.current as HTMLDivElement;
    setSeen({ top: scrollTop, height: clientHeight });
    onTop(scrollTop < ROW);
    if (scrollTop + clientHeight > scrollHeight - 10 * ROW) onEnd();
  };
  useLayoutEffect(look, [rows.length === 0]);
  const first = Math.max(0, Math.floor(seen.top / ROW) - MARGIN);
  const shown = rows.slice(first, Math.ceil((seen.top + seen.height) / ROW) + MARGIN);
  const after = Math.max(0, rows.length - first - shown.length);
  return (
    <div class="table" ref={box} onScroll={look}>
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

/** What stands in the place of rows that are out of sight. */
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
    <tr aria-rowindex={at + 2} class={classOf(row)}>
      {columns.map(({ name, show, kind }, place) => (
        <td key={name} class={kind}>
          {place === 0 ? <a href={hrefOf(row)}>{show(row)}</a> : show(row)}
        </td>
      ))}
    </tr>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function moveOn(event: KeyboardEvent, box: HTMLDivElement): void {
  const step = STEPS[event.key];
  const links = [...box.querySelectorAll<HTMLAnchorElement>('tbody a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  links[at + step]?.focus();
}
