/** What is wrong or unusual, each with a link to it. */
import type { ComponentChildren } from 'preact';
import type { InvalidCode } from '../documents/event-document.ts';
import type { FaultDocument } from '../documents/fault-document.ts';
import type { LiveCounts } from '../documents/live-document.ts';
import { isUsedUp } from './fault-list.tsx';
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
  const notices = [
    ...ofEvents(counts),
    ...ofRequests(counts, retried),
    ...ofDeliveries(counts),
    ...ofFaults(faults),
  ];
  if (notices.length === 0) {
    return counts.taken === 0 ? null : (
      <p class="notice good">
        Every accepted event was counted, no request was refused, and no delivery failed.
      </p>
    );
  }
  return (
    <ul class="notices" aria-label="What is wrong">
      {notices.map(({ kind, to, text }, at) => (
        <li key={`${at} ${to}`} class={`notice ${kind}`}>
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
        <b>{counted(count, 'event')}</b> accepted but not counted: {WHY_INVALID[code]?.[0] ?? code}
      </>
    ),
  }));
}

function ofRequests(counts: LiveCounts, retried: number): Notice[] {
  const { refused, refused_strangers: strangers } = counts;
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
  if (strangers > 0) {
    notices.push({
      kind: 'bad',
      to: href('requests', undefined, { shown: 'refused', account: undefined }),
      text: (
        <>
          <b>{counted(strangers, 'request')}</b> refused: no valid API key
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

function ofDeliveries(counts: LiveCounts): Notice[] {
  const { deliveries_failed: failed, deliveries_held: held } = counts;
  const notices: Notice[] = [];
  if (failed > 0) {
    notices.push({
      kind: 'bad',
      to: href('deliveries', undefined, { succeeded: 'false' }),
      text: (
        <>
          <b>{counted(failed, 'delivery attempt')}</b> failed
        </>
      ),
    });
  }
  if (held > 0) {
    notices.push({
      kind: 'warn',
      to: href('deliveries'),
      text: (
        <>
          <b>{held === 1 ? '1 delivery' : `${held.toLocaleString('en')} deliveries`}</b> held until
          released
        </>
      ),
    });
  }
  return notices;
}

function ofFaults(faults: readonly FaultDocument[]): Notice[] {
  const armed = faults.filter((fault) => !isUsedUp(fault));
  if (armed.length === 0) return [];
  return [
    {
      kind: 'warn',
      to: href('controls', 'faults'),
      text: (
        <>
          <b>{counted(armed.length, 'fault')}</b> armed:{' '}
          {[...new Set(armed.map(({ effect }) => effect))].join(', ')}
        </>
      ),
    },
  ];
}
