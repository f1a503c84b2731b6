/** Wrong calls of the control routes are refused with an error that says what to write instead. */
import { expect, test } from 'vitest';
import { connectMeterMock } from '../../src/index.ts';
import { EVENT, serve } from '../helper.ts';

const keyOf = (account: string) => ({ authorization: `Bearer sk_test_${account}_x` });
const EFFECTS =
  'rate_limit, lock_timeout, idempotency_key_in_use, idempotency_error, ' +
  'too_many_concurrent_requests, session_expired, api_error, api_error_after_recording, ' +
  'service_unavailable, respond, connection_reset, response_lost, success_without_recording, delay, ' +
  'delivery_twice, delivery_lost, signature_wrong, signature_stale';
const NO_KEY =
  'account: no key could name this account: names are letters and digits, as in the ' +
  'key sk_test_<account>_anything, or <account>/acct_1 for a connected one; got "a-b".';
const EVERY =
  'account: * is only for meters, customers, products and prices in a fixture; name one account ' +
  'here, or leave account out.';

test.each([
  // Queries.
  [
    'get /usage?custmer=cus_1',
    'GET /_mock/usage: in the query there is no custmer (did you mean customer?); it takes ' +
      'account, event_name, customer.',
  ],
  [
    'get /meter_events/wait?timeout=100',
    'GET /_mock/meter_events/wait: in the query there is no timeout (did you mean timeout_ms?); ' +
      'it takes account, livemode, event_name, customer, identifier, source, count, ' +
      'include_invalid, timeout_ms.',
  ],
  [
    'post /clock?advance_seconds=90000',
    'POST /_mock/clock takes advance_seconds in its body, not in the query: send JSON, ' +
      '{"advance_seconds":90000}, with Content-Type: application/json.',
  ],
  ['get /openapi.json?pretty=1', 'GET /_mock/openapi.json has no query parameters; got pretty.'],
  ['get /usage?account=a&account=b', 'The query has account more than once: give it once.'],
  ['get /usage?customer=', 'customer: must not be empty.'],
  ['get /meter_events?limit=ten', 'limit: must be a whole number, got "ten".'],
  ['get /meter_events?limit=0', 'limit: must be at least 1, got 0.'],
  ['get /meter_events?livemode=no', 'livemode: must be true or false, got "no".'],
  [
    'get /meter_events?source=v3',
    'source: must be one of v1, v2, v2_stream, fixture; got "v3" (did you mean v1?).',
  ],
  ['post /reset?account=a-b', NO_KEY],
  ['get /usage?account=a-b', NO_KEY],
  ['delete /faults?account=a-b', NO_KEY],
  ['get /clock?account=a-b', NO_KEY],
  ['get /requests?account=a-b', NO_KEY],
  ['get /feed?account=a-b', NO_KEY],
  ['get /customers/cus_1?account=a-b', NO_KEY],
  ['get /meters?account=a-b', NO_KEY],
  ['get /meters/mtr_1?account=a-b', NO_KEY],
  ['get /meters/mtr_1?limit=0', 'limit: must be at least 1, got 0.'],
  ['get /meters/mtr_1', 'Account default has no meter mtr_1.', 404],
  ['get /usage/series?meter=mtr_1', 'Account default has no meter mtr_1.', 404],
  ['get /requests?refused=no', 'refused: must be true or false, got "no".'],
  ['get /deliveries?account=a-b', NO_KEY],
  ['get /usage?account=*', EVERY],
  ['post /reset?account=*', EVERY],
  ['post /fixtures?account=* {"customers": [{}]}', EVERY],
  ['post /deliveries/hold {"account": "*"}', EVERY],
  ['get /deliveries?event=', 'event: must not be empty.'],
  ['get /requests?idempotency_key=', 'idempotency_key: must not be empty.'],
  ['get /deliveries?type=nope', 'type: is not a type of event; got "nope".'],
  ['get /deliveries/wait?type=billing.*', 'type: is not a type of event; got "billing.*".'],
  // Bodies.
  [
    'post /clock {"advance_secs": 5}',
    'there is no advance_secs (did you mean advance_seconds?); it takes advance_seconds, now, ' +
      'frozen, wait_ms.',
  ],
  ['post /clock {"advance_seconds": "5"}', 'advance_seconds: must be a number, got "5".'],
  [
    'post /clock {"now": true}',
    'now: takes seconds since the epoch or ISO 8601, such as 1767225600 or ' +
      '"2026-01-01T00:00:00Z"; got true.',
  ],
  [
    'post /clock {}',
    'Nothing says how to move the clock. Send JSON such as {"advance_seconds": 3600}, ' +
      '{"now": "2026-01-01T00:00:00Z"} or {"frozen": true}.',
  ],
  [
    'post /clock {"account": "a", "frozen": true}',
    'POST /_mock/clock takes account in its query, not in the body: add ?account=… to the ' +
      'path.',
  ],
  ['post /clock [5]', 'POST /_mock/clock: the body must be an object, such as {}.'],
  [
    "post /clock {'advance_seconds': 5}",
    `The body is not JSON: near "{'advance_s". Names and strings go in double quotes, as ` +
      'in {"advance_seconds": 60}.',
  ],
  ['post /reset {"acount": "b"}', 'there is no acount (did you mean account?); it takes account.'],
  ['post /reset?account=a {"account": "b"}', 'The query has account a, but the body b: name one.'],
  [
    'delete /faults {"account": "bob"}',
    'DELETE /_mock/faults takes no body, but got account: add ?account=… to the path.',
  ],
  [
    'post /fixtures {"meter": []}',
    'fixtures: there is no meter (did you mean meters?); it takes clock, clocks, meters, ' +
      'customers, products, prices, subscriptions, events, faults, destinations, saved_at, ' +
      'settled, dropped_events',
  ],
  [
    'post /fixtures {}',
    'There is nothing to load: send JSON such as {"meters": […], "customers": […], "events": […]}.',
  ],
  [
    'post /fixtures {"clock": {}}',
    'fixtures: clock: Nothing says how to move the clock. Send JSON such as {"advance_seconds": ' +
      '3600}, {"now": "2026-01-01T00:00:00Z"} or {"frozen": true}.',
  ],
  [
    'post /fixtures {"events": [{"event_name": "a", "payload": {}, "seconds_ago": 1e15}]}',
    'fixtures: events[0].seconds_ago: must be at most 10000000000, got 1000000000000000',
  ],
  [
    'post /fixtures {"events": [{"event_name": "a", "payload": {}, "received_at": 999999999999}]}',
    'fixtures: events[0].received_at: takes seconds since the epoch or ISO 8601, such as ' +
      '1767225600 or "2026-01-01T00:00:00Z"; got 999999999999',
  ],
  [
    'post /fixtures?account=v {"settled": [{"account": "w", "meters": 0, "customers": 0, ' +
      '"products": 0, "prices": 0}]}',
    'fixtures: settled[0].account: is w, but the fixture is loaded into v: leave account out',
  ],
  // What Stripe sends.
  ['post /error_reports {"meter": ""}', 'meter: must not be empty.'],
  [
    'post /error_reports {"event_name": "", "errors": [{"code": "no_meter"}]}',
    'event_name: must not be empty.',
  ],
  ['post /deliveries/hold {"account": "a-b"}', NO_KEY],
  ['post /deliveries/release {"account": ""}', /^account: no key could name this account/],
  ['post /webhooks/collect {"account": "a-b"}', NO_KEY],
  ['post /webhooks/collect {"events": []}', 'events: must not be an empty list.'],
  ['post /webhooks/collect {"events": ["nope"]}', 'events.0: is not a type of event; got "nope".'],
  [
    'post /webhooks/collect {"api_version": "x"}',
    /^api_version: takes one such as 20\d\d-\d\d-\d\d\.\w+; got "x"\.$/,
  ],
  ['post /error_reports {"account": "a-b"}', NO_KEY],
  [
    'post /error_reports {"event_name": "calls"}',
    'event_name: only goes with no_meter. Name the meter by its id, in meter; ' +
      'GET /v1/billing/meters lists them.',
  ],
  [
    'post /error_reports {"meter": "mtr_1", "errors": [{"code": "no_meter"}]}',
    'meter: no_meter is about no meter; leave meter out.',
  ],
  // Faults.
  [
    'post /faults {"effect": "delivery_lost", "match": {"event_type": "billing.metre.created"}}',
    'match.event_type: is not a type of event; got "billing.metre.created".',
  ],
  [
    'post /faults {"effect": "rate_limit", "match": {"method": "DELETE", "path": "/v1/prices"}}',
    'match.method: Stripe has no DELETE /v1/prices, only GET and POST.',
  ],
  [
    'post /faults {"effect": "session_expired", "match": {"method": "GET"}}',
    'match.method: Stripe has no GET /v2/billing/meter_event_stream, only POST.',
  ],
  ['post /faults {}', `effect: must be one of ${EFFECTS}.`],
  [
    'post /faults {"effect": "ratelimit"}',
    `effect: must be one of ${EFFECTS}; got "ratelimit" (did you mean rate_limit?).`,
  ],
  [
    'post /faults {"effect": "delay", "delay_ms": 5, "match": {"custommer": "c"}}',
    'match: there is no custommer (did you mean customer?); it takes method, path, account, ' +
      'event_name, customer, identifier.',
  ],
  [
    'post /faults {"effect": "rate_limit", "match": {"path": "v1/customers"}}',
    'match.path: must start with "/", got "v1/customers".',
  ],
  [
    'post /faults {"effect": "rate_limit", "match": {"path": "/v1/billing/meter_event"}}',
    'match.path: Stripe has no route at /v1/billing/meter_event; a * at its end matches ' +
      'anything.',
  ],
  [
    'post /faults {"effect": "rate_limit", "match": {"method": "PUT"}}',
    'match.method: must be one of GET, POST, DELETE; got "PUT".',
  ],
  [
    'post /faults {"effect": "rate_limit", "times": "twice"}',
    'times: must be a whole number from 1, or null for no limit; got "twice".',
  ],
  ['post /faults {"effect": "respond"}', /^status: /],
  [
    'post /faults?account=a {"effect": "rate_limit", "match": {"account": "b"}}',
    "match.account is b and the query's account is a: leave one of them out.",
  ],
  // Routes.
  [
    'get /reset',
    'There is no GET /_mock/reset, only POST. GET /_mock lists the control routes.',
    404,
  ],
  [
    'get /customers/',
    'There is no GET /_mock/customers/. Did you mean /_mock/customers/:id? ' +
      'GET /_mock lists the control routes.',
    404,
  ],
  [
    'get /requests/',
    'There is no GET /_mock/requests/. Did you mean /_mock/requests? ' +
      'GET /_mock lists the control routes.',
    404,
  ],
  [
    'get /event',
    'There is no GET /_mock/event. Did you mean /_mock/meter_events? ' +
      'GET /_mock lists the control routes.',
    404,
  ],
  [
    'get /usage/',
    'There is no GET /_mock/usage/. Did you mean /_mock/usage? ' +
      'GET /_mock lists the control routes.',
    404,
  ],
  [
    'post /faults {"effect": "respond", "status": 204, "body": "x"}',
    'body: an answer of 204 has none.',
  ],
  ['post /clock {"wait_ms": 1}', /^Nothing says how to move the clock\./],
] as [string, string | RegExp, number?][])('%s', async (call, message, status = 400) => {
  const { url, mock } = await serve();
  mock.faults.arm({ effect: 'rate_limit' });
  const before = mock.saveFixtures();
  const [, method = '', path = '', body] = /^(\w+) (\S+)(?: (.*))?$/.exec(call) ?? [];
  const answer = await fetch(`${url}/_mock${path}`, {
    method: method.toUpperCase(),
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  });
  const { error } = (await answer.json()) as { error: { message: string } };
  expect([answer.status, error?.message]).toEqual([
    status,
    typeof message === 'string' ? message : expect.stringMatching(message),
  ]);
  expect(mock.saveFixtures()).toEqual(before);
});

test.each(['/reset', '/clock', '/fixtures', '/faults', '/deliveries/hold', '/error_reports'])(
  'a body that is nested too deep to be shown is refused: POST %s',
  async (path) => {
    const { url, mock } = await serve();
    const before = mock.saveFixtures();
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    for (const name of ['account', 'events', 'now', 'effect', 'match']) {
      const answer = await fetch(`${url}/_mock${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"effect":"rate_limit","${name}":${deep}}`,
      });
      expect([name, answer.status]).toEqual([name, 400]);
    }
    expect(mock.saveFixtures()).toEqual(before);
  },
);

test('a GET with a body is refused: its filters would be passed over', async () => {
  const { control } = await serve();
  const answer = await control('get', '/usage').send({ customer: 'cus_1' });
  expect([answer.status, answer.body.error.message]).toEqual([
    400,
    'A GET takes no body: put what /_mock/usage takes in its query.',
  ]);
});

test('arms, lists and removes the faults of one account, and leaves others', async () => {
  const { control, event } = await serve();
  await control('post', '/faults?account=bob', { effect: 'rate_limit', times: null });
  await control('post', '/faults', { effect: 'api_error', match: { account: 'eve' } });
  await control('post', '/faults?account=bob', {
    effect: 'delay',
    delay_ms: 1,
    match: { account: 'bob/acct_1' },
  });
  expect((await event(EVENT, keyOf('bob'))).status).toBe(429);
  expect((await event(EVENT, keyOf('amy'))).status).toBe(200);
  const effects = async (query: string) =>
    (await control('get', `/faults${query}`)).body.data.map(
      ({ effect }: { effect: string }) => effect,
    );
  expect(await effects('?account=bob')).toEqual(['rate_limit', 'delay']);
  expect((await control('delete', '/faults?account=bob')).body).toEqual({
    removed: 'all',
    account: 'bob',
    count: 2,
  });
  expect(await effects('')).toEqual(['api_error']);
});

test('loads a fixture, its clock included, into the account in the query', async () => {
  const { control, mock } = await serve();
  const fixture = {
    clock: { now: '2026-03-01T00:00:00Z', frozen: true },
    meters: [
      { display_name: 'Calls', event_name: 'calls', default_aggregation: { formula: 'sum' } },
    ],
    customers: [{ id: 'cus_1' }],
    events: [{ event_name: 'calls', payload: { stripe_customer_id: 'cus_1', value: 2 } }],
    faults: [{ effect: 'rate_limit' }],
  };
  expect((await control('post', '/fixtures?account=w', fixture)).status).toBe(200);
  expect(mock.usage().data).toMatchObject([{ account: 'w', value: '2' }]);
  expect(mock.faults.list().data).toMatchObject([{ match: { account: 'w' } }]);
  expect(mock.clock.state()).toMatchObject({
    now: '2026-01-31T12:00:00.000Z',
    accounts: [{ account: 'w', now: '2026-03-01T00:00:00.000Z', frozen: true }],
  });
  const saved = (await control('get', '/fixtures?account=w')).body;
  expect(saved).toMatchObject({ customers: [{ account: 'w' }], clocks: [{ account: 'w' }] });
  expect(saved).not.toHaveProperty('clock');
  expect((await control('get', '/fixtures?account=other')).body).toMatchObject({
    meters: [],
    faults: [],
  });
  const other = await control('post', '/fixtures?account=v', saved);
  expect(other.body.error.message).toBe(
    'fixtures: meters[0].account: is w, but the fixture is loaded into v: leave account out',
  );
});

test('a connected mock loads into its own account, and removes only its own faults', async () => {
  const { url, mock } = await serve();
  const [one, two] = [connectMeterMock(url), connectMeterMock(url)];
  await one.loadFixtures({ customers: [{ id: 'cus_1' }], faults: [{ effect: 'rate_limit' }] });
  await two.faults.arm({ effect: 'api_error' });
  expect(mock.saveFixtures().customers).toMatchObject([{ account: one.account }]);
  expect(await one.faults.clear()).toMatchObject({ account: one.account, count: 1 });
  expect((await two.faults.list()).data).toHaveLength(1);
  expect((await one.faults.list()).data).toEqual([]);
});

test.each(['localhost:12111', 'http://localhost:12111/_mock', 'mock', ''])(
  'connectMeterMock(%j) is refused with an example of a URL',
  (url) => {
    expect(() => connectMeterMock(url)).toThrow(
      /^url takes the scheme, host and port of a mock, such as http:\/\/.+; got "/,
    );
  },
);

test('connectMeterMock refuses an unknown option', () => {
  const options = { acount: 'a' } as object;
  expect(() => connectMeterMock('http://127.0.0.1:1', options)).toThrow(
    'there is no acount (did you mean account?); it takes account, token',
  );
});

test('a connected mock asks for the usage of one customer', async () => {
  const { url, event } = await serve();
  const one = connectMeterMock(url);
  for (const customer of ['cus_1', 'cus_2']) {
    await event(`event_name=a&payload[value]=1&payload[stripe_customer_id]=${customer}`, {
      authorization: `Bearer ${one.key}`,
    });
  }
  const { data } = await one.usage({ customer: 'cus_2' });
  expect(data.map(({ customer }) => customer)).toEqual(['cus_2']);
});

test.each([
  ['/%', 400, 'The path has a % that begins no character: write %25 for a % itself.'],
  ['/meters/50%?limit=1', 400, 'The path has a % that begins no character: write %25'],
  ['/page/%zz', 400, 'The path has a % that begins no character: write %25'],
  [`/customers/${'c'.repeat(5001)}`, 404, 'The id in the path is longer than any id here.'],
])('a path that cannot be read is refused as a control call: %#', async (path, status, said) => {
  const [{ url, control, mock }, without] = [await serve(), await serve({ control: false })];
  const answer = await control('get', path);
  expect([answer.status, answer.body]).toEqual([
    status,
    { error: { message: expect.stringContaining(said) } },
  ]);
  expect((await fetch(`${url}/_mock${path}`, { method: 'HEAD' })).status).toBe(status);
  expect(mock.requests().data).toEqual([]); // those to Stripe's API
  const { error } = (await without.control('get', path)).body;
  expect(error.message).toMatch(/^Unrecognized request URL/);
});

test('GET /_mock lists every route, and every example can be run', async () => {
  const { url, event, mock } = await serve();
  await event();
  mock.faults.arm({ effect: 'delay', delay_ms: 1 });
  // A delivery that the examples do not reset, so that the example which waits for one ends.
  mock.webhooks.collect({ account: 'other' });
  mock.errorReports.raise({ account: 'other', errors: [{ code: 'no_meter' }] });
  const list = (await (await fetch(`${url}/_mock`)).json()) as {
    data: { path: string; method: string; example: string; query: string[] }[];
    openapi: string;
  };
  expect((await fetch(list.openapi)).status).toBe(200);
  expect(list.data.map(({ method, path }) => `${method} ${path}`)).toContain('POST /_mock/clock');
  const examples = list.data.map(({ example }) => example).join(' ');
  expect(examples).toContain('/_mock/customers/cus_1');
  expect(examples).toContain('/_mock/requests/req_1');
  expect(examples).toContain('/_mock/deliveries/delivery_1/redeliver');
  for (const { example } of list.data) {
    const [, address = ''] = /'(http[^']+)'/.exec(example) ?? [];
    const body = / -d '(.*)'$/.exec(example)?.[1];
    const answer = await fetch(address, {
      method: / -X (\w+) /.exec(example)?.[1] ?? 'GET',
      ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
    });
    expect([200, 404, 408, 409], example).toContain(answer.status);
  }
});
