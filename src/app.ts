/** The scopes and their order: the control routes, then Stripe's side, which answers everything else. */
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { readFaultHeader } from './control/faults.ts';
import { serveControl } from './control/serve.ts';
import type { Verbs } from './control/verbs.ts';
import type { Log } from './log.ts';
import type { Options } from './options.ts';
import { customerEndpoints } from './resources/customers.ts';
import { meterEventAdjustmentEndpoints } from './resources/meter-event-adjustments.ts';
import { meterEventSummaryEndpoints } from './resources/meter-event-summaries.ts';
import { meterEventEndpoints } from './resources/meter-events.ts';
import { meterEndpoints } from './resources/meters.ts';
import type { State } from './state.ts';
import { answerBrokenRequest, StripeSide, serveStripe } from './stripe/http.ts';
import type { Endpoint } from './stripe/pipeline.ts';
import { logFields } from './stripe/request-record.ts';

/** The longest path parameter: an id (around.md 1.1). */
const MAX_ID_LENGTH = 5000;

/** Fastify's own schemas are not used: their compilers would only be loaded at every start. */
const NO_COMPILERS = { buildValidator: unused, buildSerializer: unused };

/** How long a request, and its head alone, may take to arrive before it is given up, in milliseconds. Stripe's own bounds are not recorded. */
const ARRIVAL_MS = 30_000;
const HEAD_MS = 10_000;
/** How often Node looks for such requests, in milliseconds: it does so by itself, and no request sets a timer. */
const CHECK_MS = 500;

/** Builds the server's app, ready to listen or to inject into. */
export async function buildApp(state: State, verbs: Verbs, options: Options, log: Log): Promise<FastifyInstance> {
  const side = new StripeSide(endpointsOf(state), {
    ...state,
    clock: state.engine.clock,
    random: state.engine.random,
    allowLiveKeys: options.allowLiveKeys,
    readFaultHeader: options.control ? readFaultHeader : undefined,
    log,
    record: (exchange, ending) => {
      state.requests.add(exchange, ending);
      if (log.isLevelEnabled('info')) log.request(logFields(exchange, ending));
    },
  });
  const app = fastify({
    logger: false,
    schemaController: { compilersFactory: NO_COMPILERS },
    exposeHeadRoutes: false,
    requestTimeout: ARRIVAL_MS,
    http: { requireHostHeader: false, headersTimeout: HEAD_MS, connectionsCheckingInterval: CHECK_MS },
    routerOptions: { maxParamLength: MAX_ID_LENGTH, querystringParser: () => ({}) },
    clientErrorHandler: (_error, socket) => answerBrokenRequest(socket),
    frameworkErrors: (_error, request, reply) => void side.notFound(request as FastifyRequest, reply as FastifyReply),
  });
  app.get('/healthcheck', async (_request, reply) => reply.type('text/plain').send('ok\n'));
  if (options.control) {
    const safety = { token: options.controlToken, allowedHosts: options.allowHost };
    await app.register((scope) => serveControl(scope, verbs, safety), { prefix: '/_mock' });
  }
  await serveStripe(app, side);
  return app;
}

function endpointsOf({ engine, warnOnce }: State): Endpoint[] {
  return [
    ...meterEventEndpoints(engine),
    ...meterEventAdjustmentEndpoints(engine),
    ...meterEventSummaryEndpoints(engine),
    ...meterEndpoints(engine),
    ...customerEndpoints(engine, warnOnce),
  ];
}

function unused(): never {
  throw new Error('no route has a Fastify schema');
}
