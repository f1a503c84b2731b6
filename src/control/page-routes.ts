/** The control routes behind the views of the page, and its feed. */
import { customerQuery } from './inspect-customer.ts';
import { meterQuery, metersQuery } from './inspect-meters.ts';
import { seriesQuery } from './inspect-series.ts';
import { liveQuery } from './live-feed.ts';
import * as answers from './page-answers.ts';
import type { ControlRoute } from './routes.ts';

/** In the order of docs/controls.md. */
export const pageRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/usage/series',
    answer: answers.series,
    example: { query: 'customer=cus_1&meter=mtr_1' },
    help: 'usage of a meter by hour or day, of one customer or of all',
    query: seriesQuery,
    act: (verbs, { query }) => verbs.series(query as never),
  },
  {
    method: 'GET',
    path: '/meters',
    answer: answers.meters,
    help: 'every meter, used or not: settings, counted events, customers, value',
    query: metersQuery,
    example: { query: 'account=default' },
    act: (verbs, { query }) => verbs.meters(query),
  },
  {
    method: 'GET',
    path: '/meters/:id',
    answer: answers.meter,
    example: { id: 'mtr_1' },
    help: 'one meter, with the customers that have the largest totals',
    query: meterQuery,
    act: (verbs, { query, params }) => verbs.meter(params['id'] as string, query),
  },
  {
    method: 'GET',
    path: '/customers/:id',
    answer: answers.customer,
    example: { id: 'cus_1' },
    help: "a customer's totals and subscriptions, and a preview of what it will pay",
    query: customerQuery,
    act: (verbs, { query, params }) => verbs.customer(params['id'] as string, query),
  },
  {
    method: 'GET',
    path: '/feed',
    type: 'application/x-ndjson',
    help: 'what happens, as it happens: JSON lines over a response that is kept open',
    query: liveQuery,
    act: (verbs, { query }) => verbs.live(query),
  },
];
