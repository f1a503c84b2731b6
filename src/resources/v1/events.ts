/** Events: https://docs.stripe.com/api/events (docs/stripe/events.md#snapshot-events). */
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { expandNothing } from '../../stripe/v1/expand.ts';
import { listPage, pageParams } from '../../stripe/v1/lists.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, params } from '../../stripe/v1/params.ts';
import { boolean, text, textList } from '../../stripe/v1/parsers.ts';
import { isWithinBounds, type TimeBounds, timeBounds } from '../../stripe/v1/time-bounds.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { isAmong } from '../../webhooks/event-types.ts';
import type { SnapshotEvent } from '../../webhooks/stripe-event.ts';
import { idOf, type WebhookResources } from './resources.ts';
import { writeSnapshotEvent } from './write-event.ts';

const URL = '/v1/events';
/** The most `types` of a list. Documented. */
const MAX_TYPES = 20;

const listParams = params({
  ...pageParams,
  created: optional(timeBounds),
  delivery_success: optional(boolean),
  expand: optional(expandNothing),
  type: optional(text(255)),
  types: optional(textList(MAX_TYPES)),
});
const bareParams = params({ expand: optional(expandNothing) });

/** The filters of a list. */
interface Filters {
  readonly created?: TimeBounds | undefined;
  readonly delivery_success?: boolean | undefined;
  readonly type?: string | undefined;
  readonly types?: readonly string[] | undefined;
}

/**
 * List and retrieve. GUESS: an event is written in the API version of the request that reads it.
 */
export function eventEndpoints({ webhooks }: WebhookResources): Endpoint[] {
  const { events } = webhooks;
  const write = (event: SnapshotEvent, { version }: Call) =>
    writeSnapshotEvent(event, version, events.pending(event.id));
  const isMatch = (event: SnapshotEvent, { created, delivery_success, type, types }: Filters) =>
    (created === undefined || isWithinBounds(Math.floor(event.createdMs / 1000), created)) &&
    (delivery_success === undefined || delivery_success === (events.pending(event.id) === 0)) &&
    (type === undefined || isAmong(event.type, [type])) &&
    (types === undefined || types.includes(event.type));
  return [
    endpoint({
      method: 'GET',
      path: URL,
      params: listParams,
      act: ({ limit, starting_after, ending_before, ...filters }, call) => {
        const { type, types } = filters;
        if (type !== undefined && types !== undefined) {
          return parameterErrors.onlyOne(['type', 'types']);
        }
        const items = events.newestFirst(call.account, 'snapshot', call.atMs);
        const shows = (event: SnapshotEvent) => isMatch(event, filters);
        const listing = { url: URL, kind: 'event', items, idOf: eventId, shows };
        const page = { limit, starting_after, ending_before };
        return listPage({ ...listing, write: (event) => write(event, call) }, page);
      },
    }),
    endpoint({
      method: 'GET',
      path: `${URL}/:id`,
      params: bareParams,
      act: (_given, call) => {
        const event = events.get(call.account, idOf(call), call.atMs);
        if (event?.form === 'snapshot') return write(event, call);
        return parameterErrors.noSuch('event', idOf(call), 'id');
      },
    }),
  ];
}

function eventId({ id }: SnapshotEvent): string {
  return id;
}
