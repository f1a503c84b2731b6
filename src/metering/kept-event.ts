/** What is kept of an event, as one text, and what events are looked for by. */
import {
  nullable,
  number,
  type Packing,
  packing,
  text,
  textMap,
  valueNeedle,
  word,
} from '../storage/packing.ts';
import type { EventSource, InvalidCode, MeterEvent } from './event.ts';

/** What is kept of an event beside its account and number. */
interface KeptEvent {
  readonly receivedMs: number;
  readonly meterId: string | null;
  readonly timestamp: number;
  readonly invalid: InvalidCode | null;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  readonly source: EventSource;
  readonly eventName: string;
  readonly identifier: string;
  readonly payload: ReadonlyMap<string, string>;
}

/** `receivedMs` comes first: it is read alone. */
const kept: Packing<KeptEvent> = packing({
  receivedMs: number,
  meterId: nullable(text),
  timestamp: number,
  invalid: nullable(word<InvalidCode>()),
  requestId: nullable(text),
  idempotencyKey: nullable(text),
  source: word<EventSource>(),
  eventName: text,
  identifier: text,
  payload: textMap,
});

/** Named one by one: a spread takes V8's slow path here, once for each event. */
export function packEvent(event: MeterEvent): string {
  return kept.pack({
    receivedMs: event.receivedMs,
    meterId: event.meter === null ? null : event.meter.id,
    timestamp: event.timestamp,
    invalid: event.invalid,
    requestId: event.requestId,
    idempotencyKey: event.idempotencyKey,
    source: event.source,
    eventName: event.eventName,
    identifier: event.identifier,
    payload: event.payload,
  });
}

/** What was kept of the event that a text was made of. */
export function unpackEvent(packed: string): KeptEvent {
  return kept.unpack(packed);
}

/** When the event that a text was made of was received, in milliseconds. */
export function receivedMsOf(packed: string): number {
  return Number.parseInt(packed, 10);
}

/** What events are looked for by, beside their account. What is absent matches all. */
export interface EventFields {
  readonly eventName?: string | undefined;
  readonly identifier?: string | undefined;
  /** The customer that the payload names. */
  readonly customer?: string | undefined;
  /** The way by which it came. */
  readonly source?: EventSource | undefined;
}

/** The bytes that every event with these has in its text: the rarest first. */
export function needlesOf({ eventName, identifier, customer, source }: EventFields): Buffer[] {
  return [
    ...(identifier === undefined ? [] : [kept.needle('identifier', identifier)]),
    ...(customer === undefined ? [] : [valueNeedle(customer)]),
    ...(eventName === undefined ? [] : [kept.needle('eventName', eventName)]),
    ...(source === undefined ? [] : [kept.needle('source', source)]),
  ];
}

/** Whether an event has them: its text may have the bytes elsewhere. */
export function hasFields(event: MeterEvent, fields: EventFields): boolean {
  const { eventName, identifier, customer, source } = fields;
  return (
    (eventName === undefined || event.eventName === eventName) &&
    (identifier === undefined || event.identifier === identifier) &&
    (customer === undefined || event.customer === customer) &&
    (source === undefined || event.source === source)
  );
}
