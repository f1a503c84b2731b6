/**
 * What a test can ask of a mock: the same verbs on the library's handle, over HTTP under /_mock,
 * and here.
 */
import type { ClockBody, ClockDocument, ClockQuery } from '../documents/clock-document.ts';
import type {
  EventDocument,
  EventsQuery,
  Page,
  Waited,
  WaitQuery,
} from '../documents/event-document.ts';
import type { FaultBody, FaultDocument } from '../documents/fault-document.ts';
import type { FixtureDocument, Loaded } from '../documents/fixture-document.ts';
import type { RequestDocument, RequestsQuery } from '../documents/request-document.ts';
import type { UsageDocument, UsageQuery } from '../documents/usage-document.ts';
import type { LongRead } from './long-read.ts';
import type { ServedWebhookVerbs, WebhookControls, WebhookVerbs } from './webhook-verbs.ts';

/** What the server has loaded and how it does. */
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
 * What a test can ask of a mock. Documents are written as on the wire, in snake_case. Wrong
 * arguments throw: a ControlError that says what to do.
 */
export interface MockControls extends WebhookControls {
  /** The events that were taken, newest first. */
  events(query?: EventsQuery): Page<EventDocument>;
  /** The requests to Stripe's side, refused and replayed ones too, newest first. */
  requests(query?: RequestsQuery): Page<RequestDocument>;
  /** Totals by meter and customer, and counts of what happened. */
  usage(query?: UsageQuery): UsageDocument;
  /** Everything, or one account, as after the start, fixtures included. */
  reset(query?: { account?: string | undefined }): { reset: string };
  /** The clocks: the common one, and those of accounts. */
  readonly clock: {
    /** Where the common clock is, or an account's. */
    state(query?: ClockQuery): ClockDocument;
    /**
     * Moves it forward, freezes or unfreezes it. It has moved when the call returns, unless
     * something due must wait; the promise says when that is done.
     */
    move(body: ClockBody, query?: ClockQuery): Promise<ClockDocument>;
    /** Moves it forward by so many seconds, likewise. */
    advance(seconds: number, query?: ClockQuery): Promise<ClockDocument>;
  };
  /** What goes wrong, and when. */
  readonly faults: {
    /** Arms a fault. */
    arm(body: FaultBody): FaultDocument;
    /** All that are armed, with how often each fired. */
    list(): { data: FaultDocument[] };
    /** Removes one. */
    remove(id: string): { removed: string };
    /** Removes all. */
    clear(): { removed: 'all' };
  };
  /**
   * Loads a fixture: all of it, or nothing and a FixtureError. Gives a promise only when something
   * that is due before the fixture's clock must wait.
   */
  loadFixtures(document: FixtureDocument): Loaded | Promise<Loaded>;
  /** The present state in the form that `loadFixtures` and `--fixtures` take. */
  saveFixtures(): FixtureDocument;
}

/** The same, and what is only for the control routes. */
export interface Verbs extends MockControls, WebhookVerbs {
  /**
   * Ends as soon as enough events match, at the time-out, or when the server closes.
   * @param gone aborted when nobody waits any more: it ends at once, with no events
   */
  waitForEvents(query?: WaitQuery, gone?: AbortSignal): Promise<Waited>;
  health(): HealthDocument;
}

type LongVerb =
  | 'deliveries'
  | 'events'
  | 'loadFixtures'
  | 'requests'
  | 'saveFixtures'
  | 'usage'
  | 'waitForEvents';

/** The verbs as HTTP serves them: what can take long is done in slices. */
export interface ServedVerbs extends Omit<Verbs, LongVerb>, ServedWebhookVerbs {
  events(query?: EventsQuery): LongRead<Page<EventDocument>>;
  requests(query?: RequestsQuery): LongRead<Page<RequestDocument>>;
  usage(query?: UsageQuery): LongRead<UsageDocument>;
  waitForEvents(query?: WaitQuery, gone?: AbortSignal): Promise<LongRead<Waited>>;
  saveFixtures(): LongRead<object>;
  /** Rejects when the signal is aborted before anything is loaded. */
  loadFixtures(document: unknown, signal: AbortSignal): Promise<Loaded>;
}
