/** Sessions and streams, with every row of docs/stripe/v2-streams.md#refusals. */
import { expect, test } from 'vitest';
import { EVENT, START } from '../../helper.ts';
import { invalid, PAYLOAD, serveV2, V2_SESSION, V2_STREAM, v2Event } from '../../v2-helper.ts';

const EXPIRED = {
  error: {
    code: 'billing_meter_event_session_expired',
    doc_url: 'https://docs.stripe.com/error-codes#billing-meter-event-session-expired',
    message: 'The temporary session token has expired.',
    type: 'temporary_session_expired',
  },
};
const CALLS = 'display_name=Calls&event_name=calls&default_aggregation[formula]=sum';

test('a session has Stripe’s field order', async () => {
  const { json } = await serveV2();
  const answer = await json(V2_SESSION, '');
  expect([answer.status, answer.text]).toEqual([
    200,
    expect.stringMatching(
      /^\{"id":"mes_test_[A-Za-z0-9]{44}","livemode":false,"object":"v2\.billing\.meter_event_session","authentication_token":"token_[A-Za-z0-9]{64}","created":"2026-01-31T12:00:00\.000Z","expires_at":"2026-01-31T12:15:00\.000Z"\}$/,
    ),
  ]);
});

test('a session accepts no fields', async () => {
  const { json } = await serveV2();
  expect((await json(V2_SESSION, { a: 1 })).body).toEqual(invalid('a: Unknown field.'));
});

test('a batch gets 200 and {}, and every event counts', async () => {
  const { token, stream, mock } = await serveV2();
  const events = Array.from({ length: 100 }, (_n, at) => v2Event({ identifier: `e${at}` }));
  const answer = await stream(await token(), events);
  expect([answer.status, answer.text]).toEqual([200, '{}']);
  expect(mock.usage()).toMatchObject({ data: [{ value: '2500' }], counts: [{ taken: 100 }] });
  const [last] = mock.events().data;
  expect(last).toMatchObject({
    identifier: 'e99',
    source: 'v2_stream',
    request_id: answer.headers['request-id'],
    timestamp: START,
  });
});

test('an empty batch gets 200 and {}', async () => {
  const { token, stream, mock } = await serveV2();
  expect((await stream(await token(), [])).text).toBe('{}');
  expect(mock.events().data).toEqual([]);
});

test('generates identifiers and timestamps if absent', async () => {
  const { token, stream, mock } = await serveV2();
  await stream(await token(), [v2Event({ timestamp: '2026-01-31T11:00:00.5Z' }), v2Event()]);
  const [second, first] = mock.events().data;
  expect(first?.identifier).toMatch(/^[0-9a-f-]{36}$/);
  expect(second?.identifier).not.toBe(first?.identifier);
  expect([first?.timestamp, second?.timestamp]).toEqual([START - 3600, START]);
});

test('a session ends after --session-seconds of the account’s clock', async () => {
  const { token, stream, mock } = await serveV2({ sessionSeconds: 60 });
  const [old, another] = [await token(), await token()];
  await mock.clock.advance(59);
  expect((await stream(old, [])).status).toBe(200);
  expect((await stream(another, [])).status).toBe(200);
  await mock.clock.advance(1);
  const answer = await stream(old, [v2Event()]);
  expect([answer.status, answer.body]).toEqual([401, EXPIRED]);
  expect(answer.headers).not.toHaveProperty('stripe-should-retry');
  expect((await stream(await token(), [])).status).toBe(200);
  expect(mock.events().data).toEqual([]);
});

test('a request with an expired token is listed under the session’s account', async () => {
  const { token, stream, mock } = await serveV2({ sessionSeconds: 60 });
  const mine = await token({ authorization: 'Bearer sk_test_b_1', 'stripe-context': 'acct_1' });
  await mock.clock.advance(60, { account: 'b' });
  await stream(mine, [v2Event()]);
  await stream('token_nope', [v2Event()]);
  const statuses = mock.requests({ account: 'b/acct_1' }).data.map(({ status }) => status);
  expect(statuses).toEqual([401, 200]);
  expect(mock.usage({ account: 'b' }).counts).toMatchObject([{ refused: 1 }]);
});

test('sessions follow the account’s own clock', async () => {
  const { token, stream, mock } = await serveV2();
  const [mine, other] = [await token(), await token({ authorization: 'Bearer sk_test_b_1' })];
  await mock.clock.advance(900, { account: 'b' });
  expect((await stream(other, [])).status).toBe(401);
  expect((await stream(mine, [])).status).toBe(200);
});

test('an unknown token counts as expired; --session-expired-status', async () => {
  const { stream } = await serveV2({ sessionExpiredStatus: 400 });
  const answer = await stream('token_nope', []);
  expect([answer.status, answer.body]).toEqual([400, EXPIRED]);
});

test('no Authorization: v1’s 401', async () => {
  const { stream, json } = await serveV2();
  expect((await stream('', [])).body.error.message).toContain('You did not provide an API key.');
  const other = await json(V2_STREAM, { events: [] }, { authorization: 'nope' });
  expect(other.status).toBe(401);
});

test('uses the session’s account, mode and context, whatever the headers say', async () => {
  const { token, stream, mock } = await serveV2({ allowLiveKeys: true });
  const live = await token({ authorization: 'Bearer sk_live_b_1', 'stripe-context': 'acct_1' });
  const headers = { 'stripe-account': 'acct_2', 'stripe-context': 'acct_3' };
  expect((await stream(live, [v2Event()], headers)).status).toBe(200);
  expect(mock.events().data).toMatchObject([{ account: 'b/acct_1', livemode: true }]);
});

test('a reset ends sessions: of all, or of one account', async () => {
  const { token, stream, mock } = await serveV2();
  const [mine, other] = [await token(), await token({ authorization: 'Bearer sk_test_b_1' })];
  mock.reset({ account: 'b' });
  expect((await stream(other, [])).status).toBe(401);
  expect((await stream(mine, [])).status).toBe(200);
  mock.reset();
  expect((await stream(mine, [])).status).toBe(401);
});

test('a token from before a reset is unknown', async () => {
  const { token, stream, mock } = await serveV2({ seed: 1 });
  const first = await token();
  mock.reset();
  expect((await stream(first, [])).status).toBe(401);
  expect(await token()).toBe(first); // the seed restarts, so the same token is drawn
});

const NOT_JSON = {
  error: { code: 'invalid_json', message: 'The request body is not valid JSON.' },
};
const good = v2Event({ identifier: 'good' });

test.each<[string, unknown, object]>([
  ['no JSON', '{"events":[', NOT_JSON],
  ['a list at the top', [good], NOT_JSON],
  ['no events', {}, invalid('events: This field is required.')],
  ['events null', { events: null }, invalid('events: This field is required.')],
  ['events no list', { events: good }, invalid('events: Must be an array.')],
  ['an unknown field', { events: [good], a: 1 }, invalid('a: Unknown field.')],
  [
    'an unknown field inside an element',
    { events: [good, v2Event({ a: 1 })] },
    invalid('events[1].a: Unknown field.'),
  ],
  [
    'a required field missing inside an element',
    { events: [good, good, good, { payload: PAYLOAD }] },
    invalid('events[3].event_name: This field is required.'),
  ],
  [
    'a wrong type',
    { events: [good, v2Event({ payload: { value: 1 } })] },
    invalid('events[1].payload.value: Must be a string.'),
  ],
  [
    'a bad date',
    { events: [good, v2Event({ timestamp: '2026-02-30T00:00:00Z' })] },
    invalid('events[1].timestamp: Must be an RFC 3339 date-time.'),
  ],
  ['an element that is no object', { events: [good, 1] }, invalid('events[1]: Must be an object.')],
  ['an element that is null', { events: [null] }, invalid('events[0]: Must be an object.')],
  [
    'more than 100',
    { events: Array(101).fill(good) },
    invalid('events: Must have at most 100 elements.'),
  ],
])('%s: a 400, and nothing of the request is taken', async (_what, body, error) => {
  const { token, json, stream, get, mock } = await serveV2();
  const session = await token();
  const answer = await json(V2_STREAM, body, { authorization: `Bearer ${session}` });
  expect([answer.status, answer.body]).toEqual([400, error]);
  expect(mock.events().data).toEqual([]);
  expect((await get('/v1/billing/meters')).body.data).toEqual([]);
  await stream(session, [good]); // its identifier is still free
  expect(mock.usage().counts).toMatchObject([{ taken: 1, duplicate: 0 }]);
});

test.each<[string, object, string, boolean]>([
  ['an unknown meter', { event_name: 'x' }, 'no_meter', false],
  ['an inactive meter', { event_name: 'old' }, 'archived_meter', true],
  ['no customer key', { payload: { value: '1' } }, 'meter_event_no_customer_defined', true],
  ['no value', { payload: { stripe_customer_id: 'cus_1' } }, 'meter_event_invalid_value', true],
  ['a bad value', { payload: { ...PAYLOAD, value: 'x' } }, 'meter_event_invalid_value', true],
  [
    'too many digits',
    { payload: { ...PAYLOAD, value: '1234567890123456' } },
    'meter_event_value_too_many_digits',
    true,
  ],
  [
    'an unknown customer',
    { payload: { ...PAYLOAD, stripe_customer_id: 'cus_2' } },
    'meter_event_customer_not_found',
    true,
  ],
  ['a time too long ago', { timestamp: '2020-01-01T00:00:00Z' }, 'timestamp_too_far_in_past', true],
  ['a time too far ahead', { timestamp: '2027-01-01T00:00:00Z' }, 'timestamp_in_future', true],
])('%s: 200, kept with its reason, holding nothing', async (_what, changes, code, hasMeter) => {
  const { token, stream, post, v2event, mock } = await serveV2({ strict: true });
  await mock.loadFixtures({ customers: [{ id: 'cus_1' }] });
  await post('/v1/billing/meters', CALLS);
  const { id } = (await post('/v1/billing/meters', CALLS.replace('=calls', '=old'))).body;
  await post(`/v1/billing/meters/${id}/deactivate`);
  const event = v2Event({ event_name: 'calls', identifier: 'a', ...changes });
  const answer = await stream(await token(), [event]);
  expect([answer.status, answer.text]).toEqual([200, '{}']);
  const [kept] = mock.events().data;
  expect(kept).toMatchObject({ identifier: 'a', invalid: code, value: null, source: 'v2_stream' });
  expect(kept?.meter === null).toBe(!hasMeter);
  expect(mock.usage()).toMatchObject({
    data: [],
    counts: [{ taken: 1, invalid: 1, invalid_by_code: { [code]: 1 } }],
  });
  expect((await v2event({ event_name: 'calls', identifier: 'a' })).status).toBe(200);
});

test('drops a duplicate silently, and counts it as a duplicate', async () => {
  const { token, stream, mock } = await serveV2();
  const session = await token();
  await stream(session, [v2Event({ identifier: 'a' })]);
  const twice = await stream(session, [
    v2Event({ identifier: 'a' }),
    v2Event({ identifier: 'b' }),
    v2Event({ identifier: 'b', payload: { ...PAYLOAD, value: '1000' } }),
  ]);
  expect(twice.text).toBe('{}');
  expect(mock.usage()).toMatchObject({
    data: [{ value: '50' }], // of two events with one identifier, the first counts
    counts: [{ taken: 2, duplicate: 2, refused: 0 }],
  });
});

test('v1, v2 and the stream share one set of identifiers', async () => {
  const { token, stream, v2event, event, mock } = await serveV2();
  const session = await token();
  await event(`${EVENT}&identifier=v1`);
  await v2event({ identifier: 'v2' });
  await stream(session, [v2Event({ identifier: 'st' })]);
  for (const identifier of ['v1', 'st']) {
    expect((await v2event({ identifier })).body.error.code).toBe('duplicate_meter_event');
  }
  for (const identifier of ['v2', 'st']) {
    expect((await event(`${EVENT}&identifier=${identifier}`)).body.error.message).toBe(
      `An event already exists with identifier ${identifier}.`,
    );
  }
  await stream(
    session,
    ['v1', 'v2'].map((identifier) => v2Event({ identifier })),
  );
  expect(mock.usage()).toMatchObject({ data: [{ value: '75' }], counts: [{ duplicate: 6 }] });
});

test('events can be filtered by source, and are saved with it', async () => {
  const { token, stream, v2event, event, mock } = await serveV2({ strict: true });
  await mock.loadFixtures({
    meters: [
      { event_name: 'ai_search_api', display_name: 'A', default_aggregation: { formula: 'sum' } },
    ],
    customers: [{ id: 'cus_1' }],
    events: [{ ...v2Event({ identifier: 'fixture' }) }],
  });
  await event(`${EVENT}&identifier=v1`);
  await v2event({ identifier: 'v2' });
  const missing = { ...PAYLOAD, stripe_customer_id: 'cus_9' };
  await v2event({ identifier: 'lost', payload: missing });
  await stream(await token(), [
    v2Event({ identifier: 'st' }),
    v2Event({ identifier: 'x', event_name: 'x' }),
    v2Event({ identifier: 'old', timestamp: '2020-01-01T00:00:00Z' }),
    v2Event({ identifier: 'st2', payload: missing }),
  ]);
  const sources = mock.events().data.map(({ source }) => source);
  expect(sources.reverse()).toEqual(['fixture', 'v1', 'v2', 'v2', ...Array(4).fill('v2_stream')]);
  expect(mock.events({ source: 'v1' }).data).toMatchObject([{ identifier: 'v1' }]);
  const streamed = { source: 'v2_stream', include_invalid: true } as const;
  expect(await mock.waitForEvents({ ...streamed, count: 4, timeout_ms: 0 })).toHaveLength(4);

  const saved = mock.saveFixtures();
  const second = await serveV2({ strict: true });
  await second.mock.loadFixtures({ ...saved, clock: undefined });
  expect(second.mock.saveFixtures()).toEqual(saved);
  expect(second.mock.events().data).toEqual(mock.events().data);
  expect(second.mock.usage().data).toEqual(mock.usage().data);
  expect((await second.v2event({ identifier: 'x' })).status).toBe(200); // not held
  expect((await second.v2event({ identifier: 'lost' })).status).toBe(400); // held, although invalid
});
