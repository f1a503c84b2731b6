/** What is wrong or out of the ordinary, each with a way to it. */
import type { ComponentChildren } from 'preact';
import type { InvalidCode } from '../documents/event-document.ts';
import type { FaultDocument } from '../documents/fault-document.ts';
import type { LiveCounts } from '../documents/live-document.ts';
import { useLive } from './live.ts';
import { useRetried } from './retries.ts';
import { href } from './use-route.ts';
import { counted, WHY_INVALID } from './words.ts';

interface Notice {
  readonly kind: 'bad' | 'warn';
  readonly to: string;
  readonly text: ComponentChildren;
}

export function Notices() {
  const { counts, faults } = useLive().state;
  const retried = useRetried();
  const notices = [...ofEvents(counts), ...ofRequests(counts, retried), ...ofFaults(faults)];
  if (notices.length === 0) {
    return counts.taken === 0 ? null : (
      <p class="notice good">Every event that was taken counts, and no request was refused.</p>
    );
  }
  return (
    <ul class="notices" aria-label="What is wrong">
      {notices.map(({ kind, to, text }) => (
        <li key={to} class={`notice ${kind}`}>
          <a href={to}>{text}</a>
        </li>
      ))}
    </ul>
  );
}

function ofEvents({ invalid_by_code: byCode }: LiveCounts): Notice[] {
  return (Object.entries(byCode) as [InvalidCode, number][]).map(([code, count]) => ({
    kind: 'bad',
    to: href('events', undefined, { invalid: code }),
    text: (
      <>
        <b>{counted(count, 'event')}</b> taken and not counted: {WHY_INVALID[code]?.[0] ?? code}
      </>
    ),
  }));
}

function ofRequests({ refused }: LiveCounts, retried: number): Notice[] {
  const notices: Notice[] = [];
  if (refused > 0) {
    notices.push({
      kind: 'bad',
      to: href('requests', undefined, { shown: 'refused' }),
      text: (
        <>
          <b>{counted(refused, 'request')}</b> refused
        </>
      ),
    });
  }
  if (retried > 0) {
    notices.push({
      kind: 'warn',
      to: href('requests', undefined, { shown: 'retried' }),
      text: (
        <>
          <b>{counted(retried, 'request')}</b> sent more than once with the same idempotency key
        </>
      ),
    });
  }
  return notices;
}

function ofFaults(faults: readonly FaultDocument[]): Notice[] {
  const armed = faults.filter(({ times, fired }) => times === null || fired < times);
  if (armed.length === 0) return [];
  return [
    {
      kind: 'warn',
      to: href('controls'),
      text: (
        <>
          <b>{counted(armed.length, 'fault')}</b> armed:{' '}
          {armed.map(({ effect }) => effect).join(', ')}
        </>
      ),
    },
  ];
}
