/** The OpenAPI document of the control routes, made from their zod schemas. */
import * as z from 'zod';
import type { ControlRoute } from './routes.ts';

/** OpenAPI 3.1. */
export function openApiDocument(routes: readonly ControlRoute[], prefix: string, version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = prefix + route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return { openapi: '3.1.0', info: { title: 'stripe-meter-mock: control routes', version }, paths };
}

function operation(route: ControlRoute) {
  const responses = {
    200: { description: 'done', content: { 'application/json': {} } },
    400: { description: 'a wrong query or body: error.message says what is wrong' },
    ...(route.status && {
      408: { description: 'the time-out came first: what there is, and what was missing' },
    }),
  };
  const body = route.body && {
    requestBody: { content: { 'application/json': { schema: schemaOf(route.body()) } } },
  };
  return {
    summary: route.help,
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...body,
    responses,
  };
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
