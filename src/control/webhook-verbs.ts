/** The verbs about the events that Stripe sends, over one state. */
import type {
  CollectBody,
  CollectorDocument,
  DeliveriesPage,
  DeliveriesQuery,
  DeliveriesWaited,
  DeliveryWaitQuery,
  HoldBody,
  RedeliverQuery,
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

/** The verbs that the library's handle has too. */
export interface WebhookControls {
  /** Deliveries of events: made, on their way, held back. */
  readonly deliveries: {
    /** Attempts to deliver events, newest first, and the deliveries still on their way. */
    list(query?: DeliveriesQuery): DeliveriesPage;
    /** Ends as soon as enough attempts match, at the time-out, or when the server closes. */
    wait(query?: DeliveryWaitQuery): Promise<DeliveriesWaited>;
    /**
     * Sends the event of a delivery to its destination once more, at once; with an account in the
     * query, only if it is of that account.
     */
    redeliver(id: string, query?: RedeliverQuery): { delivery: string };
    /** Holds back deliveries from now on. */
    hold(body?: HoldBody): { held: string };
    /** Releases held deliveries: all, or some in the order given. */
    release(body?: ReleaseBody): { released: string | readonly string[] };
  };
  /** Error reports that a test asks for. */
  readonly errorReports: {
    /** Makes an error report as if events had been invalid; returns the whole event. */
    raise(body?: ErrorReportBody): object;
  };
}

/** Adds what only the control routes have. */
export interface WebhookVerbs extends WebhookControls {
  /** Destinations without a URL. */
  readonly webhooks: {
    /** Begins to collect events instead of sending them. */
    collect(body?: CollectBody): CollectorDocument;
    /** Ends a collector. */
    remove(id: string): { removed: string };
  };
}

/** The verbs as served over HTTP: long work is done in slices. */
export interface ServedWebhookVerbs extends Omit<WebhookVerbs, 'deliveries'> {
  readonly deliveries: Omit<WebhookControls['deliveries'], 'list' | 'wait'> & {
    list(query?: DeliveriesQuery): LongRead<DeliveriesPage>;
    /** @param gone aborted when the caller is gone: the wait ends at once */
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
      redeliver: (id, query) => redeliver(state, id, query),
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
