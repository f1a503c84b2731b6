/** A snapshot event as the v1 API writes it (docs/stripe/events.md#snapshot-events). */
import type { JsonObject } from '../../stripe/v1/json.ts';
import { connectedAccountOf, type SnapshotEvent } from '../../webhooks/stripe-event.ts';
import { writeMeter } from './meters.ts';

/**
 * @param version the API version in which its object is written
 * @param pending how many deliveries of it have not succeeded yet
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

/** GUESS: `updated` is included if it changed. */
function previousOf({ meter, before }: SnapshotEvent): JsonObject | undefined {
  if (before === undefined) return undefined;
  const updated = before.updated === meter.updated ? undefined : before.updated;
  return { display_name: before.displayName, updated };
}
