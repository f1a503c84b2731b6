/**
 * Every fault on v2, in v2's form (docs/stripe/v2.md#errors, docs/stripe/v2.md#meter-event-errors).
 */
import { expect, test } from 'vitest';
import type { FaultBody } from '../../../src/documents/fault-document.ts';
import { EVENT } from '../../helper.ts';
import { PAYLOAD, serveV2, V2_EVENTS, V2_STREAM, v2Event } from '../../v2-helper.ts';

const keyed = { 'idempotency-key': 'k' };
const MISMATCH =
  'Idempotency keys can only be reused with the same parameters they were first used with.';

test.each<[FaultBody, number, string, Record<string, string | undefined>]>([
  [
    { effect: 'rate_limit' },
    429,
    '{"error":{"code":"account_rate_limit_exceeded","message":"Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. You can learn more about rate limits here https://stripe.com/docs/rate-limits.","type":"rate_limit"}}',
    { 'stripe-rate-limited-reason': 'endpoint-rate', 'stripe-should-retry': undefined },
  ],
  [
    { effect: 'idempotency_key_in_use' },
    409,
    JSON.stringify({ error: { code: 'idempotency_error', message: MISMATCH } }),
    { 'stripe-should-retry': undefined },
  ],
  [
    { effect: 'idempotency_error' },
    409,
    JSON.stringify({ error: { code: 'idempotency_error', message: MISMATCH } }),
    {},
  ],
  [
    { effect: 'too_many_concurrent_requests' },
    409,
    '{"error":{"code":"too_many_concurrent_requests","message":"Cannot create multiple usage events for the same customer, meter concurrently."}}',
    { 'stripe-should-retry': undefined },
  ],
  [
    { effect: 'api_error' },
    500,
    '{"error":{"code":"api_error","message":"An unknown error occurred"}}',
    { 'stripe-should-retry': undefined },
  ],
  [{ effect: 'respond', status: 418, body: { a: 1 } }, 418, '{"a":1}', {}],
])('$effect: nothing counted, and a retry counts once', async (fault, status, text, headers) => {
  const { v2event, mock } = await serveV2();
  mock.faults.arm(fault);
  const answer = await v2event({}, keyed);
  expect([answer.status, answer.text]).toEqual([status, text]);
  for (const [name, value] of Object.entries(headers)) expect(answer.headers[name]).toBe(value);
  expect(mock.events().data).toEqual([]);
  expect((await v2event({}, keyed)).status).toBe(200);
  expect(mock.events().data).toHaveLength(1);
});

test('lock_timeout asks the client to retry', async () => {
  const { v2event, mock } = await serveV2();
  mock.faults.arm({ effect: 'lock_timeout' });
  const answer = await v2event();
  expect([answer.status, answer.body.error.code, answer.headers['stripe-should-retry']]).toEqual([
    429,
    'lock_timeout',
    'true',
  ]);
  expect(answer.body.error).not.toHaveProperty('type');
});

test('api_error_after_recording: the retry gets the success; the event counts once', async () => {
  const { v2event, mock } = await serveV2();
  mock.faults.arm({ effect: 'api_error_after_recording' });
  expect((await v2event({ identifier: 'a' }, keyed)).status).toBe(500);
  expect(mock.events().data).toHaveLength(1);
  const retry = await v2event({ identifier: 'a' }, keyed);
  expect([retry.status, retry.body.identifier]).toEqual([200, 'a']);
  expect(retry.headers['idempotent-replayed']).toBe('true');
  expect(mock.usage().counts).toMatchObject([{ taken: 1, duplicate: 0 }]);
  expect((await v2event({ identifier: 'a' })).body.error.code).toBe('duplicate_meter_event');
});

test('api_error_after_recording works on the stream', async () => {
  const { token, stream, mock } = await serveV2();
  const session = await token();
  mock.faults.arm({ effect: 'api_error_after_recording' });
  expect((await stream(session, [v2Event()], keyed)).status).toBe(500);
  expect((await stream(session, [v2Event()], keyed)).text).toBe('{}');
  expect(mock.usage().counts).toMatchObject([{ taken: 1 }]);
});

test('success_without_recording: a 200 for an event, and for a batch, that was not kept', async () => {
  const { v2event, token, stream, json, mock } = await serveV2();
  const session = await token();
  mock.faults.arm({ effect: 'success_without_recording', times: 2 });
  expect((await v2event({ identifier: 'a' })).body.identifier).toBe('a');
  expect((await stream(session, [v2Event()])).text).toBe('{}');
  expect(mock.events().data).toEqual([]);
  expect((await json('/v2/billing/meter_event_session')).status).toBe(200);
  expect((await v2event({ identifier: 'a' })).status).toBe(200);
});

test('success_without_recording still refuses invalid requests', async () => {
  const { v2event, mock } = await serveV2();
  await v2event({ identifier: 'a' });
  mock.faults.arm({ effect: 'success_without_recording', times: null });
  expect((await v2event({ identifier: 'a' })).body.error.code).toBe('duplicate_meter_event');
  expect((await v2event({ payload: {} })).body.error.code).toBe('payload_no_customer_defined');
});

test('session_expired fires only for the stream, with the configured status', async () => {
  const { token, stream, v2event, mock } = await serveV2({ sessionExpiredStatus: 400 });
  const session = await token();
  mock.faults.arm({ effect: 'session_expired' });
  expect((await v2event()).status).toBe(200);
  const answer = await stream(session, [v2Event()]);
  expect([answer.status, answer.body.error.code]).toEqual([
    400,
    'billing_meter_event_session_expired',
  ]);
  expect((await stream(session, [v2Event()])).status).toBe(200);
});

test.each<[string, object]>([
  ['event_name', { event_name: 'b' }],
  ['customer', { customer: 'cus_b' }],
  ['identifier', { identifier: 'b' }],
  ['all three', { event_name: 'b', customer: 'cus_b', identifier: 'b' }],
  ['account', { account: 'default', path: V2_STREAM, method: 'POST' }],
])('a fault by %s matches a stream request with one such event', async (_by, match) => {
  const { token, stream, mock } = await serveV2();
  const session = await token();
  mock.faults.arm({ effect: 'rate_limit', match });
  const b = { event_name: 'b', payload: { ...PAYLOAD, stripe_customer_id: 'cus_b' } };
  const batch = [v2Event({ identifier: 'a' }), { ...b, identifier: 'b' }];
  expect((await stream(session, batch)).status).toBe(429);
  expect(mock.events().data).toEqual([]);
});

test('a fault does not fire if no single event of a request matches all its fields', async () => {
  const { token, stream, mock } = await serveV2();
  mock.faults.arm({ effect: 'rate_limit', match: { event_name: 'b', identifier: 'a' } });
  const batch = [v2Event({ identifier: 'a' }), v2Event({ event_name: 'b', identifier: 'b' })];
  expect((await stream(await token(), batch)).status).toBe(200);
});

test('a malformed batch matches faults by path, and by the events that can be read', async () => {
  const { token, json, mock } = await serveV2();
  const authorization = `Bearer ${await token()}`;
  mock.faults.arm({ effect: 'rate_limit', match: { identifier: 'a' } });
  mock.faults.arm({ effect: 'rate_limit', match: { path: '/v2/*' } });
  const send = (body: object) => json(V2_STREAM, body, { authorization });
  expect((await send({ events: [1, null, { identifier: 'a' }] })).status).toBe(429);
  expect((await send({ events: 'x' })).status).toBe(429);
});

test.each(['too_many_concurrent_requests', 'session_expired'] as const)(
  '%s can be neither armed nor requested for a path that it never fires for',
  async (effect) => {
    const { control, event, mock } = await serveV2();
    const path = effect === 'session_expired' ? V2_STREAM : V2_EVENTS;
    const refused = await control('post', '/faults', { effect, match: { path: '/v1/*' } });
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      `match.path: ${effect} only fires for ${path}.`,
    ]);
    const asked = await event(EVENT, { 'mock-fault': effect });
    expect([asked.status, asked.body.error.message]).toEqual([
      400,
      `stripe-meter-mock cannot read the Mock-Fault header: ${effect} only fires for ${path}`,
    ]);
    mock.faults.arm({ effect, match: { path: '/v2/*' } });
    expect((await event()).status).toBe(200);
  },
);

test('idempotency_error on v1 has v1’s form', async () => {
  const { event, mock } = await serveV2();
  mock.faults.arm({ effect: 'idempotency_error' });
  const answer = await event(EVENT, keyed);
  expect([answer.status, answer.body.error.type]).toEqual([400, 'idempotency_error']);
  expect(answer.body.error.message).toContain("Try using a key other than 'k'");
  expect((await event(EVENT, keyed)).status).toBe(200);
});

test('Mock-Fault works for one v2 request too', async () => {
  const { v2event } = await serveV2();
  expect((await v2event({}, { 'mock-fault': 'rate_limit' })).status).toBe(429);
  expect((await v2event({}, { 'mock-fault': 'nope' })).body.error.type).toBe(
    'invalid_request_error',
  );
});
