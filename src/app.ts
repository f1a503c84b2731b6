/** Builds the app: the control routes, then the Stripe API, which answers everything else. */
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { readFaultHeader } from './control/fault-header.ts';
import { serveOnFirstUse } from './control/first-use.ts';
import { refusePath } from './control/refuse-path.ts';
import type { ControlOptions } from './control/serve.ts';
import type { ServedVerbs } from './control/verbs.ts';
import { FASTIFY_OPTIONS } from './fastify-options.ts';
import { settle } from './fixtures/settle.ts';
import type { Log } from './log.ts';
import { DEFAULT_KEYS } from './metering/meter.ts';
import type { Options } from './options.ts';
import { customerEndpoints } from './resources/v1/customers.ts';
import { eventEndpoints } from './resources/v1/events.ts';
import { invoiceEndpoints } from './resources/v1/invoices.ts';
import { meterEventAdjustmentEndpoints } from './resources/v1/meter-event-adjustments.ts';
import { meterEventSummaryEndpoints } from './resources/v1/meter-event-summaries.ts';
import { meterEventEndpoints } from './resources/v1/meter-events.ts';
import { meterEndpoints } from './resources/v1/meters.ts';
import { priceEndpoints } from './resources/v1/prices.ts';
import { productEndpoints } from './resources/v1/products.ts';
import type { Resources } from './resources/v1/resources.ts';
import { subscriptionItemEndpoints } from './resources/v1/subscription-items.ts';
import { subscriptionEndpoints } from './resources/v1/subscriptions.ts';
import { webhookEndpointEndpoints } from './resources/v1/webhook-endpoints.ts';
import { v2CoreEventEndpoints } from './resources/v2/v2-core-events.ts';
import { v2EventDestinationEndpoints } from './resources/v2/v2-event-destinations.ts';
import { v2MeterEventAdjustmentEndpoints } from './resources/v2/v2-meter-event-adjustments.ts';
import { v2MeterEventSessionEndpoints } from './resources/v2/v2-meter-event-sessions.ts';
import { v2MeterEventStreamEndpoints } from './resources/v2/v2-meter-event-stream.ts';
import { v2MeterEventEndpoints } from './resources/v2/v2-meter-events.ts';
import type { V2Resources } from './resources/v2/v2-resources.ts';
import type { State } from './state.ts';
import { answerBrokenRequest, isTls } from './stripe/broken-request.ts';
import { CustomerLocks } from './stripe/customer-locks.ts';
import type { Dialect } from './stripe/dialect.ts';
import type { Endpoint } from './stripe/endpoint.ts';
import { serveStripe, Transport } from './stripe/transport.ts';
import { v1 } from './stripe/v1/v1-dialect.ts';
import { v2 } from './stripe/v2/v2-dialect.ts';
import { type AllowedTargets, allowedTargets } from './webhooks/allowed-targets.ts';

/** Where the control routes and the page are. */
const CONTROL = '/_mock';

/**
 * How long a request, and its headers alone, may take to arrive, in milliseconds. GUESS: Stripe's
 * own limits are not known.
 */
const ARRIVAL_MS = 30_000;
const HEAD_MS = 10_000;
/**
 * How often Node checks for late requests, in milliseconds; it does so without a timer per request.
 */
const CHECK_MS = 500;

const TLS =
  'A client spoke TLS to this port, which speaks http alone: write http:// where its base URL ' +
  'says https://, or protocol: "http" in the options of stripe-node';

/** Builds the server's app, ready to listen or for injected requests. */
export async function buildApp(
  state: State,
  verbs: ServedVerbs,
  options: Options,
  log: Log,
): Promise<FastifyInstance> {
  const { clocks, ids, faults, idempotency, submit } = state;
  const logsRequests = log.isLevelEnabled('info');
  const transport = new Transport(servedOf(state, options), {
    clocks,
    ids,
    faults,
    idempotency,
    submit,
    logsActs: logsRequests,
    welcome: (caller) => settle(caller, state),
    allowLiveKeys: options.allowLiveKeys,
    dialectOf,
    readFaultHeader: options.control ? readFaultHeader : undefined,
    log,
    record: (exchange, ending) => {
      state.requests.add(exchange, ending);
      if (logsRequests) log.request(exchange, ending);
    },
  });
  const app = fastify({
    ...FASTIFY_OPTIONS,
    requestTimeout: ARRIVAL_MS,
    http: {
      requireHostHeader: false,
      headersTimeout: HEAD_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
    clientErrorHandler: (error, socket) => {
      if (isTls(error)) state.warnOnce(TLS);
      answerBrokenRequest(socket);
    },
    frameworkErrors: (error, request, reply) =>
      void (options.control && request.url.startsWith(`${CONTROL}/`)
        ? refusePath(error, reply as FastifyReply)
        : transport.notFound(request as FastifyRequest, reply as FastifyReply)),
  });
  app.get('/healthcheck', { exposeHeadRoute: true }, async (_request, reply) =>
    reply.type('text/plain').send('ok\n'),
  );
  if (options.control) {
    const control = controlOptions(state, verbs, options);
    const make = async () => (await import('./control-app.ts')).controlApp(CONTROL, control);
    await app.register((scope) => serveOnFirstUse(scope, make), { prefix: CONTROL });
  }
  await serveStripe(app, transport);
  return app;
}

function controlOptions(state: State, verbs: ServedVerbs, options: Options): ControlOptions {
  return {
    verbs,
    onReset: (heard) => state.feed.listen(['reset'], ({ account }) => heard(account)),
    token: options.controlToken,
    allowedHosts: options.allowHost,
  };
}

/** The calls that create one meter event. */
const CREATES = ['/v1/billing/meter_events', '/v2/billing/meter_events'];

/** The endpoints, wrapped as the settings require. */
function servedOf(state: State, options: Options): Endpoint[] {
  const endpoints = endpointsOf(state, options);
  if (!options.lockCustomers) return endpoints;
  const locks = new CustomerLocks(
    (caller, name) =>
      (state.engine.account(caller).meters.active(name) ?? DEFAULT_KEYS).customerKey,
  );
  return endpoints.map((each) => (CREATES.includes(each.path) ? locks.around(each) : each));
}

/** All Stripe endpoints that are served. */
export function endpointsOf(state: State, options: Options): Endpoint[] {
  return [
    ...v1EndpointsOf(state),
    ...v2EndpointsOf(v2ResourcesOf(state, options)),
    ...webhookEndpointsOf(state, allowedTargets(options)),
  ];
}

function v1EndpointsOf(resources: Resources): Endpoint[] {
  return [
    ...meterEventEndpoints(resources),
    ...meterEventAdjustmentEndpoints(resources),
    ...meterEventSummaryEndpoints(resources),
    ...meterEndpoints(resources),
    ...customerEndpoints(resources),
    ...productEndpoints(resources),
    ...priceEndpoints(resources),
    ...subscriptionEndpoints(resources),
    ...subscriptionItemEndpoints(resources),
    ...invoiceEndpoints(resources),
  ];
}

function v2ResourcesOf(state: State, options: Options): V2Resources {
  const { engine, ids, sessions, submit } = state;
  const { sessionSeconds, sessionExpiredStatus } = options;
  return { engine, ids, sessions, submit, sessionSeconds, sessionExpiredStatus };
}

function v2EndpointsOf(resources: V2Resources): Endpoint[] {
  return [
    ...v2MeterEventEndpoints(resources),
    ...v2MeterEventAdjustmentEndpoints(resources),
    ...v2MeterEventSessionEndpoints(resources),
    ...v2MeterEventStreamEndpoints(resources),
  ];
}

/** The endpoints about events and their destinations, in both APIs. */
function webhookEndpointsOf(state: State, allowed: AllowedTargets): Endpoint[] {
  const { webhooks, ids, submit, warnOnce } = state;
  const resources = { webhooks, ids, submit, warnOnce, allowed };
  return [
    ...eventEndpoints(resources),
    ...webhookEndpointEndpoints(resources),
    ...v2CoreEventEndpoints(resources),
    ...v2EventDestinationEndpoints(resources),
  ];
}

/** The dialect for a path without an endpoint. */
function dialectOf(path: string): Dialect<unknown, unknown> {
  return (/^\/v2(?:[/?]|$)/.test(path) ? v2 : v1) as Dialect<unknown, unknown>;
}
