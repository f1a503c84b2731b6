/** Which types of events there are, which of them this server sends, and how they are matched. */
import { SNAPSHOT_TYPES, THIN_ONLY_TYPES, V2_TYPES } from './event-type-names.ts';

/** The thin events about invalid meter events (docs/stripe/error-reports.md#types). */
export const ERROR_REPORT = 'v1.billing.meter.error_report_triggered';
export const NO_METER_FOUND = 'v1.billing.meter.no_meter_found';
/** What a ping delivers (docs/stripe/event-destinations.md#ping). */
export const PING = 'v2.core.event_destination.ping';

/** What happens to a meter: the last word of the type of its events. */
export const METER_EVENTS = ['created', 'updated', 'deactivated', 'reactivated'] as const;
export type MeterEventName = (typeof METER_EVENTS)[number];

/** How a destination gets its events, in Stripe's words. */
export type Payload = 'snapshot' | 'thin';

const SENT: ReadonlySet<string> = new Set([
  ERROR_REPORT,
  NO_METER_FOUND,
  PING,
  ...METER_EVENTS.flatMap((name) => [`billing.meter.${name}`, `v1.billing.meter.${name}`]),
]);

const snapshotTypes: ReadonlySet<string> = new Set(SNAPSHOT_TYPES);
const v2Types: ReadonlySet<string> = new Set(V2_TYPES);
const thinOnlyTypes: ReadonlySet<string> = new Set(THIN_ONLY_TYPES);

/**
 * Whether an event of this type is sent as a thin event
 * (docs/stripe/event-destinations.md#event-types).
 */
export function isThin(type: string): boolean {
  return type.startsWith('v1.') || type.startsWith('v2.');
}

/**
 * Whether Stripe has this type for destinations of this payload. GUESS: that every snapshot type
 * has a thin version (docs/stripe/events.md#thin-counterparts).
 */
export function isKnownType(type: string, payload: Payload): boolean {
  if (payload === 'snapshot') return snapshotTypes.has(type);
  if (!type.startsWith('v1.')) return v2Types.has(type);
  return snapshotTypes.has(type.slice(3)) || thinOnlyTypes.has(type.slice(3));
}

/** Whether Stripe has this type, thin or snapshot. */
export function isType(text: string): boolean {
  return isKnownType(text, isThin(text) ? 'thin' : 'snapshot');
}

/** Whether it is such a type, or a prefix of any with a `*` at its end. */
export function isTypePattern(text: string): boolean {
  return text.endsWith('*') ? /^[a-z0-9_.]*\*$/.test(text) : isType(text);
}

/** Whether this server ever sends that type. */
export function isSent(type: string): boolean {
  return type === '*' || SENT.has(type);
}

/**
 * Whether a destination asks for a type: by its name, by `*`, or by a prefix with a `*` at its end.
 */
export function isAmong(type: string, asked: readonly string[]): boolean {
  return asked.some((each) =>
    each.endsWith('*') ? type.startsWith(each.slice(0, -1)) : each === type,
  );
}
