/**
 * Event destinations: https://docs.stripe.com/api/v2/core/event-destinations
 * (docs/stripe/event-destinations.md).
 */
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { v2Endpoint } from '../../stripe/v2/v2-dialect.ts';
import { v2RequestErrors } from '../../stripe/v2/v2-errors.ts';
import { fields, optional } from '../../stripe/v2/v2-fields.ts';
import { array, oneOf } from '../../stripe/v2/v2-parsers.ts';
import type { Destination } from '../../webhooks/destination.ts';
import { MAX_DESTINATIONS } from '../../webhooks/destinations.ts';
import type { ThinEvent } from '../../webhooks/stripe-event.ts';
import { fullEvent } from '../../webhooks/thin-body.ts';
import { causeOf, commandOf, idOf, type WebhookResources } from '../v1/resources.ts';
import { v2DestinationErrors } from './v2-destination-errors.ts';
import {
  changed,
  createFields,
  INCLUDES,
  type Include,
  newDestination,
  URL_INCLUDE,
  updateFields,
} from './v2-destination-fields.ts';
import { pageFields, v2Page } from './v2-pages.ts';
import { writeDestination } from './v2-write-destination.ts';

const PATH = '/v2/core/event_destinations';

const include = optional(array(oneOf<Include>([URL_INCLUDE]), INCLUDES.length));
const showFields = fields({ include });
const listFields = fields({ include, ...pageFields });
const noFields = fields({});
type Shown = { readonly include: readonly Include[] | undefined };

/** Create, list, retrieve, update, enable, disable, ping, delete. */
export function v2EventDestinationEndpoints(resources: WebhookResources): Endpoint[] {
  return [
    create(resources),
    list(resources),
    retrieve(resources),
    update(resources),
    setStatus(resources, 'enable'),
    setStatus(resources, 'disable'),
    ping(resources),
    remove(resources),
  ];
}

function create(resources: WebhookResources): Endpoint {
  const { webhooks, submit } = resources;
  return v2Endpoint({
    method: 'POST',
    path: PATH,
    params: createFields,
    act: (given, call) => {
      const count = webhooks.destinations.of('event_destination', call.account).length;
      if (count >= MAX_DESTINATIONS) return v2DestinationErrors.tooMany(MAX_DESTINATIONS);
      const destination = newDestination(given, call, resources);
      if (destination instanceof Refusal) return destination;
      const created = submit({ kind: 'create_destination', destination });
      return thenMaybe(created, () => writeDestination(destination, given.include));
    },
  });
}

function list({ webhooks }: WebhookResources): Endpoint {
  return v2Endpoint({
    method: 'GET',
    path: PATH,
    params: listFields,
    act: (given, { account }) => {
      // GUESS: newest first.
      const items = () => webhooks.destinations.of('event_destination', account).reverse();
      const how = { readFilters: showFields, sentAs: (shown: Shown) => shown, items };
      const write = (each: Destination, shown: Shown) => writeDestination(each, shown.include);
      return v2Page({ path: PATH, ...how, idOf: ({ id }: Destination) => id, write }, given);
    },
  });
}

function retrieve({ webhooks }: WebhookResources): Endpoint {
  return v2Endpoint({
    method: 'GET',
    path: `${PATH}/:id`,
    params: showFields,
    act: (given, call) => {
      const found = find(webhooks, call);
      return found === undefined
        ? v2RequestErrors.notFound()
        : writeDestination(found, given.include);
    },
  });
}

function update(resources: WebhookResources): Endpoint {
  const { webhooks, submit } = resources;
  return v2Endpoint({
    method: 'POST',
    path: `${PATH}/:id`,
    params: updateFields,
    act: (given, call) => {
      const found = find(webhooks, call);
      if (found === undefined) return v2RequestErrors.notFound();
      const destination = changed(found, given, call, resources);
      if (destination instanceof Refusal) return destination;
      const done = submit({ kind: 'change_destination', destination });
      return thenMaybe(done, () => writeDestination(destination, given.include));
    },
  });
}

/** Enables or disables. GUESS: that doing so twice is not an error. */
function setStatus({ webhooks, submit }: WebhookResources, verb: 'enable' | 'disable'): Endpoint {
  return v2Endpoint({
    method: 'POST',
    path: `${PATH}/:id/${verb}`,
    params: noFields,
    act: (_given, call) => {
      const found = find(webhooks, call);
      if (found === undefined) return v2RequestErrors.notFound();
      const destination = { ...found, isEnabled: verb === 'enable', updatedMs: call.atMs };
      const done = submit({ kind: 'change_destination', destination });
      return thenMaybe(done, () => writeDestination(destination, undefined));
    },
  });
}

function ping({ submit }: WebhookResources): Endpoint {
  return v2Endpoint({
    method: 'POST',
    path: `${PATH}/:id/ping`,
    params: noFields,
    act: (_given, call) => {
      const of = { ...commandOf(call), id: idOf(call), cause: causeOf(call) };
      const pinged = submit({ kind: 'ping_destination', ...of });
      return thenMaybe<ThinEvent | 'not_found' | 'disabled', object | Refusal>(pinged, (event) => {
        if (event === 'not_found') return v2RequestErrors.notFound();
        return event === 'disabled' ? v2DestinationErrors.disabled() : fullEvent(event);
      });
    },
  });
}

function remove({ webhooks, submit }: WebhookResources): Endpoint {
  return v2Endpoint({
    method: 'DELETE',
    path: `${PATH}/:id`,
    params: noFields,
    act: (_given, call) => {
      const found = find(webhooks, call);
      if (found === undefined) return v2RequestErrors.notFound();
      const { id, account } = found;
      const deleted = submit({ kind: 'delete_destination', id, account });
      return thenMaybe(deleted, () => ({ id, object: 'v2.core.event_destination' }));
    },
  });
}

function find(webhooks: WebhookResources['webhooks'], call: Call): Destination | undefined {
  return webhooks.destinations.get('event_destination', call.account, idOf(call));
}
