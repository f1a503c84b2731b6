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

/** How a destination came to be: by an API, by a setting, or by a test that collects. */
export type DestinationKind = 'event_destination' | 'webhook_endpoint' | 'setting' | 'collector';

/** Destinations are values: a change puts a new one in the old one's place. */
export interface Destination {
  readonly id: string;
  readonly kind: DestinationKind;
  /** Whose it is; undefined for those of every account. */
  readonly account: string | undefined;
  /** The mode of the events it gets; undefined for both. */
  readonly livemode: boolean | undefined;
  /** Undefined where a type itself says how it goes out. */
  readonly payload: Payload | undefined;
  /** `*` means all, and so does one at the end of a name. */
  readonly enabledEvents: readonly string[];
  readonly eventsFrom: readonly EventsFrom[];
  /** Null where deliveries are collected. */
  readonly url: string | null;
  readonly secret: string;
  /** The version of the API that snapshots are to be written in, if one was given. */
  readonly apiVersion: string | null;
  /** The version of the request that made it: snapshots are written in it where none was given. */
  readonly madeWithVersion: string;
  readonly name: string;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly isEnabled: boolean;
  /** On the account's clock, in milliseconds. */
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Whether an event goes to a destination. GUESS: a ping goes only where it was asked for. */
export function isWanted(event: StripeEvent, destination: Destination): boolean {
  const { isEnabled, livemode, payload, enabledEvents } = destination;
  if (!isEnabled || event.type === PING) return false;
  if (livemode !== undefined && livemode !== event.account.livemode) return false;
  const form = isThin(event.type) ? 'thin' : 'snapshot';
  if (payload !== undefined && payload !== form) return false;
  return isAmong(event.type, enabledEvents) && isFrom(event.account, destination);
}

/**
 * Whether a destination is for events of that account. There are no organisations here, so none of
 * their members ever has an event.
 */
function isFrom(name: AccountName, { account, eventsFrom }: Destination): boolean {
  if (account === undefined) return true;
  if (name.account === account) return eventsFrom.includes('@self');
  return name.account.startsWith(`${account}/`) && eventsFrom.includes('@accounts');
}
