/** What the app of the Stripe API and the app of the control routes have in common. */

/** The maximum length of a path parameter, an id (docs/stripe/meters.md#parameters). */
const MAX_ID_LENGTH = 5000;

/** Fastify's own schemas are not used; loading their compilers would only slow down startup. */
const NO_COMPILERS = { buildValidator: unused, buildSerializer: unused };

/**
 * Options of Fastify: no log, no schemas, no query, HEAD only where a route asks for it, and no
 * answers of its own while it closes.
 */
export const FASTIFY_OPTIONS = {
  logger: false,
  schemaController: { compilersFactory: NO_COMPILERS },
  exposeHeadRoutes: false,
  return503OnClosing: false,
  routerOptions: { maxParamLength: MAX_ID_LENGTH, querystringParser: () => ({}) },
} as const;

function unused(): never {
  throw new Error('no route has a Fastify schema');
}
