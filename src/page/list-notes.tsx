/** What is said above a list: what it does not show, and why it is empty. */
import type { ComponentChildren } from 'preact';
import type { List } from './use-list.ts';
import { counted } from './words.ts';

export function ListNotes<T>({ list, noun }: { list: List<T>; noun: string }) {
  const { missing, held, dropped, problem, again, hold } = list;
  return (
    <div class="notes" role="status">
      {problem !== undefined && <p class="notice bad">{problem}</p>}
      {held > 0 && (
        <button type="button" class="small" onClick={() => hold(false)}>
          {counted(held, `new ${noun}`)}: show
        </button>
      )}
      {missing > 0 && (
        <p class="quiet">
          This is a sample: {counted(missing, noun)} came too fast to be shown.{' '}
          <button type="button" class="small" onClick={again}>
            Reload
          </button>
        </p>
      )}
      {dropped > 0 && (
        <p class="quiet">The server has evicted {counted(dropped, `older ${noun}`)}.</p>
      )}
    </div>
  );
}

export function EmptyList<T>({ list, children }: { list: List<T>; children: ComponentChildren }) {
  if (list.isLoading) return <p class="quiet">Loading…</p>;
  return list.rows.length > 0 || list.problem !== undefined ? null : (
    <div class="card">{children}</div>
  );
}
