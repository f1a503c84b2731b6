/** The OpenAPI document of the control routes, built from their zod schemas. */
import * as z from 'zod';
import { error } from './answers.ts';
import type { DescribedRoute } from './routes.ts';

/** OpenAPI 3.1, built in steps, since schemas are slow. */
export function* openApiDocument(
  routes: readonly DescribedRoute[],
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
  return {
    openapi: '3.1.0',
    info: { title: 'stripe-meter-mock: control routes', version },
    servers: [{ url: '/', description: 'the server that this document is from' }],
    security: [{}, { controlToken: [] }],
    paths,
    components: {
      securitySchemes: {
        controlToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'the token of --control-token, if the server requires one',
        },
      },
    },
  };
}

/** `getMeterEventsWait` of `GET /meter_events/wait`, `deleteFaultsById` of `DELETE /faults/:id`. */
function operationId({ method, path, name = path }: DescribedRoute): string {
  const words = name
    .replace(/:(\w+)/g, 'by_$1')
    .split(/[/_.]/)
    .filter(Boolean);
  const named = words.map((word) => (word[0] as string).toUpperCase() + word.slice(1));
  return method.toLowerCase() + named.join('');
}

function content(schema: object, type = 'application/json') {
  return { content: { [type]: { schema } } };
}

function* operation(route: DescribedRoute): Generator<void, object> {
  const done = content(route.answer === undefined ? {} : schemaOf(route.answer()), route.type);
  const refused = content(schemaOf(error()));
  const late = 'timed out: what there is, and what is missing';
  const responses = {
    200: { description: 'done', ...done },
    400: { description: 'a wrong query or body: error.message says what is wrong', ...refused },
    401: { description: 'the token that the server requires is missing or wrong', ...refused },
    403: { description: 'sent by a web page, or to a name that is not allowed', ...refused },
    404: { description: 'what the request names does not exist', ...refused },
    ...(route.timesOut && { 408: { description: late, ...done } }),
    409: { description: 'the server was started without a setting that this needs', ...refused },
  };
  const schema = route.body && (yield* bodySchema(route.body()));
  return {
    operationId: operationId(route),
    summary: route.help,
    parameters: [...pathParameters(route.path), ...queryParameters(route.query?.())],
    ...(schema && { requestBody: content(schema) }),
    ...(route.isOpen && { security: [] }),
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
