/** Serves the control routes: JSON in, JSON out, and closed to web pages of other origins. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bodyOf, noSuchRoute, queryOf } from './asked.ts';
import { refuseUnreadBody, takeJsonBodies } from './bodies.ts';
import { ControlError } from './control-error.ts';
import { LiveRead } from './live-read.ts';
import { LongRead } from './long-read.ts';
import { openApiDocument } from './openapi.ts';
import { ownRoutes } from './own-routes.ts';
import { errorBody } from './refuse-path.ts';
import { routeList } from './route-list.ts';
import { type ControlRoute, controlRoutes, type DescribedRoute } from './routes.ts';
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
  const isOpen = opened(app.prefix);
  const closing = new AbortController();
  app.addHook('preClose', async () =>
    closing.abort(new ControlError(503, 'The server is closing.')),
  );
  app.addHook('onRequest', async (request) => {
    refuseForgery(request.headers, options.allowedHosts);
    refuseDelivery(request.headers);
    refuseUnreadBody(request);
    if (!isOpen(request.routeOptions.url))
      requireToken(request.headers.authorization, options.token);
  });
  for (const route of controlRoutes) {
    const { method, path: url } = route;
    app.route({
      method,
      url,
      exposeHeadRoute: true, // for GETs only: wait-on, wget --spider and link checkers send HEAD
      handler: (request, reply) =>
        answer(route, { ...options, prefix: app.prefix }, request, reply, closing.signal),
    });
  }
  app.get('', WITH_HEAD, ({ url, host }) => {
    queryOf(LIST, app.prefix, url);
    return routeList(allRoutes, app.prefix, `http://${host}${app.prefix}`);
  });
  let openApi: Promise<object> | undefined;
  app.get('/openapi.json', WITH_HEAD, ({ url }) => {
    queryOf(OPENAPI, app.prefix, url);
    const { version } = verbs.health();
    const made = openApiDocument(allRoutes, app.prefix, version);
    return (openApi ??= stepInTurns(made, closing.signal));
  });
  app.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send(errorBody(noSuchRoute(allRoutes, app.prefix, request))),
  );
  app.setErrorHandler(async (error: Error, _request, reply) =>
    reply.code(statusOf(error)).send(errorBody(messageOf(error))),
  );
}

const allRoutes: readonly DescribedRoute[] = [...controlRoutes, ...ownRoutes];
const WITH_HEAD = { exposeHeadRoute: true } as const;
const LIST = { method: 'GET', path: '' } as const;
const OPENAPI = { method: 'GET', path: '/openapi.json' } as const;

/** Whether a route needs no token. */
function opened(prefix: string): (url: string | undefined) => boolean {
  const open = allRoutes.filter((route) => route.isOpen).map(({ path }) => prefix + path);
  return (url) => url !== undefined && open.includes(url);
}

async function answer(
  route: ControlRoute,
  { verbs, onReset, prefix }: ControlOptions & { readonly prefix: string },
  request: FastifyRequest,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<FastifyReply> {
  const params = request.params as Record<string, string>;
  if (params['id'] === '') {
    throw new ControlError(404, noSuchRoute(allRoutes, prefix, request));
  }
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const result = await route.act(verbs, {
    query: queryOf(route, prefix, request.url),
    body: bodyOf(route, prefix, request.body),
    params,
    gone: gone.signal,
    closing,
  });
  if (gone.signal.aborted) return reply.hijack(); // nobody is left to send it to
  if (result instanceof LiveRead) {
    reply.hijack();
    // A HEAD needs none of the lines: its response begins, and ends at once.
    result.start(reply.raw, request.method === 'HEAD' ? AbortSignal.abort() : closing);
    return reply;
  }
  if (result instanceof LongRead) {
    const onStart = () => void reply.hijack();
    await sendInSlices(result, { response: reply.raw, onStart, onReset, closing });
    return reply;
  }
  return reply.send(result);
}

function statusOf(error: Error & { statusCode?: number }): number {
  return error.statusCode ?? 500;
}

/** Fastify's own messages mean little to someone who does not know that this server uses it. */
function messageOf(error: Error & { statusCode?: number; code?: string }): string {
  if (!error.code?.startsWith('FST_')) return error.message;
  if (error.statusCode === 413) return 'The body is larger than 256 MiB.';
  return 'The request could not be read: its body is not what its headers say.';
}
