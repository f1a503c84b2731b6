/** Requests without an endpoint: Stripe's 404, and whether Stripe would have answered them. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endpointsOf } from '../../src/app.ts';
import { readOptions } from '../../src/options.ts';
import { stripesMethods } from '../../src/stripe/stripe-routes.ts';
import { unknownRoute } from '../../src/stripe/unknown-route.ts';
import { serve } from '../helper.ts';
import { stateOf } from '../metering/engine-of.ts';

const endpoints = endpointsOf(stateOf(), readOptions({}));
const said = (method: string, path: string) =>
  unknownRoute(method, path, endpoints).said.replace(/ This server has: .*/, '');

test("every route of the stripe package is in the list of Stripe's", () => {
  const folder = 'node_modules/stripe/esm/resources';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  let found = 0;
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const calls = readFileSync(join(folder, file), 'utf8').matchAll(
      /_makeRequest\(\s*'(\w+)',\s*['`](\/v[12][^'`]*)['`]/g,
    );
    for (const [, method = '', path = ''] of calls) {
      found++;
      expect(stripesMethods(path.replace(/\$\{[^}]*\}/g, 'id')), path).toContain(method);
    }
  }
  expect(found).toBeGreaterThan(600);
});

test('every endpoint served here is in that list', () => {
  for (const { method, path } of endpoints) {
    expect(stripesMethods(path.replace(/:\w+/g, 'id')), path).toContain(method);
  }
});

test.each([
  ['GET', '/v1/charges', "GET /v1/charges is Stripe's and is not implemented here."],
  [
    'GET',
    '/v1/billing/meter_events',
    "GET /v1/billing/meter_events is no route of Stripe's, which has POST there.",
  ],
  [
    'POST',
    '/v1/billing/meter_event',
    "POST /v1/billing/meter_event is no route of Stripe's that this server knows of. " +
      'Did you mean /v1/billing/meter_events?',
  ],
  [
    'GET',
    '/mock/usage',
    'GET /mock/usage is not a control route: those are under /_mock, unless --no-control left ' +
      'them out.',
  ],
])('%s %s, in the log', (method, path, sentence) => {
  expect(said(method, path)).toBe(sentence);
});

test('routes that refuse every call are not offered', () => {
  const { said } = unknownRoute('GET', '/v1/invoice', endpoints);
  expect(said).toContain('Did you mean /v1/invoices/create_preview?');
  expect(said.match(/[A-Z]+ \/v1\/invoices[^,]*/g)).toEqual([
    'POST /v1/invoices/create_preview',
    'GET /v1/invoices/upcoming',
  ]);
});

test.each(endpoints.filter(({ alwaysRefuses }) => alwaysRefuses))(
  '$method $path refuses',
  async ({ path }) => {
    const { get } = await serve();
    const answer = await get(path.replace(':id', 'in_1'));
    expect([answer.status, answer.body.error.message]).toEqual([
      404,
      expect.stringMatching(/^stripe-meter-mock has no invoices/),
    ]);
  },
);

test('a header marks a 404 that Stripe would not give', async () => {
  const { get, post } = await serve();
  const header = (answer: { headers: Record<string, string>; status: number }) => [
    answer.status,
    answer.headers['stripe-meter-mock'],
  ];
  expect(header(await post('/v1/checkout/sessions'))).toEqual([404, 'not-implemented']);
  expect(header(await get('/v1/customers/search'))).toEqual([404, 'not-implemented']);
  expect(header(await get('/v2/core/accounts'))).toEqual([404, 'not-implemented']);
  expect(header(await get('/v1/foo'))).toEqual([404, undefined]);
  expect(header(await get('/v1/billing/meter_events'))).toEqual([404, undefined]);
});

test('a TLS connection is answered like any other bytes, and does not end the server', async () => {
  const { url, get } = await serve();
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(Buffer.from('16030100c8010000c40303', 'hex'));
  const [bytes] = await once(socket, 'data');
  expect(String(bytes)).toMatch(/^HTTP\/1\.1 400 /);
  expect((await get('/v1/customers')).status).toBe(200);
});
