/**
 * Headers, routes, versions and broken bodies: docs/stripe/requests.md#response-headers,
 * docs/stripe/requests.md#routes, docs/stripe/requests.md#versions, docs/stripe/requests.md#forms.
 */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { EVENT, EVENTS, FORM, KEY, serve } from '../helper.ts';

test('a 200 with a key has every header that a client can act on', async () => {
  const { event } = await serve();
  const { headers } = await event(EVENT, {
    'Idempotency-Key': 'key-1',
    'Stripe-Account': 'acct_1',
    'Stripe-Version': '2023-10-16',
  });
  expect(headers).toMatchObject({
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
    'access-control-allow-origin': '*',
    'access-control-expose-headers':
      'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required',
    'access-control-max-age': '300',
    'cache-control': 'no-cache, no-store',
    'content-type': 'application/json',
    'idempotency-key': 'key-1',
    'original-request': headers['request-id'],
    'request-id': expect.stringMatching(/^req_[A-Za-z0-9]{14}$/),
    'stripe-account': 'acct_1',
    'stripe-should-retry': 'false',
    'stripe-version': '2023-10-16',
    vary: 'Origin',
  });
});

test('without a key, no idempotency headers; without a version, the newest known', async () => {
  const { event } = await serve();
  const { headers } = await event();
  for (const name of [
    'idempotency-key',
    'original-request',
    'stripe-should-retry',
    'idempotent-replayed',
  ])
    expect(headers).not.toHaveProperty(name);
  expect(headers['stripe-version']).toBe('2026-10-28.endive');
});

test('a GET or DELETE with a key echoes it, as recorded', async () => {
  const { get, delete: remove, post } = await serve();
  const { id } = (await post('/v1/customers')).body;
  const got = await get(`/v1/customers/${id}`, { 'Idempotency-Key': 'k' });
  expect([
    got.headers['idempotency-key'],
    got.headers['stripe-should-retry'],
    got.headers['original-request'],
  ]).toEqual(['k', 'false', undefined]);
  const removed = await remove(`/v1/customers/${id}`, { 'Idempotency-Key': 'k' });
  expect([removed.headers['idempotency-key'], removed.headers['stripe-should-retry']]).toEqual([
    'k',
    undefined,
  ]);
});

const help = 'Please see https://stripe.com/docs or we can help at https://support.stripe.com/.';
const slash =
  'If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.';

test.each([
  ['get', '/v1/foo', `Unrecognized request URL (GET: /v1/foo). ${help}`],
  ['get', '/v1/foo?a=b', `Unrecognized request URL (GET: /v1/foo). ${help}`],
  ['get', EVENTS, `Unrecognized request URL (GET: ${EVENTS}). ${help}`],
  [
    'delete',
    '/v1/billing/meters',
    `Unrecognized request URL (DELETE: /v1/billing/meters). ${help}`,
  ],
  ['post', `${EVENTS}/`, `Unrecognized request URL (POST: ${EVENTS}/). ${slash} ${help}`],
  ['get', '/v1/customers/', `Unrecognized request URL (GET: /v1/customers/). ${slash} ${help}`],
  [
    'post',
    '/v1/billing/meters//deactivate',
    `Unrecognized request URL (POST: /v1/billing/meters//deactivate). ${help}`,
  ],
  [
    'get',
    '/v1/customers/search?query=x',
    `Unrecognized request URL (GET: /v1/customers/search). ${help}`,
  ],
  ['get', '/', `Unrecognized request URL (GET: /). ${slash} ${help}`],
  ['get', '/v2/core/accounts', `Unrecognized request URL (GET: /v2/core/accounts). ${help}`],
  ['get', '/v1/%zz', `Unrecognized request URL (GET: /v1/%zz). ${help}`],
] as const)('%s %s: Stripe’s 404', async (method, path, message) => {
  const server = await serve();
  const answer = await server[method](path);
  expect([answer.status, answer.body]).toEqual([
    404,
    { error: { message, type: 'invalid_request_error' } },
  ]);
});

test.each([
  '2019-2-19',
  '2019-05-16, 2019-12-03',
  '2025-09-30.acacia',
  'latest',
  '2026-13-01',
  '2010-01-01',
  '2025-01-01',
  '2020-01-01.acacia',
])('version %s: refused', async (version) => {
  const { event } = await serve();
  const answer = await event(EVENT, { 'Stripe-Version': version });
  expect([answer.status, answer.body]).toEqual([
    400,
    { error: { message: `Invalid Stripe API version: ${version}`, type: 'invalid_request_error' } },
  ]);
});

test.each([
  '2011-01-01',
  '2024-12-18.acacia; custom_checkout_beta=v1',
  '2023-10-16',
  '2024-09-30.acacia',
  '2025-03-31.basil',
  '2025-09-30.clover',
  '2026-04-22.dahlia',
  '2026-10-28.endive',
  '2027-03-31.foxglove',
  '2025-08-27.preview',
])('version %s: accepted', async (version) => {
  const { event } = await serve();
  expect((await event(EVENT, { 'Stripe-Version': version })).headers['stripe-version']).toBe(
    version,
  );
});

const notAForm =
  'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.';

test.each([
  ['application/json', '{"event_name":"a"}'],
  ['text/plain', EVENT],
  ['multipart/form-data; boundary=x', '--x--'],
])('a body of %s is refused', async (type, body) => {
  const { event, mock } = await serve();
  const answer = await event(body, { 'content-type': type });
  expect([answer.status, answer.body]).toEqual([
    400,
    { error: { message: notAForm, type: 'invalid_request_error' } },
  ]);
  expect(mock.events().data).toEqual([]);
});

test('the key is checked before the body', async () => {
  const { event } = await serve();
  expect(
    (await event('{}', { 'content-type': 'application/json', authorization: 'Bearer nope' }))
      .status,
  ).toBe(401);
});

test.each([
  ['literal brackets', 'event_name=a&payload[value]=1'],
  ['encoded brackets', 'event_name=a&payload%5Bvalue%5D=1'],
  ['any order', 'payload[value]=1&event_name=a'],
  ['empty expand', 'event_name=a&expand=&payload[value]=1'],
  ['stray ampersands', '&&event_name=a&&payload[value]=1&'],
])('%s: taken', async (_name, form) => {
  const { event } = await serve();
  expect((await event(form)).body).toMatchObject({ event_name: 'a', payload: { value: '1' } });
});

test.each([
  ['plus', 'ai+search', 'ai search'],
  ['percent', 'ai%20search', 'ai search'],
  ['encoded plus', 'a%2Bb', 'a+b'],
  ['unicode', '%C3%BC%20%F0%9F%99%82', 'ü 🙂'],
  ['raw unicode', 'ü', 'ü'],
  ['equals sign', 'a=b', 'a=b'],
])('%s in a value', async (_name, sent, meant) => {
  const { event } = await serve();
  expect((await event(`event_name=${sent}&payload[value]=1`)).body.event_name).toBe(meant);
});

test('accepts charset suffixes, and parameters in the query', async () => {
  const { event, post } = await serve();
  expect((await event(EVENT, { 'content-type': `${FORM}; charset=utf-8` })).status).toBe(200);
  expect((await event(EVENT, { 'content-type': `${FORM};charset=UTF-8` })).status).toBe(200);
  expect((await post(`${EVENTS}?event_name=a`, 'payload[value]=1')).body.event_name).toBe('a');
});

const deep = `payload${'[a]'.repeat(1000)}=1`;
const broken: [string, string, number, string][] = [
  [
    'a body over 1 MiB',
    `event_name=${'a'.repeat(1024 * 1024)}`,
    413,
    'Invalid request: the body is larger than 1 MiB.',
  ],
  [
    'malformed percent-encoding',
    'event_name=%zz',
    400,
    'Invalid request: the body is not valid percent-encoded UTF-8.',
  ],
  [
    'bytes that are no UTF-8',
    'event_name=%ff',
    400,
    'Invalid request: the body is not valid percent-encoded UTF-8.',
  ],
  [
    'ten thousand keys',
    Array.from({ length: 10_000 }, (_, i) => `payload[k${i}]=1`).join('&'),
    400,
    'Invalid request: more than 1000 parameters.',
  ],
  [
    'brackets a thousand deep',
    deep,
    400,
    'Invalid request: parameters can be nested 20 levels at most.',
  ],
  ['a megabyte of brackets', '[]'.repeat(500_000), 400, 'Received unknown parameter: '],
  [
    'a repeated key',
    'event_name=a&event_name=b&payload[value]=1',
    400,
    "You passed the parameter 'event_name' more than once.",
  ],
  [
    'a repeated nested key',
    'event_name=a&payload[value]=1&payload[value]=2',
    400,
    "You passed the parameter 'payload[value]' more than once.",
  ],
  ['a value and a hash', 'event_name=a&payload=1&payload[b]=2', 400, 'Invalid object'],
  ['a hash and a value', 'event_name=a&payload[b]=2&payload=1', 400, 'Invalid object'],
  ['a list and a hash', 'event_name=a&payload[]=2&payload[a]=1', 400, 'Invalid object'],
];

test.each(broken)(
  '%s: refused quickly, in Stripe’s form, without a trace',
  async (_name, form, status, message) => {
    const { event, mock } = await serve();
    const started = performance.now();
    const answer = await event(form);
    expect(performance.now() - started).toBeLessThan(2000);
    expect([answer.status, answer.body.error.type]).toEqual([status, 'invalid_request_error']);
    expect(answer.body.error.message).toContain(message);
    expect([mock.events().data, mock.usage().data]).toEqual([[], []]);
  },
);

/** Sends bytes and returns what came back until the server closed the connection. */
function raw(url: string, bytes: string, then: 'end' | 'wait' = 'wait'): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), hostname, () =>
      then === 'end' ? socket.end(bytes) : socket.write(bytes),
    );
    socket.on('data', (data) => (received += data.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
  });
}

test('a body cut off halfway changes nothing, and the server keeps running', async () => {
  const { url, event, mock } = await serve();
  const head = `POST ${EVENTS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: ${FORM}\r\nContent-Length: 500\r\n\r\n`;
  const answer = await raw(url, head + EVENT, 'end');
  expect(answer === '' || answer.startsWith('HTTP/1.1 400')).toBe(true);
  expect(mock.events().data).toEqual([]);
  expect((await event()).status).toBe(200);
});

test('a body longer than its Content-Length: answers the request that is complete', async () => {
  const { url, mock } = await serve();
  const form = 'event_name=a&payload[value]=1';
  const head = `POST ${EVENTS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: ${FORM}\r\nContent-Length: ${form.length - 1}\r\n\r\n`;
  const answer = await raw(url, head + form);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(mock.events().data).toHaveLength(1);
});

test('data that is not HTTP gets a 400 in Stripe’s form', async () => {
  const { url } = await serve();
  const answer = await raw(url, 'nonsense\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/json\r\n/);
  expect(JSON.parse(answer.split('\r\n\r\n')[1] as string).error.type).toBe(
    'invalid_request_error',
  );
});

test('/healthcheck needs no key', async () => {
  const { url } = await serve();
  const answer = await fetch(`${url}/healthcheck`);
  expect([answer.status, await answer.text()]).toEqual([200, 'ok\n']);
});
