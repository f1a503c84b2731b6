/** A meter event in the two v2 calls that create events (docs/stripe/v2.md#meter-events). */
import type { Engine } from '../../metering/engine.ts';
import type { EventInput } from '../../metering/event.ts';
import type { Ids } from '../../metering/ids.ts';
import { DEFAULT_KEYS } from '../../metering/meter.ts';
import type { Caller } from '../../stripe/authentication.ts';
import type { Call, Facts } from '../../stripe/endpoint.ts';
import { fields, optional, required } from '../../stripe/v2/v2-fields.ts';
import type { JsonValue } from '../../stripe/v2/v2-json.ts';
import { dateTime, stringMap, text } from '../../stripe/v2/v2-parsers.ts';

/** The values of a meter event. */
export interface V2Event {
  readonly event_name: string;
  readonly payload: ReadonlyMap<string, string>;
  readonly identifier: string | undefined;
  /** In milliseconds. */
  readonly timestamp: number | undefined;
}

/** The fields of a meter event. GUESS: the same maximum lengths as in v1. */
export const eventFields = fields<V2Event>({
  event_name: required(text(100)),
  payload: required(stringMap),
  identifier: optional(text(100)),
  timestamp: optional(dateTime),
});

/**
 * An event for the engine, whose timestamps are whole seconds. GUESS: that no aggregation uses
 * fractions of a second.
 */
export function inputOf(
  given: V2Event,
  ids: Ids,
  call: Call,
  source: 'v2' | 'v2_stream',
): EventInput {
  return {
    eventName: given.event_name,
    identifier: given.identifier ?? ids.identifier(),
    payload: given.payload,
    timestamp: Math.floor((given.timestamp ?? call.atMs) / 1000),
    requestId: call.requestId,
    idempotencyKey: call.idempotencyKey,
    source,
  };
}

/** The facts of an event that a fault can match, before its fields are validated. */
export function factsOfEvent(engine: Engine, event: JsonValue | undefined, caller: Caller): Facts {
  if (!(event instanceof Map)) return {};
  const eventName = textOf(event.get('event_name'));
  const payload = event.get('payload');
  const { customerKey } = engine.account(caller).meters.active(eventName ?? '') ?? DEFAULT_KEYS;
  const customer = payload instanceof Map ? textOf(payload.get(customerKey)) : undefined;
  return { eventName, customer, identifier: textOf(event.get('identifier')) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
