/** Bodies of the control routes, byte by byte, as tests, curl and web pages send them. */
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { controlRoutes } from '../../src/control/routes.ts';
import { FORM, START, serve } from '../helper.ts';

type Headers = Record<string, string>;

function refusal(beginning: string) {
  return { error: { message: expect.stringContaining(beginning) } };
}

/** Every control route that takes a body, and the status of its answer to an empty one. */
const ROUTES: [method: string, path: string, status: number, answer: object][] = [
  ['POST', '/reset', 200, { reset: 'everything' }],
  ['POST', '/reset?account=one', 200, { reset: 'one' }],
  ['POST', '/clock', 400, { error: { message: expect.stringMatching(/^Nothing says how/) } }],
  ['POST', '/fixtures', 400, { error: { message: expect.stringMatching(/^There is nothing/) } }],
  ['POST', '/faults', 400, { error: { message: expect.stringMatching(/^effect: /) } }],
  ['POST', '/state', 409, { error: { message: expect.stringMatching(/^There is no file/) } }],
  ['DELETE', '/faults', 200, { removed: 'all' }],
  ['DELETE', '/faults/ID', 200, { removed: expect.stringMatching(/^fault_\d+$/) }],
  ['POST', '/deliveries/hold', 200, { held: 'all' }],
  ['POST', '/deliveries/release', 200, { released: 'all' }],
  ['POST', '/deliveries/ID/redeliver', 404, refusal('There is no delivery ')],
  ['POST', '/webhooks/collect', 200, { id: expect.stringMatching(/^collector_/) }],
  ['DELETE', '/webhooks/ID', 404, refusal('There is no collector ')],
  ['POST', '/error_reports', 404, refusal('There is no active meter ')],
];
const JSON_TYPES: Headers[] = [
  { 'Content-Type': 'application/json' },
  { 'content-type': 'APPLICATION/JSON ; charset=utf-8' },
];
/** Without any header about its length, as curl sends `-X POST` without `-d`. */
const EMPTY: Headers[] = [{}, { 'Content-Length': '0' }, { 'Transfer-Encoding': 'chunked' }];
const OTHER_TYPES: Headers[] = [
  {},
  { 'Content-Type': FORM },
  { 'Content-Type': 'text/plain' },
  { 'Content-Type': 'application/jsonp' },
  { 'Content-Type': '' },
  { 'Content-Type': 'json' },
];

/** Sends the given bytes, with only Host and Connection added as headers. */
function ask(url: string, method: string, path: string, headers: Headers, body = '') {
  return new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    const sent = request(`${url}/_mock${path}`, { method, headers, agent: false });
    sent.once('error', reject).once('response', async (response) => {
      resolve({ status: response.statusCode, body: JSON.parse(await text(response)) });
    });
    sent.useChunkedEncodingByDefault = false;
    sent.flushHeaders();
    sent.end(body);
  });
}

test('every route that takes a body is covered here', () => {
  const here = ROUTES.map(
    ([method, path]) => `${method} ${path.replace('ID', ':id').split('?')[0]}`,
  );
  const taking = controlRoutes.filter(({ method }) => method !== 'GET');
  expect(new Set(here)).toEqual(new Set(taking.map(({ method, path }) => `${method} ${path}`)));
});

test.each(ROUTES)(
  '%s %s treats an empty body as {}, whatever its content type',
  async (method, path, status, answer) => {
    const { url, mock } = await serve();
    for (const type of [...JSON_TYPES, ...OTHER_TYPES])
      for (const framing of EMPTY) {
        const { id } = mock.faults.arm({ effect: 'rate_limit' });
        const given = await ask(url, method, path.replace('ID', id), { ...type, ...framing });
        expect(given, JSON.stringify({ type, framing })).toMatchObject({ status, body: answer });
      }
  },
);

test.each(ROUTES)(
  '%s %s refuses a body whose content type is not JSON, and does nothing',
  async (method, path) => {
    const { url, mock, event } = await serve();
    await event();
    const { id } = mock.faults.arm({ effect: 'rate_limit' });
    const before = mock.saveFixtures();
    for (const type of OTHER_TYPES)
      for (const framing of [{ 'Content-Length': '2' }, { 'Transfer-Encoding': 'chunked' }]) {
        const given = await ask(
          url,
          method,
          path.replace('ID', id),
          { ...type, ...framing } as Headers,
          '{}',
        );
        const message = 'The control routes take JSON: send Content-Type: application/json.';
        expect(given, JSON.stringify({ type, framing })).toEqual({
          status: 415,
          body: { error: { message } },
        });
      }
    expect(mock.saveFixtures()).toEqual(before);
  },
);

test.each(JSON_TYPES)('accepts %j as JSON', async (type) => {
  const { url, mock } = await serve();
  const body = '{"advance_seconds":5}';
  await ask(url, 'POST', '/clock', { ...type, 'Content-Length': `${body.length}` }, body);
  expect(mock.clock.state().now_seconds).toBe(START + 5);
});

test('refuses a long body that is not JSON at its first byte', async () => {
  const { url } = await serve();
  const sent = request(`${url}/_mock/clock`, {
    method: 'POST',
    headers: { 'Content-Length': '9999' },
  });
  sent.write('a');
  const [response] = await once(sent, 'response');
  expect(response.statusCode).toBe(415);
  sent.destroy();
});

test('an unknown route is a 404, whatever the body', async () => {
  const { url } = await serve();
  for (const type of OTHER_TYPES) {
    const given = await ask(url, 'PUT', '/reset', { ...type, 'Content-Length': '3' }, 'a=1');
    expect(given).toMatchObject({ status: 404 });
  }
});
