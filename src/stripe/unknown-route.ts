/** What the log says about a request that matches no endpoint. */
import { nearest } from '../values.ts';
import type { Endpoint } from './endpoint.ts';
import { stripesMethods } from './stripe-routes.ts';

/** The header that tells programs that Stripe has the route. */
export const NOT_IMPLEMENTED = { 'stripe-meter-mock': 'not-implemented' } as const;

/** A request that matches no endpoint. */
export interface UnknownRoute {
  /** Whether Stripe has the route. */
  readonly isStripes: boolean;
  /** A sentence for the log. */
  readonly said: string;
}

/** @param path with keys masked */
export function unknownRoute(
  method: string,
  path: string,
  endpoints: readonly Endpoint[],
): UnknownRoute {
  const methods = stripesMethods(path);
  const useful = endpoints.filter((each) => !each.alwaysRefuses);
  const here = useful.map((each) => `${each.method} ${each.path}`);
  const all = `This server has: ${here.join(', ')}`;
  if (methods.includes(method)) {
    const said = `${method} ${path} is Stripe's and is not implemented here. ${all}`;
    return { isStripes: true, said };
  }
  return { isStripes: false, said: `${method} ${path} ${noRoute(methods, path, here)} ${all}` };
}

function noRoute(methods: readonly string[], path: string, here: readonly string[]): string {
  if (/^\/_?mock/.test(path)) {
    return 'is not a control route: those are under /_mock, unless --no-control left them out.';
  }
  if (methods.length > 0)
    return `is no route of Stripe's, which has ${methods.join(' and ')} there.`;
  const paths = here.map((each) => each.slice(each.indexOf('/')));
  const meant = nearest(path, paths);
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `is no route of Stripe's that this server knows of.${guess}`;
}
