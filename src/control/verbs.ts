/**
 * The operations that a test can call on a mock, both on the library's handle and over HTTP under
 * /_mock.
 */
import type { ClockBody, ClockDocument, ClockQuery } from '../documents/clock-document.ts';
import type {
  CustomerDocument,
  CustomerQuery,
  SeriesDocument,
  SeriesQuery,
} from '../documents/customer-document.ts';
import type {
  EventDocument,
  EventsQuery,
  Page,
  Waited,
  WaitQuery,
} from '../documents/event-document.ts';
import type {
  FaultBody,
  FaultDocument,
  FaultsQuery,
  RemovedFaults,
} from '../documents/fault-document.ts';
import type {
  FixtureDocument,
  FixturesQuery,
  Loaded,
  StateSaved,
} from '../documents/fixture-document.ts';
import type { LiveQuery } from '../documents/live-document.ts';
import type {
  MeterDocument,
  MeterQuery,
  MetersDocument,
  MetersQuery,
} from '../documents/meter-document.ts';
import type {
  RequestDetail,
  RequestDocument,
  RequestsQuery,
} from '../documents/request-document.ts';
import type { UsageDocument, UsageQuery } from '../documents/usage-document.ts';
import type { LiveRead } from './live-read.ts';
import type { LongRead } from './long-read.ts';
import type { ServedWebhookVerbs, WebhookControls, WebhookVerbs } from './webhook-verbs.ts';

/** The status of the server, and what it has loaded. */
export interface HealthDocument {
  readonly status: 'ok';
  readonly version: string;
  /** Seconds of real time since the start. */
  readonly uptime_seconds: number;
  readonly accounts: number;
  readonly meters: number;
  readonly customers: number;
  readonly products: number;
  readonly prices: number;
  readonly subscriptions: number;
  /** Events kept for inspection. */
  readonly events: number;
  /** Identifiers in memory, and the bytes they take. */
  readonly identifiers: number;
  readonly identifier_bytes: number;
  readonly faults: number;
}

/**
 * The operations that a test can call on a mock. Documents use snake_case, as on the wire. Invalid
 * arguments throw a ControlError that says what to do.
 */
export interface MockControls extends WebhookControls {
  /** The accepted events, newest first. */
  events(query?: EventsQuery): Page<EventDocument>;
  /** The requests to the Stripe API, refused and replayed ones too, newest first. */
  requests(query?: RequestsQuery): Page<RequestDocument>;
  /** Totals by meter and customer, and counts of what happened. */
  usage(query?: UsageQuery): UsageDocument;
  /** Resets everything, or one account, to the state after startup, fixtures included. */
  reset(query?: { account?: string | undefined }): { reset: string };
  /** The clocks: the common one, and those of accounts. */
  readonly clock: {
    /** The state of the common clock, or an account's. */
    state(query?: ClockQuery): ClockDocument;
    /**
     * Moves it forward, freezes or unfreezes it. It has moved when the call returns, unless
     * something due has to wait; the promise resolves once that is done.
     */
    move(body: ClockBody, query?: ClockQuery): Promise<ClockDocument>;
    /** Moves it forward by a number of seconds, in the same way. */
    advance(seconds: number, query?: ClockQuery): Promise<ClockDocument>;
  };
  /** Faults. */
  readonly faults: {
    /** Arms a fault, for one account if the query names it. */
    arm(body: FaultBody, query?: FaultsQuery): FaultDocument;
    /** All that are armed, or those for one account, with how often each fired. */
    list(query?: FaultsQuery): { data: FaultDocument[] };
    /** Removes a fault; with an account in the query, only one that is armed for it. */
    remove(id: string, query?: FaultsQuery): { removed: string };
    /** Removes all, or those armed for one account. */
    clear(query?: FaultsQuery): RemovedFaults;
  };
  /**
   * Loads a fixture: all of it, or nothing and a FixtureError. With an account, items that name
   * none are loaded into it, and `clock` sets that account's clock. Returns a promise only if
   * something that is due before the fixture's clock has to wait.
   */
  loadFixtures(document: FixtureDocument, query?: FixturesQuery): Loaded | Promise<Loaded>;
  /**
   * Saves the state to the file of the setting `state`. Rejects with a ControlError without that
   * setting.
   */
  saveState(): Promise<StateSaved>;
  /** The present state, or one account's, in the form that `loadFixtures` and `--fixtures` take. */
  saveFixtures(query?: FixturesQuery): FixtureDocument;
}

/** Adds what the control routes and the handle's own methods need. */
export interface Verbs extends MockControls, WebhookVerbs {
  /**
   * Ends as soon as enough events match, at the time-out, or when the server closes.
   * @param gone aborted when the caller is gone: the wait ends at once, with no events
   */
  waitForEvents(query?: WaitQuery, gone?: AbortSignal): Promise<Waited>;
}

type LongVerb =
  | 'deliveries'
  | 'events'
  | 'loadFixtures'
  | 'requests'
  | 'saveFixtures'
  | 'usage'
  | 'waitForEvents';

/** The verbs as served over HTTP: long work is done in slices. */
export interface ServedVerbs extends Omit<Verbs, LongVerb>, ServedWebhookVerbs {
  events(query?: EventsQuery): LongRead<Page<EventDocument>>;
  requests(query?: RequestsQuery): LongRead<Page<RequestDocument>>;
  usage(query?: UsageQuery): LongRead<UsageDocument>;
  waitForEvents(query?: WaitQuery, gone?: AbortSignal): Promise<LongRead<Waited>>;
  health(): HealthDocument;
  /** A request with its kept answer, its retries and its events. */
  request(id: string): RequestDetail;
  /** A customer with its totals, its subscriptions and their previews. */
  customer(id: string, query?: CustomerQuery): CustomerDocument;
  /** Usage of a meter by hour or day, of a customer or of all. */
  series(query: SeriesQuery): LongRead<SeriesDocument>;
  /** Every meter, used or not. */
  meters(query?: MetersQuery): LongRead<MetersDocument>;
  /** A meter with the customers that have the largest totals. */
  meter(id: string, query?: MeterQuery): LongRead<MeterDocument>;
  /** What happens, as it happens. */
  live(query?: LiveQuery): LiveRead;
  saveFixtures(query?: FixturesQuery): LongRead<object>;
  /** Rejects when the signal is aborted before anything is loaded. */
  loadFixtures(
    document: unknown,
    query: FixturesQuery | undefined,
    signal: AbortSignal,
  ): Promise<Loaded>;
}
