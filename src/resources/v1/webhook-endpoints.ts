/**
 * Webhook endpoints: https://docs.stripe.com/api/webhook_endpoints
 * (docs/stripe/event-destinations.md#webhook-endpoints).
 */
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { expandNothing } from '../../stripe/v1/expand.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { listPage, pageParams } from '../../stripe/v1/lists.ts';
import { mergeMetadata, metadataParser } from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, type ParamsOf, params, required } from '../../stripe/v1/params.ts';
import { boolean, stringList, text, unsettableText } from '../../stripe/v1/parsers.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import type { Destination } from '../../webhooks/destination.ts';
import { MAX_ENDPOINTS } from '../../webhooks/destinations.ts';
import { idOf, type WebhookResources } from './resources.ts';
import { wrongEndpoint } from './webhook-endpoint-checks.ts';
import { webhookErrors } from './webhook-errors.ts';

const URL = '/v1/webhook_endpoints';

const shared = {
  description: optional(unsettableText(5000)),
  expand: optional(expandNothing),
  metadata: optional(metadataParser),
};
const createParams = params({
  ...shared,
  api_version: optional(text(64)),
  connect: optional(boolean),
  enabled_events: required(stringList),
  url: required(text(5000)),
});
const updateParams = params({
  ...shared,
  disabled: optional(boolean),
  enabled_events: optional(stringList),
  url: optional(text(5000)),
});
const listParams = params({ ...pageParams, expand: optional(expandNothing) });
const bareParams = params({ expand: optional(expandNothing) });

/** Create, list, retrieve, update, delete. They do not include event destinations of the v2 API. */
export function webhookEndpointEndpoints(resources: WebhookResources): Endpoint[] {
  return [
    create(resources),
    list(resources),
    retrieve(resources),
    update(resources),
    remove(resources),
  ];
}

function create(resources: WebhookResources): Endpoint {
  const { webhooks, submit } = resources;
  return endpoint({
    method: 'POST',
    path: URL,
    params: createParams,
    act: (given, call) => {
      const refusal = wrongEndpoint(given, resources);
      if (refusal !== undefined) return refusal;
      const count = webhooks.destinations.of('webhook_endpoint', call.account).length;
      if (count >= MAX_ENDPOINTS)
        return webhookErrors.tooMany(MAX_ENDPOINTS, call.account.livemode);
      const destination = newEndpoint(given, call, resources);
      const created = submit({ kind: 'create_destination', destination });
      return thenMaybe(created, () => write(destination, true));
    },
  });
}

function list({ webhooks }: WebhookResources): Endpoint {
  return endpoint({
    method: 'GET',
    path: URL,
    params: listParams,
    act: (page, { account }) => {
      const items = webhooks.destinations.of('webhook_endpoint', account).reverse();
      const listing = { url: URL, kind: 'webhook endpoint', items, idOf: endpointId };
      return listPage({ ...listing, write: (each) => write(each, false) }, page);
    },
  });
}

function retrieve({ webhooks }: WebhookResources): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${URL}/:id`,
    params: bareParams,
    act: (_given, call) => {
      const found = find(webhooks, call);
      return found instanceof Refusal ? found : write(found, false);
    },
  });
}

function update(resources: WebhookResources): Endpoint {
  const { webhooks, submit } = resources;
  return endpoint({
    method: 'POST',
    path: `${URL}/:id`,
    params: updateParams,
    act: (given, call) => {
      const found = find(webhooks, call);
      const refusal = found instanceof Refusal ? found : wrongEndpoint(given, resources);
      if (refusal !== undefined) return refusal;
      const destination = changed(found as Destination, given, call);
      const done = submit({ kind: 'change_destination', destination });
      return thenMaybe(done, () => write(destination, false));
    },
  });
}

function remove({ webhooks, submit }: WebhookResources): Endpoint {
  return endpoint({
    method: 'DELETE',
    path: `${URL}/:id`,
    params: params({}),
    act: (_given, call) => {
      const found = find(webhooks, call);
      if (found instanceof Refusal) return found;
      const { id, account } = found;
      const deleted = submit({ kind: 'delete_destination', id, account });
      return thenMaybe(deleted, () => ({ id, object: 'webhook_endpoint', deleted: true }));
    },
  });
}

function newEndpoint(
  given: ParamsOf<typeof createParams>,
  { account, atMs, version }: Call,
  { ids }: WebhookResources,
): Destination {
  return {
    id: ids.webhookEndpoint(),
    kind: 'webhook_endpoint',
    ...account,
    payload: 'snapshot',
    enabledEvents: given.enabled_events,
    // With `connect`, it only gets the events of connected accounts.
    eventsFrom: given.connect ? ['@accounts'] : ['@self'],
    url: given.url,
    secret: ids.webhookSecret(),
    apiVersion: given.api_version ?? null,
    madeWithVersion: version,
    name: '',
    description: given.description ?? null,
    metadata: mergeMetadata({}, given.metadata),
    isEnabled: true,
    createdMs: atMs,
    updatedMs: atMs,
  };
}

function changed(
  found: Destination,
  given: ParamsOf<typeof updateParams>,
  { atMs }: Call,
): Destination {
  return {
    ...found,
    description: given.description === undefined ? found.description : given.description,
    isEnabled: given.disabled === undefined ? found.isEnabled : !given.disabled,
    enabledEvents: given.enabled_events ?? found.enabledEvents,
    metadata: mergeMetadata(found.metadata, given.metadata),
    url: given.url ?? found.url,
    updatedMs: atMs,
  };
}

/** The endpoint named in the path, or the refusal. GUESS: its sentence. */
function find(webhooks: WebhookResources['webhooks'], call: Call): Destination | Refusal {
  const found = webhooks.destinations.get('webhook_endpoint', call.account, idOf(call));
  return found ?? parameterErrors.noSuch('webhook endpoint', idOf(call), 'id');
}

function endpointId({ id }: Destination): string {
  return id;
}

/** @param isNew whether it was just created: its secret is only shown then */
function write(destination: Destination, isNew: boolean): JsonObject {
  return {
    id: destination.id,
    object: 'webhook_endpoint',
    api_version: destination.apiVersion,
    application: null,
    created: Math.floor(destination.createdMs / 1000),
    description: destination.description,
    enabled_events: destination.enabledEvents,
    livemode: destination.livemode,
    metadata: destination.metadata,
    secret: isNew ? destination.secret : undefined,
    status: destination.isEnabled ? 'enabled' : 'disabled',
    url: destination.url,
  };
}
