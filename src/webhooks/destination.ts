/** Where events go, and which of them (docs/stripe/event-destinations.md). */
import type { AccountName } from '../metering/account-name.ts';
import { isAmong, isThin, type Payload, PING } from './event-types.ts';
import type { StripeEvent } from './stripe-event.ts';

/** Whose events a destination gets. */
export const EVENTS_FROM = [
  '@accounts',
  '@organization_members',
  '@organization_members/@accounts',
  '@self',
] as const;
export type EventsFrom = (typeof EVENTS_FROM)[number];

/** How a destination was created: through either API, by a setting, or by a test that collects. */
export type DestinationKind = 'event_destination' | 'webhook_endpoint' | 'setting' | 'collector';

/** Destinations are immutable: a change replaces the old one with a new one. */
export interface Destination {
  readonly id: string;
  readonly kind: DestinationKind;
  /** The account that owns it; undefined if it is for every account. */
  readonly account: string | undefined;
  /** The mode of the events it gets; undefined for both. */
  readonly livemode: boolean | undefined;
  /** Undefined if it takes both: each type of event says how it is sent. */
  readonly payload: Payload | undefined;
  /** Types of events. `*` matches all, and at the end of a name anything. */
  readonly enabledEvents: readonly string[];
  readonly eventsFrom: readonly EventsFrom[];
  /** Null for a collector. */
  readonly url: string | null;
  readonly secret: string;
  /** The API version in which snapshots are written, if one was given. */
  readonly apiVersion: string | null;
  /** The API version of the request that created it: the default for `apiVersion`. */
  readonly madeWithVersion: string;
  readonly name: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly isEnabled: boolean;
  /** On the account's clock, in milliseconds. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

/**
 * Whether an event goes to a destination. GUESS: a ping goes only to the destination that was
 * pinged.
 */
export function isWanted(event: StripeEvent, destination: Destination): boolean {
  const { isEnabled, livemode, payload, enabledEvents } = destination;
  if (!isEnabled || event.type === PING) return false;
  if (livemode !== undefined && livemode !== event.account.livemode) return false;
  const form = isThin(event.type) ? 'thin' : 'snapshot';
  if (payload !== undefined && payload !== form) return false;
  return isAmong(event.type, enabledEvents) && isFrom(event.account, destination);
}

/**
 * Whether a destination gets the events of an account. There are no organisations here, so
 * `@organization_members` never matches.
 */
function isFrom(name: AccountName, { account, eventsFrom }: Destination): boolean {
  if (account === undefined) return true;
  if (name.account === account) return eventsFrom.includes('@self');
  return name.account.startsWith(`${account}/`) && eventsFrom.includes('@accounts');
}
