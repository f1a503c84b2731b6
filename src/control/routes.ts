/**
 * The control routes under /_mock: each with a verb, a zod schema of its query or body, and a line
 * of help.
 */
import * as z from 'zod';
import { lazily } from '../stripe/lazily.ts';
import * as answers from './answers.ts';
import { clockBody, clockQuery } from './clock-control.ts';
import { ControlError, check } from './control-error.ts';
import { faultBodies, faultsQuery } from './fault-control.ts';
import { eventsQuery, requestsQuery } from './inspect.ts';
import { usageQuery } from './inspect-usage.ts';
import * as pageAnswers from './page-answers.ts';
import { pageRoutes } from './page-routes.ts';
import { accountParam } from './query-values.ts';
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

/** What a control route takes and returns. */
export interface DescribedRoute {
  readonly method: 'DELETE' | 'GET' | 'POST';
  readonly path: string;
  /** Its name in the OpenAPI document. Default: made of its path. */
  readonly name?: string;
  readonly help: string;
  /** The schema of its query; created on first use, to keep startup fast. */
  readonly query?: () => z.ZodType;
  /** The shapes that a body can have; created on first use, to keep startup fast. */
  readonly body?: () => Iterable<z.ZodType>;
  /** What a first call could send, for the list of routes. Default: nothing. */
  readonly example?: {
    readonly id?: string;
    readonly query?: string;
    readonly body?: object;
  };
  /** The schema of its answer, for the OpenAPI document. */
  readonly answer?: () => z.ZodType;
  /** The content type of its answer. Default: JSON. */
  readonly type?: string;
  /** Whether the answer can be a 408, after a time-out. */
  readonly timesOut?: boolean;
  /** Whether it needs no token. */
  readonly isOpen?: boolean;
}

/** One control route with a verb. */
export interface ControlRoute extends DescribedRoute {
  readonly act: (verbs: ServedVerbs, input: ControlInput) => unknown;
}

export const resetQuery = lazily(() =>
  z.strictObject({ account: accountParam('only this account') }),
);
export const fixturesQuery = lazily(() =>
  z.strictObject({
    account: accountParam('only this account: items that name no account are loaded into it'),
  }),
);

/** All of them, in the order of docs/controls.md. */
export const controlRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/health',
    isOpen: true,
    answer: answers.health,
    help: 'whether the server is ready, and what it has loaded; needs no token',
    act: (verbs) => verbs.health(),
  },
  {
    method: 'GET',
    path: '/meter_events',
    answer: answers.events,
    help: 'the accepted events, newest first',
    query: eventsQuery,
    example: { query: 'customer=cus_1&limit=10' },
    act: (verbs, { query }) => verbs.events(query),
  },
  {
    method: 'GET',
    path: '/meter_events/wait',
    answer: answers.waited,
    help: 'answers as soon as that many events match; 408 at the time-out',
    query: waitQuery,
    example: { query: 'count=1&customer=cus_1&timeout_ms=2000' },
    timesOut: true,
    act: (verbs, { query, gone }) => verbs.waitForEvents(query, gone),
  },
  {
    method: 'GET',
    path: '/requests',
    answer: answers.requests,
    help: 'the requests to the Stripe API, newest first; body_truncated: more than 16 KiB',
    query: requestsQuery,
    example: { query: 'status=4xx&customer=cus_1' },
    act: (verbs, { query }) => verbs.requests(query),
  },
  {
    method: 'GET',
    path: '/requests/:id',
    answer: pageAnswers.requestDetail,
    example: { id: 'req_1' },
    help: 'one request, with the answer that its idempotency key keeps, its retries, its events',
    act: (verbs, { params }) => verbs.request(params['id'] as string),
  },
  {
    method: 'GET',
    path: '/usage',
    answer: answers.usage,
    help: 'totals by meter and customer, and counts',
    query: usageQuery,
    example: { query: 'customer=cus_1' },
    act: (verbs, { query }) => verbs.usage(query),
  },
  ...pageRoutes,
  {
    method: 'POST',
    path: '/reset',
    answer: answers.reset,
    help: 'resets everything, or one account, to the state after startup',
    query: resetQuery,
    body: () => [resetQuery()],
    example: { query: 'account=default' },
    act: (verbs, { query, body }) =>
      verbs.reset({ ...check(resetQuery(), body), ...agreed(query, body) }),
  },
  {
    method: 'GET',
    path: '/clock',
    answer: answers.clock,
    help: "the state of the common clock, or an account's",
    query: clockQuery,
    act: (verbs, { query }) => verbs.clock.state(query),
  },
  {
    method: 'POST',
    path: '/clock',
    answer: answers.clock,
    help: 'moves the clock forward, freezes or unfreezes it',
    query: clockQuery,
    body: () => [clockBody()],
    example: { body: { advance_seconds: 3600 } },
    act: (verbs, { query, body }) => verbs.clock.move(body as never, query),
  },
  {
    method: 'GET',
    path: '/faults',
    answer: answers.faults,
    help: 'the armed faults, and how often each fired',
    query: faultsQuery,
    act: (verbs, { query }) => verbs.faults.list(query),
  },
  {
    method: 'POST',
    path: '/faults',
    answer: answers.fault,
    help: 'arms a fault',
    query: faultsQuery,
    body: faultBodies,
    example: { body: { effect: 'rate_limit', match: { customer: 'cus_1' } } },
    act: (verbs, { query, body }) => verbs.faults.arm(body as never, query),
  },
  {
    method: 'DELETE',
    path: '/faults',
    answer: answers.removedAll,
    help: 'removes all faults, or those armed for one account',
    query: faultsQuery,
    act: (verbs, { query }) => verbs.faults.clear(query),
  },
  {
    method: 'DELETE',
    path: '/faults/:id',
    answer: answers.removed,
    example: { id: 'fault_1' },
    help: 'removes one fault',
    query: faultsQuery,
    act: (verbs, { query, params }) => verbs.faults.remove(params['id'] as string, query),
  },
  {
    method: 'GET',
    path: '/fixtures',
    answer: answers.fixture,
    help: "the present state, or one account's, in the form that POST takes",
    query: fixturesQuery,
    act: (verbs, { query }) => verbs.saveFixtures(query),
  },
  {
    method: 'POST',
    path: '/fixtures',
    answer: answers.loaded,
    help: 'loads a fixture: all of it or nothing',
    query: fixturesQuery,
    body: () => [z.looseObject({})],
    example: { body: { customers: [{ name: 'Ada' }] } },
    act: (verbs, { query, body, gone, closing }) =>
      verbs.loadFixtures(body, query, AbortSignal.any([gone, closing])),
  },
  {
    method: 'POST',
    path: '/state',
    answer: answers.saved,
    help: 'saves the state to the file of --state',
    act: (verbs) => verbs.saveState(),
  },
  ...webhookRoutes,
];

/** The account of the query, which the body may name as well if it is the same. */
function agreed(query: Readonly<Record<string, string>>, body: unknown): { account?: string } {
  const { account } = check(resetQuery(), query);
  const { account: other } = body as { account?: string };
  if (account === undefined) return {};
  if (other === undefined || other === account) return { account };
  throw new ControlError(400, `The query has account ${account}, but the body ${other}: name one.`);
}
