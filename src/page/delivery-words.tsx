/** Deliveries and their attempts in words. */
import type { PendingDelivery } from '../documents/delivery-document.ts';
import type { AttemptLine } from '../documents/live-document.ts';
import { TimeText } from './time-text.tsx';

/** The outcome of an attempt. */
export function outcomeOf({ status, error, fault, url, succeeded }: AttemptLine): string {
  const by = fault === null ? '' : ` (fault ${fault})`;
  if (url === null && succeeded) return `collected${by}`;
  return `${status ?? error ?? 'nothing'}${by}`;
}

/** What a pending delivery waits for. */
export function waitText({ status, due_at: due }: PendingDelivery) {
  return (
    <>
      {WAITS[status]} {due !== null && <TimeText at={due} />}
    </>
  );
}

const WAITS = { due: 'for its turn', later: 'until', held: 'until it is released' };
