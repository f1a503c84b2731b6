/** The control routes over HTTP, as tests in any language use them. */
import { expect, test } from 'vitest';
import type { RequestDocument } from '../../src/index.ts';
import { EVENT, KEY, START, serve, type TestServer } from '../helper.ts';

const keyOf = (account: string) => ({ authorization: `Bearer sk_test_${account}_x` });

test('events: newest first, filtered, paged, with all their details', async () => {
  const { event, control } = await serve({ retain: 3 });
  for (const i of [1, 2, 3, 4])
    await event(
      `event_name=e${i % 2}&identifier=i${i}&payload[stripe_customer_id]=cus_${i}&payload[value]=1.5`,
      { 'Idempotency-Key': `k${i}` },
    );
  const { body } = await control('get', '/meter_events?limit=2');
  expect(body).toEqual({
    data: [
      {
        sequence: 4,
        account: 'default',
        livemode: false,
        event_name: 'e0',
        identifier: 'i4',
        payload: { stripe_customer_id: 'cus_4', value: '1.5' },
        timestamp: START,
        received_at: '2026-01-31T12:00:00.000Z',
        request_id: expect.stringMatching(/^req_/),
        idempotency_key: 'k4',
        source: 'v1',
        meter: expect.stringMatching(/^mtr_/),
        customer: 'cus_4',
        value: '1.5',
        cancelled: false,
        invalid: null,
      },
      expect.objectContaining({ identifier: 'i3' }),
    ],
    next_cursor: 3,
    dropped: 1,
  });
  const identifiers = async (query: string) =>
    (await control('get', `/meter_events?${query}`)).body.data.map(
      ({ identifier }: { identifier: string }) => identifier,
    );
  expect(await identifiers('cursor=3')).toEqual(['i2']);
  expect(await identifiers('event_name=e0')).toEqual(['i4', 'i2']);
  expect(await identifiers('customer=cus_3')).toEqual(['i3']);
  expect(await identifiers('identifier=i1')).toEqual([]);
  expect(await identifiers('account=other')).toEqual([]);
});

test('requests: lists refused and replayed ones too, at once, with keys masked', async () => {
  const { event, control } = await serve();
  await event(EVENT, { 'Idempotency-Key': 'k', authorization: 'Bearer sk_test_abcdefghijkl' });
  await event(EVENT, { 'Idempotency-Key': 'k', authorization: 'Bearer sk_test_abcdefghijkl' });
  await event('event_name=a&payload[a][b]=1');
  await event(EVENT, { authorization: 'Bearer nonsense_secret' });
  const { body } = await control('get', '/requests');
  expect(
    body.data.map(({ number, status, replayed, error }: Record<string, unknown>) => [
      number,
      status,
      replayed,
      error,
    ]),
  ).toEqual([
    [4, 401, false, 'Invalid API Key provided: ***********cret'],
    [3, 400, false, 'Invalid string: {"b"=>"1"}'],
    [2, 200, true, null],
    [1, 200, false, null],
  ]);
  expect(body.data[1]).toMatchObject({
    method: 'POST',
    path: '/v1/billing/meter_events',
    params: { event_name: 'a', payload: { a: { b: '1' } } },
    account: 'default',
    fault: null,
    connection: 'answered',
    duration_ms: expect.any(Number),
  });
  expect(body.data[2]).toMatchObject({
    original_request: body.data[3].request_id,
    idempotency_key: 'k',
    headers: { authorization: 'Bearer sk_test_********ijkl' },
  });
  expect(JSON.stringify(body)).not.toContain('nonsense_secret');
  expect((await control('get', '/requests?status=200&method=post&limit=1')).body).toMatchObject({
    next_cursor: 2,
    dropped: 0,
  });
});

test('keys are masked wherever they appear, and an undecodable body is kept', async () => {
  const { event, control, get } = await serve();
  await event(`${EVENT}&api_key=sk_live_topsecretvalue1`, {
    'X-Api-Key': 'sk_live_topsecretvalue2',
    'Proxy-Authorization': 'Basic dG9wc2VjcmV0',
  });
  await get('/v1/customers/sk_live_topsecretvalue3');
  await event(EVENT, { authorization: 'Token dG9wc2VjcmV0dmFsdWU=' });
  await event('{"a":"sk_live_topsecretvalue4"}', { 'content-type': 'application/json' });
  await event('a=1&a=2');
  const { body, text } = await control('get', '/requests');
  expect(text).not.toMatch(/topsecret|dG9wc2Vj/);
  expect(
    body.data.map(({ params, body: kept }: Record<string, unknown>) => [params === null, kept]),
  ).toEqual([
    [true, 'a=1&a=2'],
    [true, '{"a":"sk_live_***********lue4"}'],
    [false, null],
    [false, null],
    [false, null],
  ]);
});

const KEPT = 16 * 1024;

/** The newest request, as the list shows it. */
const newest = ({ mock }: TestServer) => mock.requests({ limit: 1 }).data[0] as RequestDocument;

test('requests have the length of their query and body, and whether it was cut', async () => {
  const server = await serve();
  await server.event('event_name=ü');
  expect(newest(server)).toMatchObject({
    params: { event_name: 'ü' },
    body: null,
    body_bytes: 13,
    body_truncated: false,
  });
  await server.get('/v1/customers?limit=3');
  expect(newest(server)).toMatchObject({
    params: { limit: '3' },
    body: null,
    body_bytes: 7,
    body_truncated: false,
  });
  await server.get('/v1/customers');
  expect(newest(server)).toMatchObject({
    params: {},
    body: null,
    body_bytes: 0,
    body_truncated: false,
  });
  await server.post('/v1/customers?a=1', 'a=2');
  expect(newest(server)).toMatchObject({
    params: null,
    body: 'a=1&a=2',
    body_bytes: 7,
    body_truncated: false,
  });
  const whole = `event_name=a&payload[value]=${'1'.repeat(KEPT - 28)}`;
  await server.event(whole);
  expect(newest(server)).toMatchObject({
    params: { payload: { value: whole.slice(28) } },
    body_bytes: KEPT,
    body_truncated: false,
  });
});

test('a body is kept as it came, whatever bytes it contains', async () => {
  const server = await serve();
  const body = '\0\x01\\0\\1\\\\\0=ü';
  await server.post('/v1/customers?a\\=\\', body);
  expect(newest(server)).toMatchObject({
    params: { 'a\\': '\\', [body.slice(0, -2)]: 'ü' },
    path: '/v1/customers',
    status: 400,
  });
  await server.event(body, { 'content-type': 'text/plain', 'x-note': 'a\\0b' });
  expect(newest(server)).toMatchObject({ params: null, body, headers: { 'x-note': 'a\\0b' } });
});

test.each([
  ['one byte more than is kept', 'a'],
  ['a character that would be cut in two', 'ü'],
  ['a character of four bytes', '🙂'],
  ['half a percent-encoded character', '%F0%9F%99%82'],
  ['half a key', 'sk_live_topsecretvalue'],
])('%s: a long body is truncated, its event is complete', async (_name, last) => {
  const server = await serve();
  const start =
    'event_name=a&identifier=i&payload[stripe_customer_id]=c&payload[value]=1&payload[x]=';
  for (let more = 1; more <= Buffer.byteLength(last); more++) {
    const form = `${start}${'x'.repeat(KEPT + more - start.length - Buffer.byteLength(last))}${last}`;
    server.mock.reset();
    expect((await server.event(form)).status).toBe(200);
    const { params, body, body_bytes, body_truncated } = newest(server);
    expect([params, body_bytes, body_truncated]).toEqual([null, KEPT + more, true]);
    const whole = form.replace('sk_live_topsecretvalue', 'sk_live_**********alue');
    expect(whole.startsWith(body as string)).toBe(true);
    expect(Buffer.byteLength(body as string)).toBeGreaterThan(KEPT - 4);
    expect(server.mock.events().data).toMatchObject([
      { payload: { x: decodeURIComponent(form.slice(start.length)) } },
    ]);
  }
});

test('a long body that is not a form, and an error that repeats a long body, are truncated', async () => {
  const server = await serve();
  await server.event(`{"a":"${'ü'.repeat(500_000)}"}`, { 'content-type': 'application/json' });
  expect(newest(server)).toMatchObject({
    params: null,
    body_bytes: 1_000_008,
    body_truncated: true,
    status: 400,
  });
  expect(newest(server).body).toBe(`{"a":"${'ü'.repeat((KEPT - 6) / 2)}`);
  const answer = await server.event(`${EVENT}&${'ü'.repeat(400_000)}=1`);
  expect(answer.body.error.message).toHaveLength(400_028);
  expect(newest(server).error).toBe(`${answer.body.error.message.slice(0, 28 + (KEPT - 28) / 2)}…`);
});

test('listing long bodies is fast, even with keys to mask', async () => {
  const server = await serve();
  const form = `event_name=${'a'.repeat(1_000_000)}`;
  for (let i = 0; i < 10; i++) await server.event(form, { 'X-Note': 'sk_test_secretsecret' });
  const started = performance.now();
  expect(JSON.stringify(server.mock.requests())).not.toContain('secretsecret');
  expect(performance.now() - started).toBeLessThan(1000);
});

test('an account includes its connected accounts', async () => {
  const { event, control } = await serve();
  const connected = { authorization: 'Bearer sk_test_billing_x', 'Stripe-Account': 'acct_1' };
  await control('post', '/faults', { effect: 'rate_limit', match: { account: 'billing' } });
  expect((await event(EVENT, connected)).status).toBe(429);
  await event(EVENT, connected);
  for (const what of ['meter_events', 'requests', 'usage'])
    expect(
      (await control('get', `/${what}?account=billing`)).body.data.length,
      what,
    ).toBeGreaterThan(0);
  expect((await control('get', '/meter_events?account=bill')).body.data).toEqual([]);
});

test('counts the requests that were evicted', async () => {
  const { event, control } = await serve({ retainRequests: 2 });
  for (let i = 0; i < 5; i++) await event();
  expect((await control('get', '/requests')).body).toMatchObject({
    dropped: 3,
    data: [{ number: 5 }, { number: 4 }],
  });
});

test('usage: totals by meter and customer, and counts', async () => {
  const { event, control } = await serve();
  await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k' });
  await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k' });
  await event(`${EVENT}&identifier=a`);
  await event('event_name=ai_search_api&payload[stripe_customer_id]=cus_1&payload[value]=0.5');
  await event('event_name=ai_search_api&payload[value]=1');
  expect((await control('get', '/usage')).body).toEqual({
    data: [
      {
        account: 'default',
        livemode: false,
        meter: expect.stringMatching(/^mtr_/),
        event_name: 'ai_search_api',
        formula: 'sum',
        made_by_mock: true,
        customer: 'cus_1',
        value: '25.5',
      },
    ],
    counts: [
      {
        account: 'default',
        livemode: false,
        taken: 3,
        duplicate: 1,
        invalid: 1,
        invalid_by_code: { meter_event_no_customer_defined: 1 },
        cancelled: 0,
        refused: 1,
        replayed: 1,
      },
    ],
  });
});

test('wait: answers as soon as enough events match, including earlier ones', async () => {
  const { event, control } = await serve();
  await event(`${EVENT}&identifier=a`);
  const waiting = control('get', '/meter_events/wait?count=3&customer=cus_1&timeout_ms=10000').then(
    (answer) => answer,
  );
  await event(EVENT.replace('cus_1', 'cus_2'));
  await event(`${EVENT}&identifier=b`);
  await event(`${EVENT}&identifier=c`);
  const answer = await waiting;
  expect([answer.status, answer.body.matched, answer.body.complete]).toEqual([200, 3, true]);
  expect(answer.body.data.map(({ identifier }: { identifier: string }) => identifier)).toEqual([
    'c',
    'b',
    'a',
  ]);
});

test('wait: 408 after the time-out, with the events so far and how many are missing', async () => {
  const { event, control } = await serve();
  await event();
  const answer = await control('get', '/meter_events/wait?count=3&customer=cus_1&timeout_ms=1');
  expect([answer.status, answer.body]).toMatchObject([
    408,
    {
      complete: false,
      matched: 1,
      data: [{ customer: 'cus_1' }],
      missing: 'Waited for 3 meter events with customer "cus_1", but 1 arrived: 2 missing.',
    },
  ]);
});

test('wait: drops a disconnected client, and closing the server ends the others', async () => {
  const { url, mock } = await serve();
  const gone = new AbortController();
  const leaving = fetch(`${url}/_mock/meter_events/wait?timeout_ms=600000`, {
    signal: gone.signal,
  }).catch(() => 'left');
  const staying = fetch(`${url}/_mock/meter_events/wait?timeout_ms=600000`).then(
    ({ status }) => status,
  );
  await fetch(`${url}/_mock/health`);
  gone.abort();
  expect(await leaving).toBe('left');
  await mock.close();
  expect(await staying).toBe(408);
});

test('reset clears everything, or one account', async () => {
  const { event, control, get } = await serve();
  await event(`${EVENT}&identifier=a`, { ...keyOf('one'), 'Idempotency-Key': 'k' });
  await event(`${EVENT}&identifier=a`, keyOf('two'));
  await control('post', '/faults', { effect: 'rate_limit', match: { account: 'one' } });
  await control('post', '/clock', { advance_seconds: 60 });
  expect((await control('post', '/reset?account=one')).body).toEqual({ reset: 'one' });
  expect(
    (await event(`${EVENT}&identifier=a`, { ...keyOf('one'), 'Idempotency-Key': 'k' })).headers,
  ).not.toHaveProperty('idempotent-replayed');
  expect((await event(`${EVENT}&identifier=a`, keyOf('two'))).status).toBe(400);
  expect((await control('get', '/requests?account=one')).body.data).toHaveLength(1);
  expect((await control('get', '/clock')).body.now_seconds).toBe(START + 60);
  expect((await control('post', '/reset', { account: 'nobody' })).body).toEqual({
    reset: 'nobody',
  });
  expect((await control('post', '/reset', { acount: 'one' })).status).toBe(400);
  expect((await control('get', '/meter_events')).body.data).toHaveLength(2);
  expect((await control('post', '/reset')).body).toEqual({ reset: 'everything' });
  expect((await control('get', '/clock')).body.now_seconds).toBe(START);
  expect((await control('get', '/requests')).body.data).toEqual([]);
  expect((await get('/v1/billing/meters', keyOf('two'))).body.data).toEqual([]);
});

/** Creates one object of each kind that has an id, and returns the ids. */
async function idsOf({ event, post, mock }: TestServer): Promise<Record<string, string>> {
  const recorded = await event();
  const customer = await post('/v1/customers');
  const fault = mock.faults.arm({ effect: 'delay', delay_ms: 1 });
  mock.faults.remove(fault.id);
  return {
    request: recorded.headers['request-id'] as string,
    identifier: recorded.body.identifier,
    meter: mock.usage().data[0]?.meter as string,
    customer: customer.body.id,
    fault: fault.id,
  };
}

test.each([{}, { account: 'default' }])(
  'without a seed no id repeats, whatever is reset: %j',
  async (what) => {
    const server = await serve();
    const seen: string[] = [];
    for (let resets = 0; resets < 3; resets++) {
      seen.push(...Object.values(await idsOf(server)));
      server.mock.reset(what);
    }
    expect(new Set(seen).size).toBe(15);
  },
);

test('with a seed, a full reset restarts the ids; a reset of an account does not', async () => {
  const server = await serve({ seed: 7 });
  const { fault: _first, ...first } = await idsOf(server);
  server.mock.reset({ account: 'default' });
  const between = await idsOf(server);
  for (const kind of ['request', 'identifier', 'meter', 'customer'] as const)
    expect(between[kind]).not.toBe(first[kind]);
  server.mock.reset();
  expect(await idsOf(server)).toMatchObject(first);
});

test('a reset of an account includes its connected accounts', async () => {
  const { event, control } = await serve();
  await event(EVENT, { ...keyOf('one'), 'Stripe-Account': 'acct_1' });
  await event(EVENT, keyOf('onemore'));
  await control('post', '/reset?account=one');
  expect((await control('get', '/meter_events')).body.data).toMatchObject([{ account: 'onemore' }]);
});

test('eight workers with their own keys share a server without interfering', async () => {
  const { event, post, get, control } = await serve();
  const worker = async (name: string) => {
    for (let i = 0; i < 20; i++)
      expect(
        (
          await event(`${EVENT}&identifier=same-${i}`, {
            ...keyOf(name),
            'Idempotency-Key': `k${i}`,
          })
        ).status,
      ).toBe(200);
    await post('/v1/customers', '', keyOf(name));
    expect((await get('/v1/customers', keyOf(name))).body.data).toHaveLength(1);
    const { data } = (await control('get', `/meter_events?account=${name}&limit=1000`)).body;
    expect(data).toHaveLength(20);
    await control('post', `/reset?account=${name}`);
    expect((await control('get', `/meter_events?account=${name}`)).body.data).toEqual([]);
  };
  await Promise.all(Array.from({ length: 8 }, (_, i) => worker(`w${i}`)));
});

test('clock: can be read, advanced, moved and frozen, but never moved backwards', async () => {
  const { control } = await serve();
  const move = async (body: object) => (await control('post', '/clock', body)).body;
  expect((await control('get', '/clock')).body).toMatchObject({
    now_seconds: START,
    now: '2026-01-31T12:00:00.000Z',
    frozen: true,
  });
  expect(await move({ advance_seconds: 0.5 })).toMatchObject({ now: '2026-01-31T12:00:00.500Z' });
  expect(await move({ now: '2026-02-01T00:00:00Z' })).toMatchObject({
    now: '2026-02-01T00:00:00.000Z',
    frozen: true,
  });
  expect(await move({ now: START + 86_400 })).toMatchObject({ now_seconds: START + 86_400 });
  expect(await move({ frozen: false })).toMatchObject({ frozen: false });
  expect((await move({ now: 1 })).error.message).toMatch(
    /^The clock only moves forward: it is at 2026-02-01T12:00/,
  );
  expect((await move({ advance_seconds: -1 })).error.message).toMatch(/advance_seconds/);
  expect((await move({ advance_seconds: 1, now: '2027-01-01' })).error.message).toMatch(/not both/);
  expect((await move({ now: 'tomorrow' })).error.message).toMatch(
    /seconds since the epoch or ISO 8601/,
  );
  expect((await move({ advance_seconds: 1e10 })).error?.message ?? '').toMatch(/9999|^$/);
  expect((await move({ speed: 2 })).error.message).toMatch(/speed/);
});

test('one move affects identifiers, keys and timestamp bounds alike', async () => {
  const { event, control } = await serve();
  const again = async () => {
    const answer = await event(`${EVENT}&identifier=a&timestamp=${START}`, {
      'Idempotency-Key': 'k',
    });
    return [answer.status, answer.headers['idempotent-replayed'], answer.body.error?.message];
  };
  expect(await again()).toEqual([200, undefined, undefined]);
  expect(await again()).toEqual([200, 'true', undefined]);
  await control('post', '/clock', { advance_seconds: 25 * 3600 });
  expect(await again()).toEqual([200, undefined, undefined]);
  await control('post', '/clock', { advance_seconds: 35 * 86_400 });
  expect((await again())[2]).toMatch(/more than 35 days in past/);
});

test('health needs no token and says what is loaded', async () => {
  const { event, url } = await serve();
  await event();
  const answer = await fetch(`${url}/_mock/health`);
  expect(await answer.json()).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    uptime_seconds: expect.any(Number),
    accounts: 1,
    meters: 1,
    customers: 0,
    products: 0,
    prices: 0,
    subscriptions: 0,
    events: 1,
    identifiers: 1,
    identifier_bytes: expect.any(Number),
    faults: 0,
  });
});

test.each(['/healthcheck', '/_mock/health'])(
  'HEAD %s answers as GET does, without the body and without a token',
  async (path) => {
    const { url } = await serve({ controlToken: 'a-long-token' });
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) => fetch(url + path, { method })),
    );
    expect([head?.status, head?.headers.get('content-type'), await head?.text()]).toEqual([
      200,
      get?.headers.get('content-type'),
      '',
    ]);
    expect(Number(head?.headers.get('content-length'))).toBeGreaterThan(0);
  },
);

test('serves an OpenAPI document of the control routes', async () => {
  const { control } = await serve();
  const { body } = await control('get', '/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const effects =
    body.paths['/_mock/faults'].post.requestBody.content['application/json'].schema.oneOf;
  expect(
    effects.map(
      ({ properties }: { properties: { effect: { const: string } } }) => properties.effect.const,
    ),
  ).toContain('response_lost');
  expect(
    body.paths['/_mock/meter_events/wait'].get.parameters.map(({ name }: { name: string }) => name),
  ).toContain('timeout_ms');
});

test.each([
  ['get', '/nope', undefined, 404, /^There is no GET \/_mock\/nope\. GET \/_mock lists/],
  ['get', '/meter_events?limit=0', undefined, 400, /limit/],
  ['get', '/meter_events?colour=red', undefined, 400, /colour/],
  ['get', '/requests?status=ok', undefined, 400, /status/],
  ['get', '/meter_events/wait?timeout_ms=-1', undefined, 400, /timeout_ms/],
  ['post', '/faults', { effect: 'boom' }, 400, /effect/],
  ['delete', '/faults/fault_9', undefined, 404, /There is no fault fault_9/],
  ['post', '/fixtures', { metres: [] }, 400, /metres/],
] as const)('%s %s with %j says what is wrong', async (method, path, body, status, message) => {
  const { control } = await serve();
  const answer = await control(method, path, body);
  expect([answer.status, answer.body.error.message]).toEqual([
    status,
    expect.stringMatching(message),
  ]);
});

const forged: [string, Record<string, string>, number][] = [
  ['a foreign origin', { origin: 'https://evil.example' }, 403],
  ['a null origin', { origin: 'null' }, 403],
  ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a fetch from another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['a rebound host', { host: 'evil.example:12111' }, 403],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['plain text', { 'content-type': 'text/plain' }, 415],
];

test.each(forged)('%s cannot move the clock', async (_name, headers, status) => {
  const { url, mock } = await serve();
  const { default: supertest } = await import('supertest');
  const answer = await supertest(url)
    .post('/_mock/clock')
    .set({ 'content-type': 'application/json', ...headers })
    .send('{"advance_seconds":5}');
  expect([answer.status, typeof answer.body.error.message]).toEqual([status, 'string']);
  expect(mock.clock.state().now_seconds).toBe(START);
});

test.each([
  { host: 'localhost:1' },
  { host: '[::1]:1' },
  { host: 'mock.localhost' },
  { host: 'Stripe-Meter-Mock:12111' },
  { 'sec-fetch-site': 'none' },
])('%j is fine', async (headers) => {
  const { control } = await serve({ allowHost: ['stripe-meter-mock'] });
  expect((await control('get', '/clock').set(headers as never)).status).toBe(200);
});

test('a request from the same origin is allowed', async () => {
  const { control, url } = await serve();
  expect((await control('get', '/clock').set({ origin: url })).status).toBe(200);
});

test('--control-token requires a token, except for health', async () => {
  const { control } = await serve({ controlToken: 'a-long-token' });
  expect((await control('get', '/clock')).status).toBe(401);
  expect((await control('get', '/clock').set({ authorization: `Bearer ${KEY}` })).status).toBe(401);
  expect(
    (await control('get', '/clock').set({ authorization: 'Bearer a-long-token' })).status,
  ).toBe(200);
  expect((await control('get', '/health')).status).toBe(200);
  for (const path of ['/clock?/health', '/reset?account=/health'])
    expect((await control(path.startsWith('/clock') ? 'get' : 'post', path)).status).toBe(401);
});

test('--no-control removes the routes: Stripe’s 404 answers there', async () => {
  const { control } = await serve({ control: false });
  const answer = await control('get', '/clock');
  expect([answer.status, answer.body.error.message]).toEqual([
    404,
    expect.stringMatching(/^Unrecognized request URL \(GET: \/_mock\/clock\)/),
  ]);
});

test.each([
  ['delete', '/webhooks/collector_1?account=billing'],
  ['get', '/health?verbose=1'],
] as const)('%s %s: a query on a route without one is refused', async (method, path) => {
  const { control, mock } = await serve();
  mock.faults.arm({ effect: 'rate_limit' });
  const answer = await control(method, path);
  expect([answer.status, answer.body.error.message]).toEqual([
    400,
    expect.stringMatching(/has no query parameters; got (account|verbose)\.$/),
  ]);
  expect(mock.faults.list().data).toHaveLength(1);
});
