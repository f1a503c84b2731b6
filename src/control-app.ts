/** The control routes and the page as an app of its own, which does not listen itself. */
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { servePage } from './control/page-files.ts';
import { refusePath } from './control/refuse-path.ts';
import { type ControlOptions, serveControl } from './control/serve.ts';
import { FASTIFY_OPTIONS } from './fastify-options.ts';

/**
 * The app, ready for requests.
 * @param prefix where the routes are: `/_mock`
 */
export async function controlApp(
  prefix: string,
  options: ControlOptions,
): Promise<FastifyInstance> {
  const app = fastify({
    ...FASTIFY_OPTIONS,
    frameworkErrors: (error, _request, reply) => refusePath(error, reply as FastifyReply),
  });
  servePage(app, { prefix, allowedHosts: options.allowedHosts });
  app.register((scope) => serveControl(scope, options), { prefix });
  await app.ready();
  return app;
}
