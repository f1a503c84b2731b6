/**
 * The control routes under /_mock: each with a verb, a zod schema of its query or body, and a line
 * of help.
 */
import * as z from 'zod';
import { clockBody, clockQuery } from './clock-control.ts';
import { check } from './control-error.ts';
import { faultBodies } from './fault-control.ts';
import { eventsQuery, requestsQuery } from './inspect.ts';
import { customerQuery, seriesQuery } from './inspect-customer.ts';
import { usageQuery } from './inspect-usage.ts';
import { liveQuery } from './live-feed.ts';
import type { ServedVerbs } from './verbs.ts';
import { waitQuery } from './wait.ts';
import { webhookRoutes } from './webhook-routes.ts';

/** The input of a route's verb. */
export interface ControlInput {
  readonly query: Readonly<Record<string, string>>;
  /** The JSON body; `{}` if there is none. */
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
  /** Aborted when the client goes away. */
  readonly gone: AbortSignal;
  /** Aborted when the server closes, with the answer as its reason. */
  readonly closing: AbortSignal;
}

/** One control route. */
export interface ControlRoute {
  readonly method: 'DELETE' | 'GET' | 'POST';
  readonly path: string;
  readonly help: string;
  readonly query?: z.ZodType;
  /** The shapes that a body can have; created on first use, to keep startup fast. */
  readonly body?: () => Iterable<z.ZodType>;
  /** Whether the answer can be a 408, after a time-out. */
  readonly timesOut?: boolean;
  readonly act: (verbs: ServedVerbs, input: ControlInput) => unknown;
}

const resetQuery = z.strictObject({ account: z.string().optional().describe('only this account') });

/** All of them, in the order of docs/controls.md. */
export const controlRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/health',
    help: 'whether the server is ready, and what it has loaded; needs no token',
    act: (verbs) => verbs.health(),
  },
  {
    method: 'GET',
    path: '/meter_events',
    help: 'the accepted events, newest first',
    query: eventsQuery,
    act: (verbs, { query }) => verbs.events(query),
  },
  {
    method: 'GET',
    path: '/meter_events/wait',
    help: 'answers as soon as that many events match; 408 at the time-out',
    query: waitQuery,
    timesOut: true,
    act: (verbs, { query, gone }) => verbs.waitForEvents(query, gone),
  },
  {
    method: 'GET',
    path: '/requests',
    help: 'the requests to the Stripe API, newest first; body_truncated: more than 16 KiB',
    query: requestsQuery,
    act: (verbs, { query }) => verbs.requests(query),
  },
  {
    method: 'GET',
    path: '/requests/:id',
    help: 'one request, with the answer that its idempotency key keeps, its retries, its events',
    act: (verbs, { params }) => verbs.request(params['id'] as string),
  },
  {
    method: 'GET',
    path: '/usage',
    help: 'totals by meter and customer, and counts',
    query: usageQuery,
    act: (verbs, { query }) => verbs.usage(query),
  },
  {
    method: 'GET',
    path: '/usage/series',
    help: "a customer's usage of a meter by hour or day",
    query: seriesQuery,
    act: (verbs, { query }) => verbs.series(query as never),
  },
  {
    method: 'GET',
    path: '/customers/:id',
    help: "a customer's totals and subscriptions, and a preview of what it will pay",
    query: customerQuery,
    act: (verbs, { query, params }) => verbs.customer(params['id'] as string, query),
  },
  {
    method: 'GET',
    path: '/feed',
    help: 'what happens, as it happens: JSON lines over a response that is kept open',
    query: liveQuery,
    act: (verbs, { query }) => verbs.live(query),
  },
  {
    method: 'POST',
    path: '/reset',
    help: 'resets everything, or one account, to the state after startup',
    query: resetQuery,
    body: () => [resetQuery],
    act: (verbs, { query, body }) =>
      verbs.reset(check(resetQuery, { ...(body as object), ...query })),
  },
  {
    method: 'GET',
    path: '/clock',
    help: "the state of the common clock, or an account's",
    query: clockQuery,
    act: (verbs, { query }) => verbs.clock.state(query),
  },
  {
    method: 'POST',
    path: '/clock',
    help: 'moves the clock forward, freezes or unfreezes it',
    query: clockQuery,
    body: () => [clockBody],
    act: (verbs, { query, body }) => verbs.clock.move(body as never, query),
  },
  {
    method: 'GET',
    path: '/faults',
    help: 'the armed faults, and how often each fired',
    act: (verbs) => verbs.faults.list(),
  },
  {
    method: 'POST',
    path: '/faults',
    help: 'arms a fault',
    body: faultBodies,
    act: (verbs, { body }) => verbs.faults.arm(body as never),
  },
  {
    method: 'DELETE',
    path: '/faults',
    help: 'removes all faults',
    act: (verbs) => verbs.faults.clear(),
  },
  {
    method: 'DELETE',
    path: '/faults/:id',
    help: 'removes one fault',
    act: (verbs, { params }) => verbs.faults.remove(params['id'] as string),
  },
  {
    method: 'GET',
    path: '/fixtures',
    help: 'the current state, in the form that POST accepts',
    act: (verbs) => verbs.saveFixtures(),
  },
  {
    method: 'POST',
    path: '/fixtures',
    help: 'loads meters, customers, events, faults and the clock: all or nothing',
    body: () => [z.looseObject({})],
    act: (verbs, { body, gone, closing }) =>
      verbs.loadFixtures(body, AbortSignal.any([gone, closing])),
  },
  ...webhookRoutes,
];
