/** The control routes about the events that Stripe sends. */
import { collectBody } from './collect-control.ts';
import {
  deliveriesQuery,
  deliveryWaitQuery,
  holdBody,
  redeliverQuery,
  releaseBody,
} from './delivery-control.ts';
import { errorReportBody } from './error-report-control.ts';
import type { ControlRoute } from './routes.ts';
import * as answers from './webhook-answers.ts';

/** In the order of docs/controls.md. */
export const webhookRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/deliveries',
    answer: answers.deliveries,
    help: 'attempts to deliver events, newest first, and the deliveries still on their way',
    query: deliveriesQuery,
    act: (verbs, { query }) => verbs.deliveries.list(query),
  },
  {
    method: 'GET',
    path: '/deliveries/wait',
    answer: answers.waited,
    example: { query: 'count=1&timeout_ms=2000' },
    help: 'answers as soon as that many attempts match; 408 at the time-out',
    query: deliveryWaitQuery,
    timesOut: true,
    act: (verbs, { query, gone }) => verbs.deliveries.wait(query, gone),
  },
  {
    method: 'POST',
    path: '/deliveries/hold',
    answer: answers.held,
    example: { body: { account: 'default' } },
    help: 'holds back deliveries from now on',
    body: () => [holdBody()],
    act: (verbs, { body }) => verbs.deliveries.hold(body as never),
  },
  {
    method: 'POST',
    path: '/deliveries/release',
    answer: answers.released,
    example: { body: { account: 'default' } },
    help: 'releases held deliveries: all, or some in the order given',
    body: () => [releaseBody()],
    act: (verbs, { body }) => verbs.deliveries.release(body as never),
  },
  {
    method: 'POST',
    path: '/deliveries/:id/redeliver',
    answer: answers.redelivered,
    example: { id: 'delivery_1' },
    help: 'sends the event of a delivery to its destination once more',
    query: redeliverQuery,
    act: (verbs, { query, params }) => verbs.deliveries.redeliver(params['id'] as string, query),
  },
  {
    method: 'POST',
    path: '/webhooks/collect',
    answer: answers.collector,
    example: { body: { account: 'default' } },
    help: 'collects events instead of sending them: a destination without a URL',
    body: () => [collectBody()],
    act: (verbs, { body }) => verbs.webhooks.collect(body as never),
  },
  {
    method: 'DELETE',
    path: '/webhooks/:id',
    answer: answers.removed,
    example: { id: 'collector_1' },
    help: 'ends a collector',
    act: (verbs, { params }) => verbs.webhooks.remove(params['id'] as string),
  },
  {
    method: 'POST',
    path: '/error_reports',
    answer: answers.errorReport,
    example: { body: { errors: [{ code: 'no_meter' }] } },
    help: 'makes an error report with chosen codes and samples; returns the whole event',
    body: () => [errorReportBody()],
    act: (verbs, { body }) => verbs.errorReports.raise(body as never),
  },
];
