/** Bodies of the control routes, byte by byte, as tests, curl and web pages send them. */
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { controlRoutes } from '../../src/control/routes.ts';
import { FORM, START, serve } from '../helper.ts';

type Headers = Record<string, string>;

/** Every control route that can have a body; the id is that of an armed fault. */
const ROUTES = [
  ...controlRoutes
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => [method, path.replace(':id', 'ID')] as const),
  ['POST', '/reset?account=one'] as const,
];
/** What differs from one answer to the next. */
const NEW_IDS = /\b(collector|fault|whsec)_\w+/g;
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

test.each(ROUTES)(
  '%s %s treats an empty body as {}, whatever its content type',
  async (method, path) => {
    const { url, mock } = await serve();
    const answerTo = async (headers: Headers, body?: string) => {
      const { id } = mock.faults.arm({ effect: 'rate_limit' });
      const given = await ask(url, method, path.replace('ID', id), headers, body);
      return { ...given, body: JSON.stringify(given.body).replace(NEW_IDS, '$1_ID') };
    };
    const expected = await answerTo({ ...JSON_TYPES[0], 'Content-Length': '2' }, '{}');
    expect([200, 400, 404, 409]).toContain(expected.status);
    for (const type of [...JSON_TYPES, ...OTHER_TYPES])
      for (const framing of EMPTY) {
        const given = await answerTo({ ...type, ...framing });
        expect(given, JSON.stringify({ type, framing })).toEqual(expected);
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
