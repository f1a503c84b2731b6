/** Serves the control routes: JSON in, JSON out, and nothing for web pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openApiDocument } from './openapi.ts';
import { type ControlRoute, controlRoutes } from './routes.ts';
import { refuseForgery, requireToken, type SafetyOptions } from './safety.ts';
import type { Verbs } from './verbs.ts';

/** The largest body in bytes: a saved state can be long. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** Adds the control routes to an instance that has their prefix. */
export async function serveControl(app: FastifyInstance, verbs: Verbs, safety: SafetyOptions): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, app.getDefaultJsonParser('ignore', 'ignore'));
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onRequest', async (request) => {
    refuseForgery(request.headers, safety.allowedHosts);
    if (request.routeOptions.url !== `${app.prefix}/health`) requireToken(request.headers.authorization, safety.token);
  });
  for (const route of controlRoutes) {
    app.route({ method: route.method, url: route.path, handler: (request, reply) => answer(route, verbs, request, reply, closing.signal) });
  }
  app.get('/openapi.json', async () => openApiDocument(controlRoutes, app.prefix, verbs.health().version));
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send(errorBody(`There is no ${request.method} ${request.url}. GET ${app.prefix}/openapi.json lists the control routes.`)),
  );
  app.setErrorHandler(async (error: Error, _request, reply) => reply.code(statusOf(error)).send(errorBody(messageOf(error))));
}

async function answer(route: ControlRoute, verbs: Verbs, request: FastifyRequest, reply: FastifyReply, closing: AbortSignal): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const result = await route.act(verbs, {
    query: Object.fromEntries(new URL(request.url, 'http://localhost').searchParams),
    body: request.body ?? {},
    params: request.params as Record<string, string>,
    signal: AbortSignal.any([gone.signal, closing]),
  });
  return reply.code(route.status?.(result) ?? 200).send(result);
}

function errorBody(message: string): { error: { message: string } } {
  return { error: { message } };
}

function statusOf(error: Error & { statusCode?: number }): number {
  return error.statusCode ?? 500;
}

function messageOf(error: Error & { code?: string }): string {
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return 'The control routes take JSON: send Content-Type: application/json.';
  return error.message;
}
