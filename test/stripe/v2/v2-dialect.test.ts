/**
 * docs/stripe/v2.md, docs/stripe/v2.md#response-headers: how version 2 reads requests, names
 * callers and writes answers.
 */
import http from 'node:http';
import request from 'supertest';
import { expect, test } from 'vitest';
import { EVENT, EVENTS, KEY } from '../../helper.ts';
import {
  invalid,
  serveV2,
  V2_EVENTS,
  V2_SESSION,
  V2_STREAM,
  VERSION,
  v2Event,
} from '../../v2-helper.ts';

const LEARN =
  'Learn more at https://stripe.com/docs/api-v2-overview#sdk-and-api-versioning. For the list of valid versions, see https://docs.stripe.com/changelog';
const NOT_JSON = {
  error: { code: 'invalid_json', message: 'The request body is not valid JSON.' },
};

/** Sends exactly these bytes and headers. */
function raw(url: string, path: string, headers: http.OutgoingHttpHeaders, body?: string | Buffer) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const sent = http.request(url + path, { method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    sent.on('error', reject);
    if (body !== undefined) sent.write(body);
    sent.end();
  });
}

const AUTH = { authorization: `Bearer ${KEY}`, 'stripe-version': VERSION };
const JSON_TYPE = { 'content-type': 'application/json' };

test.each([
  ['with a length', { ...JSON_TYPE, 'content-length': 2 }, '{}'],
  ['chunked', { ...JSON_TYPE, 'transfer-encoding': 'chunked' }, '{}'],
  ['with a charset', { 'content-type': 'application/json; charset=utf-8' }, '{}'],
  ['with another spelling', { 'content-type': 'Application/JSON;charset=UTF-8' }, '{}'],
  ['empty with a type', { ...JSON_TYPE, 'content-length': 0 }, undefined],
  ['empty and chunked', { ...JSON_TYPE, 'transfer-encoding': 'chunked' }, undefined],
  ['missing, without a type', { 'content-length': 0 }, undefined],
  ['empty as a form', { 'content-type': 'application/x-www-form-urlencoded' }, undefined],
])('a body %s is accepted', async (_form, headers, body) => {
  const { url } = await serveV2();
  const answer = await raw(url, V2_SESSION, { ...AUTH, ...headers }, body);
  expect(answer.status).toBe(200);
});

test('ignores a trailing ?, and refuses a parameter after it as unknown', async () => {
  const { json } = await serveV2();
  expect((await json(`${V2_SESSION}?`)).status).toBe(200);
  const answer = await json(`${V2_SESSION}?a=1`);
  expect([answer.status, answer.body]).toEqual([400, invalid('a: Unknown field.')]);
});

test.each([
  ['no JSON', 'nope', NOT_JSON],
  ['white space', ' ', NOT_JSON],
  ['a list at the top', '[]', NOT_JSON],
  ['null at the top', 'null', NOT_JSON],
  ['a text at the top', '"a"', NOT_JSON],
  ['a name twice', '{"event_name":"a","event_name":"b"}', NOT_JSON],
  ['half a surrogate pair', '{"event_name":"\\ud800"}', NOT_JSON],
  ['depth', `${'{"a":'.repeat(21)}1${'}'.repeat(21)}`, NOT_JSON],
  ['__proto__', '{"__proto__":{"event_name":"a"}}', invalid('__proto__: Unknown field.')],
  [
    'a number beyond doubles',
    '{"event_name":1e999,"payload":{}}',
    invalid('event_name: Must be a string.'),
  ],
])('%s is refused, and leaves no trace', async (_what, body, error) => {
  const { json, mock } = await serveV2();
  const answer = await json(V2_EVENTS, body);
  expect([answer.status, answer.body]).toEqual([400, error]);
  expect(mock.usage().counts).toMatchObject([{ taken: 0, refused: 1 }]);
});

test('bytes that are not UTF-8 are not JSON', async () => {
  const { url } = await serveV2();
  const bytes = Buffer.from('{"event_name":"\xe9","payload":{}}', 'latin1');
  const answer = await raw(url, V2_EVENTS, { ...AUTH, ...JSON_TYPE }, bytes);
  expect([answer.status, JSON.parse(answer.text)]).toEqual([400, NOT_JSON]);
});

test.each([
  ['application/x-www-form-urlencoded', EVENT],
  ['text/plain', '{}'],
  ['application/jsonp', '{}'],
])('a body of type %s is refused by name', async (type, body) => {
  const { json } = await serveV2();
  const answer = await json(V2_EVENTS, body, { 'content-type': type });
  expect([answer.status, answer.body]).toEqual([
    400,
    {
      error: {
        code: 'invalid_content_type',
        message:
          'Invalid request (check that your POST content type is application/json). If you have any questions, we can help at https://support.stripe.com/.',
      },
    },
  ]);
});

test('a body of more than 1 MiB: 413, in one line', async () => {
  const { json } = await serveV2();
  const answer = await json(V2_EVENTS, `{"a":"${'x'.repeat(1_048_576)}"}`);
  expect([answer.status, answer.text]).toEqual([
    413,
    '{"error":{"message":"Invalid request: the body is larger than 1 MiB.","type":"invalid_request_error"}}',
  ]);
});

test('without Stripe-Version, gives the recorded refusal, with a type and no code', async () => {
  const { url } = await serveV2();
  const answer = await request(url)
    .post(V2_EVENTS)
    .set({ authorization: `Bearer ${KEY}` })
    .send(v2Event());
  expect([answer.status, answer.body]).toEqual([
    400,
    {
      error: {
        message: `You did not provide an API version. You need to provide an API version header. ${LEARN}`,
        type: 'invalid_request_error',
      },
    },
  ]);
  expect(answer.headers).not.toHaveProperty('stripe-version');
  expect(answer.headers).not.toHaveProperty('stripe-should-retry');
});

test.each(['2020-01-01.nonesuch', '2026-08-26.clover', 'nonsense'])(
  'refuses the unknown version %s',
  async (version) => {
    const { v2event } = await serveV2();
    const answer = await v2event({}, { 'stripe-version': version });
    expect([answer.status, answer.body.error]).toEqual([
      400,
      {
        message: `Invalid Stripe API version: ${version}. ${LEARN}`,
        type: 'invalid_request_error',
      },
    ]);
  },
);

test.each([
  '2024-09-30.acacia',
  '2025-02-24.acacia',
  '2026-07-29.dahlia',
  '2025-03-31.preview',
  '2026-08-26.preview',
])('version %s is taken and echoed', async (version) => {
  const { v2event } = await serveV2();
  const answer = await v2event({}, { 'stripe-version': version });
  expect([answer.status, answer.headers['stripe-version']]).toEqual([200, version]);
});

test('a 200 and a 400 have their headers', async () => {
  const { v2event } = await serveV2();
  const taken = await v2event({}, { 'idempotency-key': 'k' });
  expect(taken.headers).toMatchObject({
    'content-type': 'application/json',
    'request-id': expect.stringMatching(/^req_v2[A-Za-z0-9]{15}$/),
    'stripe-version': VERSION,
    'idempotency-key': 'k',
    'cache-control': 'no-cache, no-store',
    'access-control-allow-origin': '*',
  });
  expect(taken.headers).not.toHaveProperty('stripe-should-retry');
  expect(taken.headers).not.toHaveProperty('original-request');
  const refused = await v2event({ foo: 1 });
  expect(refused.headers).toMatchObject({ 'stripe-should-retry': 'false' });
  expect(refused.headers).not.toHaveProperty('idempotency-key');
});

const UNAUTHORIZED: [string, Record<string, string>, number, object][] = [
  ['no key', { authorization: '' }, 401, { type: 'invalid_request_error' }],
  [
    'a bad key',
    { authorization: 'Bearer nope' },
    401,
    { message: 'Invalid API Key provided: nope', type: 'invalid_request_error' },
  ],
  [
    'a publishable key',
    { authorization: 'Bearer pk_test_1' },
    403,
    { code: 'secret_key_required', type: 'invalid_request_error' },
  ],
  [
    'a live key',
    { authorization: 'Bearer sk_live_123456' },
    401,
    { message: expect.stringContaining('stripe-meter-mock refuses the live key') },
  ],
  [
    'an account that is none',
    { 'stripe-account': 'nope' },
    403,
    { code: 'account_invalid', message: expect.stringContaining("account 'nope'") },
  ],
  ['a context that is none', { 'stripe-context': 'nope/acct_1' }, 403, { code: 'account_invalid' }],
  [
    'account and context',
    { 'stripe-account': 'acct_1', 'stripe-context': 'acct_1' },
    400,
    {
      code: 'invalid_context',
      message: 'Stripe-Account and Stripe-Context cannot be used together.',
      type: 'invalid_request_error',
    },
  ],
];

test.each(UNAUTHORIZED)('%s: v1’s body in one line', async (_what, headers, status, error) => {
  const { v2event, mock } = await serveV2();
  const answer = await v2event({}, headers);
  expect([answer.status, answer.body.error]).toMatchObject([status, error]);
  expect(answer.text).toBe(JSON.stringify(answer.body));
  expect(mock.events().data).toEqual([]);
});

test('accepts a restricted key', async () => {
  const { v2event } = await serveV2();
  expect((await v2event({}, { authorization: 'Bearer rk_test_1' })).status).toBe(200);
});

test('Stripe-Context and Stripe-Account name a connected account, on either API', async () => {
  const { v2event, event, mock } = await serveV2();
  await v2event({}, { 'stripe-context': 'acct_1' });
  await v2event({}, { 'stripe-context': 'acct_0/acct_1' });
  await v2event({}, { 'stripe-account': 'acct_1' });
  await event(EVENT, { 'stripe-context': 'acct_1' });
  await event(EVENT, { 'stripe-account': 'acct_1' });
  expect(mock.events().data.map(({ account }) => account)).toEqual(Array(5).fill('default/acct_1'));
  const both = await event(EVENT, { 'stripe-account': 'acct_1', 'stripe-context': 'acct_2' });
  expect([both.status, both.body.error]).toEqual([
    400,
    {
      code: 'invalid_context',
      message: 'Stripe-Account and Stripe-Context cannot be used together.',
      type: 'invalid_request_error',
    },
  ]);
});

test('refuses a session’s token on other paths, and an account’s key on the stream', async () => {
  const { v2event, event, token, stream, mock } = await serveV2();
  const authorization = `Bearer ${await token()}`;
  const elsewhere = await v2event({}, { authorization });
  expect([elsewhere.status, elsewhere.body.error]).toMatchObject([
    401,
    {
      message: expect.stringContaining('only POST /v2/billing/meter_event_stream accepts'),
      type: 'invalid_request_error',
    },
  ]);
  expect((await event(EVENT, { authorization })).status).toBe(401);
  const key = await stream('sk_test_1234567', [v2Event()]);
  expect([key.status, key.body.error]).toMatchObject([
    401,
    {
      message: expect.stringMatching(
        /^Invalid API Key provided: sk_test_\*\*\*4567\. .*authentication_token/,
      ),
      type: 'invalid_request_error',
    },
  ]);
  expect(mock.events().data).toEqual([]);
});

test.each([
  ['GET', V2_EVENTS],
  ['GET', V2_STREAM],
  ['DELETE', V2_SESSION],
  ['PUT', V2_EVENTS],
  ['POST', '/v2/billing/nope'],
  ['POST', '/v2'],
])('%s %s is unknown, in version 2’s form', async (method, path) => {
  const { url } = await serveV2();
  const answer = await fetch(url + path, { method, headers: { ...AUTH, ...JSON_TYPE } });
  expect([answer.status, await answer.text()]).toEqual([
    404,
    JSON.stringify({
      error: {
        message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
        type: 'invalid_request_error',
      },
    }),
  ]);
  expect(answer.headers.get('request-id')).toMatch(/^req_v2/);
});

test('paths outside /v2 use the v1 dialect', async () => {
  const { url } = await serveV2();
  const answer = await fetch(`${url}/v20/x`, { headers: AUTH });
  expect(await answer.text()).toContain('{\n  "error"');
});

test('keeps requests with their parameters, and with secrets masked', async () => {
  const { v2event, token, stream, json, mock } = await serveV2();
  await v2event({ identifier: 'a' });
  await stream(await token(), [v2Event()]);
  await json(V2_EVENTS, '{"a":');
  const [broken, streamed, , single] = mock.requests().data;
  expect(single).toMatchObject({ params: v2Event({ identifier: 'a' }), body: null, status: 200 });
  expect(streamed).toMatchObject({ params: { events: [v2Event()] }, account: 'default' });
  expect(streamed?.headers['authorization']).toMatch(/^Bearer \*+\w{4}$/);
  expect(broken).toMatchObject({ params: null, body: '{"a":', status: 400 });
});

test('an unreadable key header has its own message, and v1 still reads forms', async () => {
  const { post } = await serveV2();
  const json = await post(EVENTS, '{}', JSON_TYPE);
  expect(json.body.error.message).toContain('application/x-www-form-urlencoded');
});
