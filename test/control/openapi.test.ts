/** The OpenAPI document: a client generated from it gets the answers that it describes. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ownRoutes } from '../../src/control/own-routes.ts';
import { controlRoutes, type DescribedRoute } from '../../src/control/routes.ts';
import { EVENT, serve } from '../helper.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { content: { 'application/json': { schema: object } } };
  readonly responses: Record<string, { content?: { 'application/json': { schema: object } } }>;
}
interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly object[];
  readonly components: { securitySchemes: object };
  readonly paths: Record<string, Record<string, Operation>>;
}
type Given = { query?: Record<string, string>; body?: object; path?: Record<string, string> };
type Client = Record<string, (given?: Given) => Promise<{ status: number; body: unknown }>>;

/** A function for each operation, by its id, that validates what it sends and receives. */
function clientOf({ paths, servers }: Document, url: string, token: string): Client {
  const client: Client = {};
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      client[operation.operationId] = async ({ query = {}, body, path: values = {} } = {}) => {
        const known = operation.parameters.filter((each) => each.in === 'query');
        for (const name of Object.keys(query))
          expect(known.map((each) => each.name)).toContain(name);
        const filled = path.replace(/\{(\w+)\}/g, (_whole, name) => values[name] as string);
        const base = new URL(servers[0]!.url, url);
        const answer = await fetch(new URL(`${filled}?${new URLSearchParams(query)}`, base), {
          method: method.toUpperCase(),
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const given = await answer.json();
        const schema = operation.responses[answer.status]?.content?.['application/json'].schema;
        expect(schema, `${operation.operationId} ${answer.status}`).toBeDefined();
        z.fromJSONSchema(schema as never).parse(given);
        return { status: answer.status, body: given };
      };
    }
  }
  return client;
}

test('a client generated from the document gets the answers that it describes', async () => {
  const { url, event, mock } = await serve({ controlToken: 'long-enough' });
  const headers = { authorization: 'Bearer long-enough' };
  const document = (await (
    await fetch(`${url}/_mock/openapi.json`, { headers })
  ).json()) as Document;
  expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/' }] });
  const client = clientOf(document, url, 'long-enough');
  await event(`${EVENT}&identifier=a`);
  await event(`${EVENT}&identifier=a`);
  await event('event_name=ai_search_api&payload[value]=1');
  mock.webhooks.collect();
  mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
  const requestId = mock.requests().data[0]?.request_id as string;
  const meter = mock.usage().data[0]?.meter as string;
  const { id: faultId } = mock.faults.arm({ effect: 'respond', status: 500 });
  /** For routes whose example does not get a 200 here. */
  const instead: Call[] = [
    ['getRequestsById', 200, { path: { id: requestId } }],
    ['getUsageSeries', 200, { query: { customer: 'cus_1', meter } }],
    ['getMetersById', 200, { path: { id: meter }, query: { limit: '1' } }],
    ['deleteFaultsById', 200, { path: { id: faultId } }],
    ['postState', 409],
    ['postDeliveriesByIdRedeliver', 404, { path: { id: 'dlv_999' } }],
    ['deleteWebhooksById', 404, { path: { id: 'col_9' } }],
  ];
  const besides: Call[] = [
    ['getMeterEventsWait', 408, { query: { count: '9', timeout_ms: '0' } }],
    ['getUsageSeries', 200, { query: { meter, window: 'day' } }],
    ['postClock', 400, { body: { advance: 5 } }],
    ['deleteFaultsById', 404, { path: { id: 'fault_9' } }],
  ];
  const calls = [...instead, ...besides];
  for (const route of [...controlRoutes, ...ownRoutes]) {
    // What is no JSON is read by test/control/live-feed.test.ts and test/page.
    if (route.type !== undefined) continue;
    const id = document.paths[pathOf(route)]?.[route.method.toLowerCase()]?.operationId as string;
    if (!instead.some((call) => call[0] === id)) calls.push([id, 200, exampleOf(route)]);
  }
  // Last, since a reset leaves nothing to read.
  calls.sort(([a], [b]) => Number(a === 'postReset') - Number(b === 'postReset'));
  for (const [id, status, given] of calls) {
    expect(client, id).toHaveProperty(id);
    expect((await client[id]!(given)).status, id).toBe(status);
  }
  const ids = Object.values(document.paths).flatMap((each) =>
    Object.values(each).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

/** The id of an operation, the expected status, and what is sent. */
type Call = [id: string, status: number, given?: Given];

function pathOf({ path }: DescribedRoute): string {
  return `/_mock${path.replace(/:(\w+)/g, '{$1}')}`;
}

/** What the example of a route sends. */
function exampleOf({ example: { id = '', query = '', body } = {} }: DescribedRoute): Given {
  const sent = { query: Object.fromEntries(new URLSearchParams(query)), path: { id } };
  return body === undefined ? sent : { ...sent, body };
}

test('the document has the routes of the list, and those answer', async () => {
  const { control, url } = await serve();
  const { paths } = (await control('get', '/openapi.json')).body as Document;
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const list = (await control('get', '')).body.data as { method: string; path: string }[];
  const listed = list.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual(listed.sort());
  expect(listed).toEqual(expect.arrayContaining(['GET /_mock', 'GET /_mock/']));
  for (const path of new Set(list.map((route) => route.path))) {
    const answer = await fetch(url + path.replace(':id', 'id_1'), { method: 'PUT' });
    const { error } = (await answer.json()) as { error: { message: string } };
    const methods = list.filter((route) => route.path === path).map(({ method }) => method);
    expect(error.message).toMatch(new RegExp(`, only ${methods.join(' and ')}\\b`));
  }
});

test('what is not JSON has its own content type', async () => {
  const { control } = await serve();
  const { paths } = (await control('get', '/openapi.json')).body as Document;
  const typesOf = (path: string) =>
    Object.keys(paths[path]?.['get']?.responses[200]?.content ?? {});
  expect(typesOf('/_mock/feed')).toEqual(['application/x-ndjson']);
  expect(typesOf('/_mock/')).toEqual(['text/html']);
});
