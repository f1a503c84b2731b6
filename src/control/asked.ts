/**
 * Checks the query and the body of a control request against what its route takes. Anything that it
 * would silently ignore is refused, with a guess at what was meant.
 */
import * as z from 'zod';
import { nearest } from '../values.ts';
import { ControlError } from './control-error.ts';
import type { DescribedRoute } from './routes.ts';
import { strays } from './wrong-value.ts';

type Shaped = Pick<DescribedRoute, 'method' | 'path' | 'query' | 'body'>;

/**
 * The query by name. Throws a ControlError for a name that the route does not take, and for one
 * that is given twice.
 */
export function queryOf(route: Shaped, prefix: string, url: string): Record<string, string> {
  const { searchParams } = new URL(url, 'http://localhost');
  const known = namesOf(route.query?.());
  const names = [...searchParams.keys()];
  const unknown = [...new Set(names)].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const given = Object.fromEntries(unknown.map((name) => [name, searchParams.get(name) ?? '']));
    throw new ControlError(400, wrongQuery(route, prefix, given, known));
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new ControlError(400, `The query has ${twice} more than once: give it once.`);
  }
  return Object.fromEntries(searchParams);
}

function wrongQuery(
  route: Shaped,
  prefix: string,
  given: Readonly<Record<string, string>>,
  known: readonly string[],
): string {
  const unknown = Object.keys(given);
  const called = `${route.method} ${prefix}${route.path}`;
  const inBody = unknown.filter((name) => bodyNames(route).has(name));
  if (inBody.length > 0) {
    const example = JSON.stringify(
      Object.fromEntries(inBody.map((name) => [name, jsonOf(given[name] as string)])),
    );
    return (
      `${called} takes ${inBody.join(', ')} in its body, not in the query: send JSON, ` +
      `${example}, with Content-Type: application/json.`
    );
  }
  if (known.length === 0) return `${called} has no query parameters; got ${unknown.join(', ')}.`;
  return `${called}: in the query ${strays(unknown, known)}.`;
}

/** A value of a query as a JSON value. */
function jsonOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/**
 * The body, or `{}` if there is none. Throws a ControlError if the route takes no body, or if the
 * body is not an object.
 */
export function bodyOf(route: Shaped, prefix: string, body: unknown): object {
  const called = `${route.method} ${prefix}${route.path}`;
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ControlError(400, `${called}: the body must be an object, such as {}.`);
  }
  const astray = Object.keys(body).find(isForQuery(route));
  if (route.body !== undefined && astray !== undefined) {
    const advice = `add ?${astray}=… to the path`;
    throw new ControlError(
      400,
      `${called} takes ${astray} in its query, not in the body: ${advice}.`,
    );
  }
  const [name] = Object.keys(body);
  if (route.body !== undefined || name === undefined) return body;
  const hint = namesOf(route.query?.()).includes(name) ? `: add ?${name}=… to the path` : '';
  throw new ControlError(400, `${called} takes no body, but got ${name}${hint}.`);
}

/** Tells whether a name belongs to the query and not to the body. */
function isForQuery(route: Shaped): (name: string) => boolean {
  const known = namesOf(route.query?.());
  return (name) => known.includes(name) && !bodyNames(route).has(name);
}

/** The message for a request that matches no route: what to send instead. */
export function noSuchRoute(
  routes: readonly DescribedRoute[],
  prefix: string,
  { method, url }: { readonly method: string; readonly url: string },
): string {
  const path = (url.split('?', 1)[0] as string).slice(prefix.length);
  const methods = routes.filter((route) => matches(route, path)).map((route) => route.method);
  const all = `GET ${prefix} lists the control routes.`;
  if (methods.length > 0) {
    return `There is no ${method} ${prefix}${path}, only ${methods.join(' and ')}. ${all}`;
  }
  const names = [...new Set(routes.map((route) => route.path.slice(1)).filter(Boolean))];
  const meant = nearest(path.replace(/^\/|\/$/g, ''), names);
  const guess = meant === undefined ? '' : ` Did you mean ${prefix}/${meant}?`;
  return `There is no ${method} ${prefix}${path}.${guess} ${all}`;
}

function matches({ path }: DescribedRoute, asked: string): boolean {
  return new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`).test(asked);
}

function namesOf(schema: z.ZodType | undefined): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function bodyNames({ body }: Shaped): Set<string> {
  return new Set([...(body?.() ?? [])].flatMap(namesOf));
}
