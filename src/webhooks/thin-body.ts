/**
 * How thin events are written: the notification that is delivered, and the event as it is fetched.
 */
import { hash } from 'node:crypto';
import type { ReportData } from './report-data.ts';
import { connectedAccountOf, type ThinEvent } from './stripe-event.ts';

/**
 * The body of a delivery: one line, keys in the recorded order, no data
 * (docs/stripe/events.md#thin-notifications).
 */
export function thinNotification(event: ThinEvent): string {
  const context = connectedAccountOf(event);
  const reason = reasonOf(event);
  return JSON.stringify({
    id: event.id,
    object: 'v2.core.event',
    type: event.type,
    livemode: event.account.livemode,
    created: timeOf(event.createdMs),
    ...(context !== undefined && { context }),
    ...(reason !== null && { reason }),
    ...(event.related !== undefined && { related_object: event.related }),
    ...(event.snapshotId !== undefined && { snapshot_event: event.snapshotId }),
  });
}

/**
 * The event as it is fetched, keys in the order of the docs' sample
 * (docs/stripe/error-reports.md#bodies). An event without a related object has no `related_object`:
 * Stripe's samples have `{}`, which stripe-node cannot fetch.
 */
export function fullEvent(event: ThinEvent): object {
  return {
    id: event.id,
    object: 'v2.core.event',
    changes: null,
    context: connectedAccountOf(event) ?? null,
    created: timeOf(event.createdMs),
    data: event.data === undefined ? {} : dataOf(event.data),
    livemode: event.account.livemode,
    reason: reasonOf(event),
    ...(event.related !== undefined && { related_object: event.related }),
    ...(event.snapshotId !== undefined && { snapshot_event: event.snapshotId }),
    type: event.type,
  };
}

function dataOf({ errorTypes, startMs, endMs }: ReportData): object {
  const count = errorTypes.reduce((sum, { error_count }) => sum + error_count, 0);
  return {
    developer_message_summary: summaryOf(count),
    reason: { error_count: count, error_types: errorTypes },
    validation_end: timeOf(endMs),
    validation_start: timeOf(startMs),
  };
}

/** GUESS: the plural. The singular is documented (docs/stripe/error-reports.md#bodies). */
function summaryOf(count: number): string {
  return count === 1 ? 'There is 1 invalid event' : `There are ${count} invalid events`;
}

/**
 * GUESS: the idempotency key of a request that sent none is a UUID
 * (docs/stripe/events.md#thin-notifications).
 */
function reasonOf({ id, cause }: ThinEvent): object | null {
  if (cause === null) return null;
  const idempotency_key = cause.idempotencyKey ?? uuidOf(id);
  return { type: 'request', request: { id: cause.requestId, idempotency_key } };
}

/** Derived from the id, so that an event is the same each time it is read. */
function uuidOf(id: string): string {
  const hex = hash('sha256', id);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
