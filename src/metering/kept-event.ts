/** The kept form of an event, as one text, and how events are searched. */
import {
  line,
  nullable,
  number,
  packing,
  text,
  textMap,
  valueNeedle,
  word,
} from '../storage/packing.ts';
import type { EventSource, InvalidCode, MeterEvent } from './event.ts';

/** The kept fields of an event, besides its account and number. */
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

const maybeLine = nullable(line);
const maybeText = nullable(text);
const maybeCode = nullable(word<InvalidCode>());

/** `receivedMs` comes first: it is read alone. */
const kept = packing<KeptEvent>({
  receivedMs: number,
  meterId: maybeLine,
  timestamp: number,
  invalid: maybeCode,
  requestId: maybeText,
  idempotencyKey: maybeText,
  source: word<EventSource>(),
  eventName: text,
  identifier: text,
  payload: textMap,
});

/** An event as one text, so that many can be kept. */
export function packEvent(event: MeterEvent): string {
  return kept.pack({
    receivedMs: number.write(event.receivedMs),
    meterId: maybeLine.write(event.meter === null ? null : event.meter.id),
    timestamp: number.write(event.timestamp),
    invalid: maybeCode.write(event.invalid),
    requestId: maybeText.write(event.requestId),
    idempotencyKey: maybeText.write(event.idempotencyKey),
    source: event.source,
    eventName: text.write(event.eventName),
    identifier: text.write(event.identifier),
    payload: textMap.write(event.payload),
  });
}

/** The kept fields of the event in a packed text. */
export function unpackEvent(packed: string): KeptEvent {
  return kept.unpack(packed);
}

/** When the event in a packed text was received, in milliseconds. */
export function receivedMsOf(packed: string): number {
  return Number.parseInt(packed.slice(1), 10);
}

/** The fields by which events are searched, besides the account. An absent one matches all. */
export interface EventFields {
  readonly eventName?: string | undefined;
  readonly identifier?: string | undefined;
  /** The customer named in the payload. */
  readonly customer?: string | undefined;
  /** How it arrived. */
  readonly source?: EventSource | undefined;
  /** The request that sent it. */
  readonly requestId?: string | undefined;
  /** Whether it was accepted but does not count; or the code that says why. */
  readonly invalid?: boolean | InvalidCode | undefined;
  readonly cancelled?: boolean | undefined;
}

/** The bytes that the text of every matching event contains, rarest first. */
export function needlesOf(fields: EventFields): Buffer[] {
  const { eventName, identifier, customer, source, requestId, invalid } = fields;
  return [
    ...(typeof invalid === 'string' ? [kept.needle('invalid', invalid)] : []),
    ...(requestId === undefined ? [] : [kept.needle('requestId', requestId)]),
    ...(identifier === undefined ? [] : [kept.needle('identifier', identifier)]),
    ...(customer === undefined ? [] : [valueNeedle(customer)]),
    ...(eventName === undefined ? [] : [kept.needle('eventName', eventName)]),
    ...(source === undefined ? [] : [kept.needle('source', source)]),
  ];
}

/** Whether an event matches: its text may contain the bytes elsewhere. */
export function hasFields(event: MeterEvent, fields: EventFields): boolean {
  const { eventName, identifier, customer, source, requestId } = fields;
  return (
    (requestId === undefined || event.requestId === requestId) &&
    (eventName === undefined || event.eventName === eventName) &&
    (identifier === undefined || event.identifier === identifier) &&
    (customer === undefined || event.customer === customer) &&
    (source === undefined || event.source === source) &&
    (fields.cancelled === undefined || event.cancelled === fields.cancelled) &&
    isInvalidAs(event.invalid, fields.invalid)
  );
}

function isInvalidAs(invalid: InvalidCode | null, asked: EventFields['invalid']): boolean {
  if (typeof asked === 'string') return invalid === asked;
  return asked === undefined || (invalid !== null) === asked;
}
