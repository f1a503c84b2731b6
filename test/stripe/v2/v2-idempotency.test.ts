/** docs/stripe/idempotency.md#v2-keys. */
import { expect, test } from 'vitest';
import { EVENT } from '../../helper.ts';
import {
  PAYLOAD,
  serveV2,
  V2_ADJUSTMENTS,
  V2_EVENTS,
  V2_SESSION,
  V2_STREAM,
  v2Event,
} from '../../v2-helper.ts';

const keyed = (key = 'k') => ({ 'idempotency-key': key });
const DAY = 86_400;
const MISMATCH = {
  error: {
    code: 'idempotency_error',
    message:
      'Idempotency keys can only be reused with the same parameters they were first used with.',
  },
};

test('same key, same body: one event, two equal answers', async () => {
  const { v2event, mock } = await serveV2();
  const first = await v2event({}, keyed());
  const second = await v2event({}, keyed());
  expect([second.status, second.text]).toEqual([200, first.text]);
  expect(second.headers).toMatchObject({ 'idempotent-replayed': 'true', 'idempotency-key': 'k' });
  expect(second.headers['request-id']).not.toBe(first.headers['request-id']);
  expect(first.headers).not.toHaveProperty('idempotent-replayed');
  expect(mock.usage().counts).toMatchObject([{ taken: 1, replayed: 1 }]);
});

test('compares bodies after parsing, so order and notation do not matter', async () => {
  const { json } = await serveV2();
  await json(
    V2_EVENTS,
    '{"event_name":"e","payload":{"stripe_customer_id":"c","value":"1"}}',
    keyed(),
  );
  const again = await json(
    V2_EVENTS,
    '{ "payload": {"value":"\\u0031", "stripe_customer_id":"c"}, "event_name":"e" }',
    keyed(),
  );
  expect(again.headers['idempotent-replayed']).toBe('true');
});

test.each([
  ['another value', { payload: { ...PAYLOAD, value: '26' } }],
  ['an identifier more', { identifier: 'a' }],
  ['texts that only run together alike', { payload: { stripe_customer_id: 'cus_12', value: '5' } }],
])('%s under a used key: 409, and no event', async (_what, changes) => {
  const { v2event, mock } = await serveV2();
  await v2event({}, keyed());
  const answer = await v2event(changes, keyed());
  expect([answer.status, answer.text]).toEqual([409, JSON.stringify(MISMATCH)]);
  expect(answer.headers).not.toHaveProperty('stripe-should-retry');
  expect(mock.events().data).toHaveLength(1);
});

test('a failed request runs again', async () => {
  const { v2event, mock } = await serveV2({ strict: true });
  const refused = await v2event({}, keyed());
  expect(refused.body.error.code).toBe('no_meter');
  await mock.loadFixtures({
    meters: [
      { event_name: 'ai_search_api', display_name: 'A', default_aggregation: { formula: 'sum' } },
    ],
  });
  const again = await v2event({}, keyed());
  expect(again.status).toBe(200);
  expect(again.headers).not.toHaveProperty('idempotent-replayed');
  expect((await v2event({ foo: 1 }, keyed('k2'))).status).toBe(400);
  // other parameters are allowed, since it never succeeded
  expect((await v2event({}, keyed('k2'))).status).toBe(200);
});

test('keys are kept for 30 days on the account’s clock', async () => {
  const { v2event, mock } = await serveV2();
  await v2event({}, keyed());
  await mock.clock.advance(30 * DAY - 1);
  expect((await v2event({}, keyed())).headers['idempotent-replayed']).toBe('true');
  await mock.clock.advance(1);
  expect((await v2event({}, keyed())).headers).not.toHaveProperty('idempotent-replayed');
  expect(mock.usage().counts).toMatchObject([{ taken: 2 }]);
});

test('keys follow the account’s own clock', async () => {
  const { v2event, mock } = await serveV2();
  const mine = { ...keyed(), authorization: 'Bearer sk_test_mine_1' };
  await mock.clock.advance(1, { account: 'mine' });
  await v2event({}, mine);
  await v2event({}, keyed());
  await mock.clock.advance(30 * DAY, { account: 'mine' });
  expect((await v2event({}, mine)).headers).not.toHaveProperty('idempotent-replayed');
  expect((await v2event({}, keyed())).headers['idempotent-replayed']).toBe('true');
});

test('the same key on another route, on v1 and in another account is a new request', async () => {
  const { v2event, event, json, mock } = await serveV2();
  const first = await v2event({ identifier: 'a' }, keyed());
  const cancel = { event_name: 'ai_search_api', type: 'cancel', cancel: { identifier: 'a' } };
  const others = [
    await json(V2_ADJUSTMENTS, cancel, keyed()),
    await json(V2_SESSION, {}, keyed()),
    await event(EVENT, keyed()),
    await v2event({}, { ...keyed(), authorization: 'Bearer sk_test_b_1' }),
  ];
  for (const { status, headers } of others) {
    expect([status, headers['idempotent-replayed']]).toEqual([200, undefined]);
  }
  expect((await v2event({ identifier: 'a' }, keyed())).text).toBe(first.text);
  mock.reset({ account: 'default' });
  expect((await v2event({ identifier: 'a' }, keyed())).headers).not.toHaveProperty(
    'idempotent-replayed',
  );
});

test('a request in progress gives the same 409, even with the same parameters', async () => {
  const { v2event, mock } = await serveV2();
  mock.faults.arm({ effect: 'api_error', delay_ms: 100, match: { identifier: 'a' } });
  const first = v2event({ identifier: 'a' }, keyed()).then((answer) => answer);
  while (mock.faults.list().data[0]?.fired === 0) await new Promise(setImmediate);
  const [repeat, other] = await Promise.all([
    v2event({ identifier: 'a' }, keyed()),
    v2event({ identifier: 'b' }, keyed()),
  ]);
  expect([repeat.status, repeat.body]).toEqual([409, MISMATCH]);
  expect([other.status, other.body]).toEqual([409, MISMATCH]);
  expect((await first).status).toBe(500);
  expect((await v2event({ identifier: 'a' }, keyed())).status).toBe(200);
});

test('refuses an empty key and one that is too long', async () => {
  const { v2event, mock } = await serveV2();
  for (const key of ['', 'x'.repeat(256)]) {
    expect([(await v2event({}, keyed(key))).body.error.code]).toEqual(['invalid_idempotency_key']);
  }
  expect((await v2event({}, keyed('x'.repeat(255)))).status).toBe(200);
  expect(mock.events().data).toHaveLength(1);
});

test('replays a session while it is valid, then creates a new one', async () => {
  const { json, mock } = await serveV2();
  const first = await json(V2_SESSION, {}, keyed());
  await mock.clock.advance(899);
  expect((await json(V2_SESSION, {}, keyed())).text).toBe(first.text);
  await mock.clock.advance(1);
  const later = await json(V2_SESSION, {}, keyed());
  expect(later.body.authentication_token).not.toBe(first.body.authentication_token);
  expect(later.headers).not.toHaveProperty('idempotent-replayed');
});

test('replays a stream request, and refuses a different batch', async () => {
  const { token, stream, mock } = await serveV2();
  const session = await token();
  await stream(session, [v2Event()], keyed());
  const again = await stream(session, [v2Event()], keyed());
  expect([again.text, again.headers['idempotent-replayed']]).toEqual(['{}', 'true']);
  expect((await stream(session, [v2Event(), v2Event()], keyed())).status).toBe(409);
  expect(mock.usage().counts).toMatchObject([{ taken: 1 }]);
});

test('replays the lost answer of a batch', async () => {
  const { token, stream, mock } = await serveV2();
  const session = await token();
  mock.faults.arm({ effect: 'response_lost', match: { path: V2_STREAM } });
  const lost = Promise.resolve(stream(session, [v2Event(), v2Event()], keyed()));
  await expect(lost).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect((await stream(session, [v2Event(), v2Event()], keyed())).status).toBe(200);
  expect(mock.usage().counts).toMatchObject([{ taken: 2 }]);
});
