/** Serves the control routes: JSON in, JSON out, and nothing for web pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { takeJsonBodies } from './bodies.ts';
import { ControlError } from './control-error.ts';
import { LiveRead } from './live-feed.ts';
import { LongRead } from './long-read.ts';
import { openApiDocument } from './openapi.ts';
import { type ControlRoute, controlRoutes } from './routes.ts';
import { refuseDelivery, refuseForgery, requireToken, type SafetyOptions } from './safety.ts';
import { type OnReset, sendInSlices } from './send-in-slices.ts';
import { stepInTurns } from './slices.ts';
import type { ServedVerbs } from './verbs.ts';

/** Dependencies of the control routes. */
export interface ControlOptions extends SafetyOptions {
  readonly verbs: ServedVerbs;
  readonly onReset: OnReset;
}

/** Adds the control routes to a Fastify instance with their prefix. */
export async function serveControl(app: FastifyInstance, options: ControlOptions): Promise<void> {
  const { verbs } = options;
  takeJsonBodies(app);
  const closing = new AbortController();
  app.addHook('preClose', async () =>
    closing.abort(new ControlError(503, 'The server is closing.')),
  );
  app.addHook('onRequest', async (request) => {
    refuseForgery(request.headers, options.allowedHosts);
    refuseDelivery(request.headers);
    if (request.routeOptions.url !== `${app.prefix}/health`)
      requireToken(request.headers.authorization, options.token);
  });
  for (const route of controlRoutes) {
    const { method, path: url } = route;
    const exposeHeadRoute = url === '/health'; // wait-on and wget --spider send HEAD
    app.route({
      method,
      url,
      exposeHeadRoute,
      handler: (request, reply) => answer(route, options, request, reply, closing.signal),
    });
  }
  let openApi: Promise<object> | undefined;
  app.get('/openapi.json', () => {
    const { version } = verbs.health();
    const made = openApiDocument(controlRoutes, app.prefix, version);
    return (openApi ??= stepInTurns(made, closing.signal));
  });
  app.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .send(
        errorBody(
          `There is no ${request.method} ${request.url}. GET ${app.prefix}/openapi.json lists ` +
            'the control routes.',
        ),
      ),
  );
  app.setErrorHandler(async (error: Error, _request, reply) =>
    reply.code(statusOf(error)).send(errorBody(error.message)),
  );
}

async function answer(
  route: ControlRoute,
  { verbs, onReset }: ControlOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const result = await route.act(verbs, {
    query: queryOf(route, request),
    body: request.body ?? {},
    params: request.params as Record<string, string>,
    gone: gone.signal,
    closing,
  });
  if (gone.signal.aborted) return reply.hijack(); // nobody is left to send it to
  if (result instanceof LiveRead) {
    reply.hijack();
    result.start(reply.raw, closing);
    return reply;
  }
  if (result instanceof LongRead) {
    const onStart = () => void reply.hijack();
    await sendInSlices(result, { response: reply.raw, onStart, onReset, closing });
    return reply;
  }
  return reply.send(result);
}

/** Refuses a query on a route without one, since it would be silently ignored. */
function queryOf({ query, method, path }: ControlRoute, { url }: FastifyRequest) {
  const { searchParams } = new URL(url, 'http://localhost');
  const [name] = searchParams.keys();
  if (query === undefined && name !== undefined) {
    throw new ControlError(400, `${method} /_mock${path} has no query parameters; got ${name}.`);
  }
  return Object.fromEntries(searchParams);
}

function errorBody(message: string): { error: { message: string } } {
  return { error: { message } };
}

function statusOf(error: Error & { statusCode?: number }): number {
  return error.statusCode ?? 500;
}
