import { expect, test } from 'vitest';
import { EVENT, serve } from '../helper.ts';

const keyed = { 'Idempotency-Key': 'k' };

test.each([
  [
    'sk_test_1',
    'Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode.',
  ],
  ['sk_live_1', 'Request rate limit exceeded.'],
])('rate_limit with %s: 429 in one compact line, never kept', async (key, sentence) => {
  const { event, mock } = await serve({ allowLiveKeys: true });
  mock.faults.arm({ effect: 'rate_limit', rate_limited_reason: 'global-rate' });
  const headers = { ...keyed, authorization: `Bearer ${key}` };
  const answer = await event(EVENT, headers);
  expect([answer.status, answer.text]).toEqual([
    429,
    `{"error":{"code":"rate_limit","doc_url":"https://stripe.com/docs/error-codes/rate-limit","message":"${sentence} You can learn more about rate limits here https://stripe.com/docs/rate-limits.","type":"invalid_request_error"}}`,
  ]);
  expect(answer.headers['stripe-rate-limited-reason']).toBe('global-rate');
  expect(answer.headers).not.toHaveProperty('retry-after');
  expect(answer.headers).not.toHaveProperty('stripe-should-retry');
  expect((await event(EVENT, headers)).status).toBe(200);
});

test('a rate limit comes before the API key, idempotency and parameters', async () => {
  const { event, mock } = await serve();
  await event(EVENT, keyed);
  mock.faults.arm({ effect: 'rate_limit', times: 3 });
  for (const [form, headers] of [
    [EVENT, keyed],
    ['foo=1', {}],
    [EVENT, { authorization: 'Bearer nope' }],
  ] as const)
    expect((await event(form, headers)).status).toBe(429);
  expect((await event(EVENT, keyed)).headers['idempotent-replayed']).toBe('true');
});

test('lock_timeout: a 429 that asks the client to retry', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'lock_timeout' });
  const answer = await event(EVENT, keyed);
  expect([answer.status, answer.body.error.code, answer.headers['stripe-should-retry']]).toEqual([
    429,
    'lock_timeout',
    'true',
  ]);
  expect(answer.headers).not.toHaveProperty('stripe-rate-limited-reason');
});

test('idempotency_key_in_use: 409', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'idempotency_key_in_use' });
  const answer = await event(EVENT, keyed);
  expect([answer.status, answer.body.error.code]).toEqual([409, 'idempotency_key_in_use']);
  expect((await event(EVENT, keyed)).status).toBe(200);
});

test('api_error: a 500 from the endpoint, stored for its key; nothing is counted', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'api_error' });
  const answer = await event(EVENT, keyed);
  expect([answer.status, answer.body.error.type, answer.headers['stripe-should-retry']]).toEqual([
    500,
    'api_error',
    'false',
  ]);
  const again = await event(EVENT, keyed);
  expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([
    500,
    answer.text,
    'true',
  ]);
  expect(mock.events().data).toEqual([]);
  expect((await event(EVENT, { 'Idempotency-Key': 'k2' })).status).toBe(200);
});

test('an endpoint’s fault does not fire for requests that never reach the endpoint', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'api_error' });
  expect((await event('foo=1')).status).toBe(400);
  expect(mock.faults.list().data).toMatchObject([{ fired: 0 }]);
});

test('success_without_recording cannot be armed for any other path', async () => {
  const { post, get } = await serve();
  const answer = await post('/v1/customers', '', { 'Mock-Fault': 'success_without_recording' });
  expect([answer.status, answer.body.error.message]).toEqual([
    400,
    'stripe-meter-mock cannot read the Mock-Fault header: success_without_recording only fires for ' +
      '/v1/billing/meter_events, /v2/billing/meter_events, /v2/billing/meter_event_stream',
  ]);
  expect((await get('/v1/customers')).body.data).toEqual([]);
});

test('api_error_after_recording: the event counts, and the answer is a stored 500', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'api_error_after_recording' });
  expect((await event(`${EVENT}&identifier=a`, keyed)).status).toBe(500);
  expect(mock.events().data).toHaveLength(1);
  expect((await event(`${EVENT}&identifier=a`, keyed)).status).toBe(500);
  expect(
    (await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k2' })).body.error.message,
  ).toBe('An event already exists with identifier a.');
});

test('success_without_recording: a 200 for an event that was not kept', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'success_without_recording' });
  const answer = await event(`${EVENT}&identifier=a`);
  expect([answer.status, answer.body.identifier]).toEqual([200, 'a']);
  expect(mock.events().data).toEqual([]);
  expect((await event(`${EVENT}&identifier=a`)).status).toBe(200);
});

test('success_without_recording is for meter events only', async () => {
  const { post, get, mock } = await serve();
  mock.faults.arm({ effect: 'success_without_recording' });
  await post('/v1/customers');
  expect((await get('/v1/customers')).body.data).toHaveLength(1);
  expect(mock.faults.list().data).toMatchObject([{ fired: 0 }]);
});

test('only one fault fires for a request, except that a delay may precede another', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'delay', delay_ms: 1 });
  mock.faults.arm({ effect: 'api_error' });
  mock.faults.arm({ effect: 'response_lost' });
  expect((await event()).status).toBe(500);
  expect(mock.faults.list().data.map(({ fired }) => fired)).toEqual([1, 1, 0]);
});

test('service_unavailable: a proxy’s 503 in HTML', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'service_unavailable' });
  const answer = await event();
  expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
    503,
    'text/html',
    expect.stringMatching(/^<html>/),
  ]);
});

test('respond: answers with any status, body and headers', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({
    effect: 'respond',
    status: 502,
    body: '{"a":1}',
    headers: { 'Stripe-Should-Retry': 'true', 'X-Test': '1' },
  });
  const answer = await event();
  expect([
    answer.status,
    answer.text,
    answer.headers['stripe-should-retry'],
    answer.headers['x-test'],
  ]).toEqual([502, '{"a":1}', 'true', '1']);
});

test('respond: headers of the fault replace the server’s, and none can break the message', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({
    effect: 'respond',
    status: 502,
    body: { a: 1 },
    headers: { 'Request-Id': 'req_mine', 'Content-Type': 'text/x' },
  });
  const answer = await event();
  expect([answer.text, answer.headers['request-id'], answer.headers['content-type']]).toEqual([
    '{"a":1}',
    'req_mine',
    'text/x',
  ]);
  for (const name of ['Content-Length', 'transfer-encoding', 'Connection']) {
    expect(
      () => mock.faults.arm({ effect: 'respond', status: 200, headers: { [name]: '5' } }),
      name,
    ).toThrow(/not a header that a fault can set/);
  }
});

test('connection_reset: breaks the connection before anything happens', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'connection_reset' });
  await expect(event(EVENT, keyed)).rejects.toThrow(/ECONNRESET|socket hang up/);
  expect(mock.events().data).toEqual([]);
  expect(mock.requests().data).toMatchObject([
    { status: null, connection: 'reset', fault: 'connection_reset' },
  ]);
  expect((await event(EVENT, keyed)).headers).not.toHaveProperty('idempotent-replayed');
});

test('response_lost: breaks the connection after everything has happened', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'response_lost' });
  await expect(event(EVENT, keyed)).rejects.toThrow(/ECONNRESET|socket hang up/);
  expect(mock.events().data).toHaveLength(1);
  expect(mock.requests().data).toMatchObject([
    { status: null, connection: 'lost', fault: 'response_lost' },
  ]);
});

test('delay_ms works with every effect', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'delay', delay_ms: 30 });
  const started = performance.now();
  expect((await event()).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  mock.faults.arm({ effect: 'lock_timeout', delay_ms: 30 });
  expect((await event()).status).toBe(429);
  expect(mock.requests().data[0]?.duration_ms).toBeGreaterThanOrEqual(29);
});

test.each([
  [{ method: 'POST' }, 1],
  [{ method: 'get' }, 0],
  [{ path: '/v1/billing/meter_events' }, 1],
  [{ path: '/v1/billing/*' }, 1],
  [{ path: '/v1/billing/meters' }, 0],
  [{ account: 'default' }, 1],
  [{ account: 'other' }, 0],
  [{ event_name: 'ai_search_api' }, 1],
  [{ event_name: 'x' }, 0],
  [{ customer: 'cus_1' }, 1],
  [{ customer: 'cus_2' }, 0],
  [{ identifier: 'a' }, 1],
  [{ identifier: 'b', customer: 'cus_1' }, 0],
])('match %j fires %i times', async (match, times) => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'rate_limit', match });
  expect((await event(`${EVENT}&identifier=a`)).status).toBe(times === 1 ? 429 : 200);
  expect(mock.faults.list().data).toMatchObject([{ fired: times }]);
});

test('a customer is matched by the meter’s own mapping', async () => {
  const { event, post, mock } = await serve();
  await post(
    '/v1/billing/meters',
    'display_name=m&event_name=m&default_aggregation[formula]=sum&customer_mapping[type]=by_id&customer_mapping[event_payload_key]=who',
  );
  mock.faults.arm({ effect: 'rate_limit', match: { customer: 'cus_7' } });
  expect((await event('event_name=m&payload[who]=cus_7&payload[value]=1')).status).toBe(429);
});

test('respects skip and times; of matching faults, the one armed first fires', async () => {
  const { event, mock } = await serve();
  const statuses = async (count: number) => {
    const seen: number[] = [];
    for (let i = 0; i < count; i++) seen.push((await event()).status);
    return seen;
  };
  const first = mock.faults.arm({ effect: 'rate_limit', skip: 1, times: 2 });
  expect(await statuses(5)).toEqual([200, 429, 429, 200, 200]);
  expect(mock.faults.list().data).toMatchObject([{ id: first.id, skipped: 1, fired: 2 }]);
  mock.faults.arm({ effect: 'service_unavailable', times: null });
  expect(await statuses(3)).toEqual([503, 503, 503]);
  mock.faults.clear();
  expect(await statuses(1)).toEqual([200]);
});

test.each([
  [
    ['response_lost', 'api_error', 'rate_limit'],
    [0, 0, 1],
  ],
  [
    ['response_lost', 'api_error'],
    [0, 1],
  ],
  [
    ['delay', 'api_error'],
    [1, 1],
  ],
  [
    ['delay', 'rate_limit'],
    [1, 0],
  ],
] as const)('of %j, those that act earliest fire: %j', async (effects, fired) => {
  const { event, mock } = await serve();
  for (const effect of effects) mock.faults.arm({ effect, delay_ms: 1 });
  await event();
  expect(mock.faults.list().data.map((each) => each.fired)).toEqual(fired);
});

test('with the same seed, a probability fires for the same requests', async () => {
  const run = async () => {
    const { event, mock } = await serve({ seed: 7 });
    mock.faults.arm({ effect: 'rate_limit', times: null, probability: 0.5 });
    const seen: number[] = [];
    for (let i = 0; i < 20; i++) seen.push((await event()).status);
    return seen;
  };
  const first = await run();
  expect(await run()).toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 429]));
});

test.each([
  ['rate_limit', 429],
  ['respond; status=418', 418],
  ['delay; delay_ms=1', 200],
])('the header Mock-Fault: %s fires for this one request', async (header, status) => {
  const { event } = await serve();
  expect((await event(EVENT, { 'Mock-Fault': header })).status).toBe(status);
  expect((await event()).status).toBe(200);
});

test.each(['rate_limit; skip=5', 'rate_limit; probability=0.5'])(
  'refuses Mock-Fault: %s, and says which settings it takes',
  async (header) => {
    const { event } = await serve();
    expect((await event(EVENT, { 'Mock-Fault': header })).body.error.message).toMatch(
      /is not one of delay_ms, rate_limited_reason$/,
    );
  },
);

test('Mock-Fault keeps its body intact, and is ignored without control routes', async () => {
  const { event } = await serve();
  expect(
    (await event(EVENT, { 'Mock-Fault': 'respond; status=500; body={"a":"b=c=d"};' })).text,
  ).toBe('{"a":"b=c=d"}');
  const bare = await serve({ control: false });
  expect((await bare.event(EVENT, { 'Mock-Fault': 'rate_limit' })).status).toBe(200);
});

test('refuses an invalid Mock-Fault with a list of the effects', async () => {
  const { event, mock } = await serve();
  const answer = await event(EVENT, { 'Mock-Fault': 'boom' });
  expect([answer.status, answer.body.error.message]).toEqual([
    400,
    expect.stringMatching(/Mock-Fault header: effect: .*response_lost/),
  ]);
  expect(mock.events().data).toEqual([]);
});

test('arms, lists and removes faults over HTTP; an invalid fault arms nothing', async () => {
  const { control } = await serve();
  const armed = (
    await control('post', '/faults', {
      effect: 'delay',
      delay_ms: 5,
      match: { customer: 'cus_1' },
      times: null,
    })
  ).body;
  expect(armed).toEqual({
    id: 'fault_1',
    effect: 'delay',
    match: { customer: 'cus_1' },
    skip: 0,
    times: null,
    probability: 1,
    delay_ms: 5,
    skipped: 0,
    fired: 0,
  });
  for (const wrong of [
    { effect: 'delay' },
    { effect: 'respond' },
    { effect: 'rate_limit', status: 500 },
    { effect: 'api_error', rate_limited_reason: 'global-rate' },
    { effect: 'rate_limit', times: 0 },
    { effect: 'rate_limit', probability: 2 },
    { effect: 'rate_limit', match: { colour: 'red' } },
    { effect: 'respond', status: 200, headers: { 'a b': 'c' } },
    { effect: 'respond', status: 200, headers: { a: 'b\r\nc: d' } },
    {},
  ])
    expect((await control('post', '/faults', wrong)).status).toBe(400);
  expect((await control('get', '/faults')).body.data).toEqual([armed]);
  expect((await control('delete', '/faults/fault_1')).body).toEqual({ removed: 'fault_1' });
  expect((await control('delete', '/faults')).body).toMatchObject({ removed: 'all' });
});
