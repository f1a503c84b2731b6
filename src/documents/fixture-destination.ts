/** Event destinations and webhook endpoints in a fixture. */
import type { Moment, Owned } from './fixture-document.ts';

/** An event destination of version 2, or a webhook endpoint of version 1. */
export interface DestinationFixture extends Owned {
  /** Its id: letters, digits and `_`. Default: a new one. */
  readonly id?: string | undefined;
  /** Which of the two it is. */
  readonly object: 'v2.core.event_destination' | 'webhook_endpoint';
  /** Its name. Default: none. */
  readonly name?: string | undefined;
  /** What it is for. Default: null. */
  readonly description?: string | null | undefined;
  /** What it gets: whole snapshots, or thin events. Default: `snapshot`. */
  readonly event_payload?: 'snapshot' | 'thin' | undefined;
  /** The types that it gets; of snapshots also `*`. */
  readonly enabled_events: readonly string[];
  /** Whose events it gets. Default: `['@self']`. */
  readonly events_from?: readonly EventsFrom[] | undefined;
  /** The user's own. Default: none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Where it is. Whether its host may be called is looked at when something is sent. */
  readonly url: string;
  /** What deliveries are signed with: `whsec_` and letters and digits. Default: a new one. */
  readonly secret?: string | undefined;
  /** The API version of its snapshots. Default: null, that of the request that made it. */
  readonly api_version?: string | null | undefined;
  /** The API version of the request that made it. Default: the newest. */
  readonly made_with_version?: string | undefined;
  /** Whether anything is sent. Default: `enabled`. */
  readonly status?: 'enabled' | 'disabled' | undefined;
  /** When it was made. Default: now, on the account's clock. */
  readonly created?: Moment | undefined;
  /** When it last changed. Default: when it was made. */
  readonly updated?: Moment | undefined;
}

/** Whose events a destination gets: its own account's, or those of connected ones. */
export type EventsFrom =
  | '@self'
  | '@accounts'
  | '@organization_members'
  | '@organization_members/@accounts';
