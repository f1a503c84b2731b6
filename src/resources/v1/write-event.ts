/** A snapshot event as version 1 writes it (docs/stripe/events.md#snapshot-events). */
import type { JsonObject } from '../../stripe/v1/json.ts';
import { connectedAccountOf, type SnapshotEvent } from '../../webhooks/stripe-event.ts';
import { writeMeter } from './meters.ts';

/**
 * @param version what its object is written in
 * @param pending deliveries that have not succeeded yet
 */
export function writeSnapshotEvent(
  event: SnapshotEvent,
  version: string,
  pending: number,
): JsonObject {
  const { account, cause, meter } = event;
  return {
    id: event.id,
    object: 'event',
    account: connectedAccountOf(event),
    api_version: version,
    created: Math.floor(event.createdMs / 1000),
    data: {
      object: writeMeter(meter, account.livemode, version),
      previous_attributes: previousOf(event),
    },
    livemode: account.livemode,
    pending_webhooks: pending,
    request: cause && { id: cause.requestId, idempotency_key: cause.idempotencyKey },
    type: event.type,
  };
}

/** GUESS: `updated` is among what changed, where it did. */
function previousOf({ meter, before }: SnapshotEvent): JsonObject | undefined {
  if (before === undefined) return undefined;
  const updated = before.updated === meter.updated ? undefined : before.updated;
  return { display_name: before.displayName, updated };
}
