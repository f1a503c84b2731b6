/** How an event destination is written (docs/stripe/event-destinations.md#object). */
import { formatDateTime } from '../../stripe/v2/v2-time.ts';
import type { Destination } from '../../webhooks/destination.ts';
import type { Include } from './v2-destination-fields.ts';

/** In Stripe's field order. URL and secret are only shown if `include` names them. */
export function writeDestination(
  destination: Destination,
  include: readonly Include[] | undefined,
): object {
  const { isEnabled, secret, url } = destination;
  const shows = (name: Include) => include?.includes(name) ?? false;
  return {
    id: destination.id,
    object: 'v2.core.event_destination',
    created: formatDateTime(destination.createdMs),
    description: destination.description ?? '',
    enabled_events: destination.enabledEvents,
    event_payload: destination.payload,
    events_from: destination.eventsFrom,
    livemode: destination.livemode,
    metadata: destination.metadata,
    name: destination.name,
    snapshot_api_version: destination.apiVersion,
    status: isEnabled ? 'enabled' : 'disabled',
    status_details: isEnabled ? null : { disabled: { reason: 'user' } },
    type: 'webhook_endpoint',
    updated: formatDateTime(destination.updatedMs),
    webhook_endpoint: {
      signing_secret: shows('webhook_endpoint.signing_secret') ? secret : null,
      url: shows('webhook_endpoint.url') ? url : null,
    },
  };
}
