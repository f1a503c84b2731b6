/**
 * Hands what arrives under /_mock to an app of its own, made with the first such request: a start
 * needs neither the control routes nor the page (docs/decisions/start-up.md).
 */
import type { FastifyInstance } from 'fastify';

/**
 * Hands on everything under the prefix of a Fastify instance, which has no routes there itself.
 * @param make makes the app, ready for requests; it does not listen
 */
export async function serveOnFirstUse(
  app: FastifyInstance,
  make: () => Promise<FastifyInstance>,
): Promise<void> {
  let made: Promise<FastifyInstance> | undefined;
  let isClosing = false;
  const open = async () => {
    const app = await make();
    if (isClosing) void app.close(); // it answers what has arrived, and ends what would wait
    return app;
  };
  // A hook, since it comes before the body is read; run for unknown paths too, of any method.
  app.addHook('onRequest', async ({ raw }, reply) => {
    const { routing } = await (made ??= open());
    reply.hijack();
    routing(raw, reply.raw);
  });
  app.setNotFoundHandler(() => {});
  app.addHook('preClose', async () => {
    isClosing = true;
    await (await made)?.close();
  });
}
