/** Serves the control routes: JSON in, JSON out, and nothing for web pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { takeJsonBodies } from './bodies.ts';
import { ControlError } from './control-error.ts';
import { openApiDocument } from './openapi.ts';
import { type ControlRoute, controlRoutes } from './routes.ts';
import { refuseForgery, requireToken, type SafetyOptions } from './safety.ts';
import type { Verbs } from './verbs.ts';

/** Adds the control routes to an instance that has their prefix. */
export async function serveControl(
  app: FastifyInstance,
  verbs: Verbs,
  safety: SafetyOptions,
): Promise<void> {
  takeJsonBodies(app);
  app.addHook('onRequest', async (request) => {
    refuseForgery(request.headers, safety.allowedHosts);
    if (request.routeOptions.url !== `${app.prefix}/health`)
      requireToken(request.headers.authorization, safety.token);
  });
  for (const route of controlRoutes) {
    const { method, path: url } = route;
    const exposeHeadRoute = url === '/health'; // wait-on and wget --spider ask for the head alone
    app.route({
      method,
      url,
      exposeHeadRoute,
      handler: (request, reply) => answer(route, verbs, request, reply),
    });
  }
  app.get('/openapi.json', async () =>
    openApiDocument(controlRoutes, app.prefix, verbs.health().version),
  );
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
  verbs: Verbs,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const result = await route.act(verbs, {
    query: queryOf(route, request),
    body: request.body ?? {},
    params: request.params as Record<string, string>,
    gone: gone.signal,
  });
  if (gone.signal.aborted) return reply.hijack(); // nobody is left to send it to
  return reply.code(route.status?.(result) ?? 200).send(result);
}

/** A query that a route does not take would be ignored in silence. */
function queryOf({ query, method, path }: ControlRoute, { url }: FastifyRequest) {
  const { searchParams } = new URL(url, 'http://localhost');
  const [name] = searchParams.keys();
  if (query === undefined && name !== undefined) {
    throw new ControlError(400, `${method} /_mock${path} takes no query, and got ${name}.`);
  }
  return Object.fromEntries(searchParams);
}

function errorBody(message: string): { error: { message: string } } {
  return { error: { message } };
}

function statusOf(error: Error & { statusCode?: number }): number {
  return error.statusCode ?? 500;
}
