/**
 * The fields of a create and an update of an event destination, and the destination they describe.
 */
import { shorten } from '../../stripe/characters.ts';
import type { Call } from '../../stripe/endpoint.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { type FieldError, fields, optional, required } from '../../stripe/v2/v2-fields.ts';
import { anyText, array, metadataChange, oneOf, text } from '../../stripe/v2/v2-parsers.ts';
import { isVersion } from '../../stripe/versions.ts';
import { type Destination, EVENTS_FROM } from '../../webhooks/destination.ts';
import { isKnownType, isSent, type Payload } from '../../webhooks/event-types.ts';
import { problemText, urlProblem } from '../../webhooks/target-url.ts';
import type { WebhookResources } from '../v1/resources.ts';
import { v2DestinationErrors } from './v2-destination-errors.ts';

export const URL_INCLUDE = 'webhook_endpoint.url';
export const INCLUDES = ['webhook_endpoint.signing_secret', URL_INCLUDE] as const;
export type Include = (typeof INCLUDES)[number];

/** GUESS: the maximum lengths here, and how many types there may be. */
const shared = {
  description: optional(anyText(5000)),
  metadata: optional(metadataChange),
};
const types = array(text(255), 1000);
const endpoint = fields({ url: required(text(5000)) });
/** Accepts anything: the types of destinations that have these fields are refused. */
const anything = optional((value) => value);

export const createFields = fields({
  name: required(text(255)),
  type: required(oneOf(['amazon_eventbridge', 'azure_event_grid', 'webhook_endpoint'])),
  event_payload: required(oneOf(['snapshot', 'thin'])),
  enabled_events: required(types),
  ...shared,
  events_from: optional(array(oneOf(EVENTS_FROM), EVENTS_FROM.length)),
  include: optional(array(oneOf(INCLUDES), INCLUDES.length)),
  snapshot_api_version: optional(text(64)),
  amazon_eventbridge: anything,
  azure_event_grid: anything,
  webhook_endpoint: optional(endpoint),
});
export type CreateValues = Exclude<ReturnType<typeof createFields>, FieldError>;

/** The fields that can change (docs/stripe/event-destinations.md#object). */
export const updateFields = fields({
  ...shared,
  enabled_events: optional(types),
  include: optional(array(oneOf<Include>([URL_INCLUDE]), 1)),
  name: optional(text(255)),
  webhook_endpoint: optional(endpoint),
});
export type UpdateValues = Exclude<ReturnType<typeof updateFields>, FieldError>;

/** The destination that a create describes, or the refusal. GUESS: the order of the checks. */
export function newDestination(
  given: CreateValues,
  call: Call,
  { ids, allowed, warnOnce }: WebhookResources,
): Destination | Refusal {
  const { event_payload: payload, snapshot_api_version: version, webhook_endpoint } = given;
  if (given.type !== 'webhook_endpoint') return v2DestinationErrors.cloudType(given.type);
  if (webhook_endpoint === undefined) return v2DestinationErrors.noEndpoint();
  const refusal =
    wrongTypes(given.enabled_events, payload) ??
    wrongVersion(version, payload) ??
    wrongUrl(webhook_endpoint.url, allowed);
  if (refusal !== undefined) return refusal;
  warnOfTypes(given.enabled_events, warnOnce);
  const { account, livemode } = call.account;
  return {
    id: ids.eventDestination(livemode),
    kind: 'event_destination',
    account,
    livemode,
    payload,
    enabledEvents: given.enabled_events,
    eventsFrom: given.events_from ?? ['@self'],
    url: webhook_endpoint.url,
    secret: ids.webhookSecret(),
    apiVersion: version ?? null,
    madeWithVersion: call.version,
    name: given.name,
    description: given.description ?? '',
    metadata: merged({}, given.metadata),
    isEnabled: true,
    createdMs: call.atMs,
    updatedMs: call.atMs,
  };
}

/** The destination after an update, or the refusal. */
export function changed(
  destination: Destination,
  given: UpdateValues,
  { atMs }: Call,
  { allowed, warnOnce }: WebhookResources,
): Destination | Refusal {
  const { enabled_events: enabledEvents = destination.enabledEvents } = given;
  const url = given.webhook_endpoint?.url ?? (destination.url as string);
  const refusal =
    wrongTypes(enabledEvents, destination.payload as Payload) ?? wrongUrl(url, allowed);
  if (refusal !== undefined) return refusal;
  warnOfTypes(enabledEvents, warnOnce);
  return {
    ...destination,
    enabledEvents,
    url,
    name: given.name ?? destination.name,
    description: given.description ?? destination.description,
    metadata: merged(destination.metadata, given.metadata),
    updatedMs: atMs,
  };
}

/** `*` is only for snapshots (docs/stripe/event-destinations.md#event-types). */
function wrongTypes(types: readonly string[], payload: Payload): Refusal | undefined {
  if (types.length === 0) return v2DestinationErrors.noTypes();
  const isRight = (type: string) =>
    isKnownType(type, payload) || (type === '*' && payload === 'snapshot');
  const at = types.findIndex((type) => !isRight(type));
  return at < 0 ? undefined : v2DestinationErrors.wrongType(at, shorten(types[at] ?? ''), payload);
}

function wrongVersion(version: string | undefined, payload: Payload): Refusal | undefined {
  if (version === undefined) return undefined;
  if (payload === 'thin') return v2DestinationErrors.versionOfThin();
  return isVersion(version) ? undefined : v2DestinationErrors.wrongVersion(shorten(version));
}

function wrongUrl(url: string, allowed: WebhookResources['allowed']): Refusal | undefined {
  const problem = urlProblem(url, allowed);
  if (problem === undefined) return undefined;
  const text = problemText(problem, url);
  return problem === 'not_allowed'
    ? v2DestinationErrors.notAllowed(text)
    : v2DestinationErrors.wrongUrl(text);
}

/** Warns if any of the types is one that Stripe has and this server never sends. */
export function warnOfTypes(types: readonly string[], warnOnce: (message: string) => void): void {
  if (types.every(isSent)) return;
  warnOnce('a destination asks for types of events that stripe-meter-mock never sends');
}

function merged(
  metadata: Readonly<Record<string, string>>,
  change: ReadonlyMap<string, string | null> | undefined,
): Record<string, string> {
  const values = new Map<string, string | null>([...Object.entries(metadata), ...(change ?? [])]);
  const kept = [...values].filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(kept);
}
