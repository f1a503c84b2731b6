/** Event destinations and webhook endpoints in a fixture. */
import type { Moment, Owned } from './fixture-document.ts';

/** An event destination of the v2 API, or a webhook endpoint of the v1 API. */
export interface DestinationFixture extends Owned {
  /** Its id: letters, digits and `_`. Default: a new one. */
  readonly id?: string | undefined;
  /** Which of the two it is. */
  readonly object: 'v2.core.event_destination' | 'webhook_endpoint';
  /** Its name. Default: none. */
  readonly name?: string | undefined;
  /** What it is for. Default: null. */
  readonly description?: string | null | undefined;
  /** What it gets: snapshots or thin events. Default: `snapshot`. */
  readonly event_payload?: 'snapshot' | 'thin' | undefined;
  /** The types that it gets; for snapshots, also `*`. */
  readonly enabled_events: readonly string[];
  /** Whose events it gets. Default: `['@self']`. */
  readonly events_from?: readonly EventsFrom[] | undefined;
  /** Keys and values for your own use. Default: none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Where events are sent. Whether its host may be called is checked on sending. */
  readonly url: string;
  /**
   * The secret that signs its deliveries: `whsec_`, then letters and digits. Default: a new one.
   */
  readonly secret?: string | undefined;
  /** The API version of its snapshots. Default: null, which means that of `made_with_version`. */
  readonly api_version?: string | null | undefined;
  /** The API version of the request that created it. Default: the newest. */
  readonly made_with_version?: string | undefined;
  /** Whether it is sent anything. Default: `enabled`. */
  readonly status?: 'enabled' | 'disabled' | undefined;
  /** When it was created. Default: now, on the account's clock. */
  readonly created?: Moment | undefined;
  /** When it last changed. Default: `created`. */
  readonly updated?: Moment | undefined;
}

/** Whose events a destination gets: its own account's, or those of connected ones. */
export type EventsFrom =
  | '@self'
  | '@accounts'
  | '@organization_members'
  | '@organization_members/@accounts';
