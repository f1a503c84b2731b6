/** `GET /_mock`: the control routes, each with what it takes and an example to copy. */
import * as z from 'zod';
import type { RouteDocument, RoutesDocument } from '../documents/routes-document.ts';
import type { DescribedRoute } from './routes.ts';

/**
 * The routes as a document.
 * @param base the address that the caller used, with the routes' prefix
 */
export function routeList(
  routes: readonly DescribedRoute[],
  prefix: string,
  base: string,
): RoutesDocument {
  return {
    data: routes.map((route) => documentOf(route, prefix, base)),
    openapi: `${base}/openapi.json`,
  };
}

function documentOf(route: DescribedRoute, prefix: string, base: string): RouteDocument {
  const { method, path, help } = route;
  const query = route.query?.();
  return {
    method,
    path: prefix + path,
    help,
    query: query instanceof z.ZodObject ? Object.keys(query.shape) : [],
    example: exampleOf(route, base),
  };
}

/** A command for a shell. */
function exampleOf({ method, path, example = {} }: DescribedRoute, base: string): string {
  const { id = '', query = '', body } = example;
  const url = `'${base}${path.replace(':id', id)}${query && `?${query}`}'`;
  const verb = method === 'GET' ? '' : `-X ${method} `;
  if (body === undefined) return `curl -s ${verb}${url}`;
  return `curl -s ${verb}${url} -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}
