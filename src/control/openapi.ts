/** The OpenAPI document of the control routes, built from their zod schemas. */
import * as z from 'zod';
import type { ControlRoute } from './routes.ts';

/** OpenAPI 3.1, built in steps, since schemas are slow. */
export function* openApiDocument(
  routes: readonly ControlRoute[],
  prefix: string,
  version: string,
): Generator<void, object> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = prefix + route.path.replace(/:(\w+)/g, '{$1}');
    const described = yield* operation(route);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: described };
    yield;
  }
  return { openapi: '3.1.0', info: { title: 'stripe-meter-mock: control routes', version }, paths };
}

function* operation(route: ControlRoute): Generator<void, object> {
  const responses = {
    200: { description: 'done', content: { 'application/json': {} } },
    400: { description: 'an invalid query or body: error.message says what is wrong' },
    ...(route.timesOut && {
      408: { description: 'the time-out came first: the events so far, and how many are missing' },
    }),
  };
  const schema = route.body && (yield* bodySchema(route.body()));
  return {
    summary: route.help,
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(schema && { requestBody: { content: { 'application/json': { schema } } } }),
    responses,
  };
}

function* bodySchema(bodies: Iterable<z.ZodType>): Generator<void, object> {
  const schemas: object[] = [];
  for (const body of bodies) {
    schemas.push(schemaOf(body));
    yield;
  }
  return schemas.length === 1 ? (schemas[0] as object) : { oneOf: schemas };
}

function pathParameters(path: string) {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType | undefined) {
  if (query === undefined) return [];
  const { properties = {} } = schemaOf(query) as {
    properties?: Record<string, { description?: string }>;
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema,
  }));
}

function schemaOf(schema: z.ZodType) {
  const { $schema: _dialect, ...document } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return document;
}
