/** The verbs about what Stripe sends, over one state. */
import type {
  CollectBody,
  CollectorDocument,
  DeliveriesPage,
  DeliveriesQuery,
  DeliveriesWaited,
  DeliveryWaitQuery,
  HoldBody,
  ReleaseBody,
} from '../documents/delivery-document.ts';
import type { ErrorReportBody } from '../documents/error-report-document.ts';
import { type CollectTarget, collect, removeCollector } from './collect-control.ts';
import {
  type DeliveryTarget,
  deliveries,
  hold,
  redeliver,
  release,
  waitForDeliveries,
} from './delivery-control.ts';
import { type ErrorReportTarget, raiseErrorReport } from './error-report-control.ts';
import type { LongRead } from './long-read.ts';

/** What the library's handle has too. */
export interface WebhookControls {
  /** Deliveries of events: made, on their way, held back. */
  readonly deliveries: {
    /** Attempts to deliver events, newest first, and what is still on its way. */
    list(query?: DeliveriesQuery): DeliveriesPage;
    /** Ends as soon as enough attempts match, at the time-out, or when the server closes. */
    wait(query?: DeliveryWaitQuery): Promise<DeliveriesWaited>;
    /** Sends the event of a delivery to its destination once more, at once. */
    redeliver(id: string): { delivery: string };
    /** Holds back what is due from now on. */
    hold(body?: HoldBody): { held: string };
    /** Releases what is held: all of it, or some in the order given. */
    release(body?: ReleaseBody): { released: string | readonly string[] };
  };
  /** Error reports that a test asks for. */
  readonly errorReports: {
    /** Makes an error report as though events had been invalid; gives the whole event. */
    raise(body?: ErrorReportBody): object;
  };
}

/** The same, and what is only for the control routes. */
export interface WebhookVerbs extends WebhookControls {
  /** Destinations without a URL. */
  readonly webhooks: {
    /** Begins to collect events in the place of sending them. */
    collect(body?: CollectBody): CollectorDocument;
    /** Ends a collector. */
    remove(id: string): { removed: string };
  };
}

/** The verbs as HTTP serves them: what can take long is done in slices. */
export interface ServedWebhookVerbs extends Omit<WebhookVerbs, 'deliveries'> {
  readonly deliveries: Omit<WebhookControls['deliveries'], 'list' | 'wait'> & {
    list(query?: DeliveriesQuery): LongRead<DeliveriesPage>;
    /** @param gone aborted when nobody waits any more */
    wait(query?: DeliveryWaitQuery, gone?: AbortSignal): Promise<LongRead<DeliveriesWaited>>;
  };
}

/** The verbs of a state. */
export function webhookVerbs(
  state: DeliveryTarget & CollectTarget & ErrorReportTarget,
): ServedWebhookVerbs {
  return {
    deliveries: {
      list: (query) => deliveries(state, query),
      wait: (query, gone) => waitForDeliveries(state, query, gone),
      redeliver: (id) => redeliver(state, id),
      hold: (body) => hold(state, body),
      release: (body) => release(state, body),
    },
    webhooks: {
      collect: (body) => collect(state, body),
      remove: (id) => removeCollector(state, id),
    },
    errorReports: { raise: (body) => raiseErrorReport(state, body) },
  };
}
