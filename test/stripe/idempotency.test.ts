/** docs/stripe/idempotency.md, and how keys and identifiers interact. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Clocks } from '../../src/metering/clocks.ts';
import type { Answer } from '../../src/stripe/answer.ts';
import type { Endpoint } from '../../src/stripe/endpoint.ts';
import type { Exchange } from '../../src/stripe/exchange.ts';
import { Idempotency, KEPT_MS } from '../../src/stripe/idempotency.ts';
import { v1 } from '../../src/stripe/v1/v1-dialect.ts';
import { EVENT, EVENTS, serve } from '../helper.ts';

const keyed = (key: string) => ({ 'Idempotency-Key': key });

test('same key, same body: one event, two equal answers', async () => {
  const { event, mock } = await serve();
  const first = await event(EVENT, keyed('k'));
  const second = await event(EVENT, keyed('k'));
  expect(second.text).toBe(first.text);
  expect(second.headers).toMatchObject({
    'idempotent-replayed': 'true',
    'original-request': first.headers['request-id'],
    'idempotency-key': 'k',
    'stripe-should-retry': 'false',
  });
  expect(second.headers['request-id']).not.toBe(first.headers['request-id']);
  expect(first.headers).not.toHaveProperty('idempotent-replayed');
  expect(mock.events().data).toHaveLength(1);
});

test('parameters are compared after decoding', async () => {
  const { event } = await serve();
  await event('event_name=a&payload[value]=1&payload[x]=a+b', keyed('k'));
  const again = await event('payload%5Bx%5D=a%20b&payload[value]=1&event_name=a', keyed('k'));
  expect(again.headers['idempotent-replayed']).toBe('true');
});

test('same key, other identifier: idempotency_error and no event', async () => {
  const { event, mock } = await serve();
  await event(`${EVENT}&identifier=a`, keyed('k'));
  const answer = await event(`${EVENT}&identifier=b`, keyed('k'));
  expect([answer.status, answer.body.error]).toMatchObject([
    400,
    {
      type: 'idempotency_error',
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'k' if you meant to execute a different request.",
    },
  ]);
  expect(answer.body.error).not.toHaveProperty('code');
  expect(mock.events().data).toHaveLength(1);
});

test('same key, other endpoint: the error names this path and the first', async () => {
  const { event, post } = await serve();
  await event(EVENT, keyed('someidempotencykey'));
  const answer = await post('/v1/customers', '', keyed('someidempotencykey'));
  expect(answer.body.error).toMatchObject({
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('/v1/customers' vs '${EVENTS}'). Try using a key other than 'someidempotencykey' if you meant to execute a different request.`,
  });
});

test('new key, same identifier: the duplicate refusal, itself stored for its key', async () => {
  const { event, mock } = await serve();
  await event(`${EVENT}&identifier=a`, keyed('k1'));
  const refused = await event(`${EVENT}&identifier=a`, keyed('k2'));
  expect(refused.body.error.message).toBe('An event already exists with identifier a.');
  await mock.clock.advance(86_400 - 1);
  const again = await event(`${EVENT}&identifier=a`, keyed('k2'));
  expect([again.text, again.headers['idempotent-replayed']]).toEqual([refused.text, 'true']);
});

test('a retry with the same key gets the lost first answer: one event', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'response_lost' });
  await expect(event(`${EVENT}&identifier=a`, keyed('k'))).rejects.toThrow(
    /socket hang up|ECONNRESET/,
  );
  expect(mock.events().data).toHaveLength(1);
  const retry = await event(`${EVENT}&identifier=a`, keyed('k'));
  expect([retry.status, retry.headers['idempotent-replayed']]).toEqual([200, 'true']);
  expect(mock.events().data).toHaveLength(1);
});

test('twenty concurrent requests with one key: one event, the others 409 or a replay', async () => {
  const { event, mock } = await serve();
  const answers = await Promise.all(Array.from({ length: 20 }, () => event(EVENT, keyed('k'))));
  expect(
    answers.filter(
      ({ status, headers }) => status === 200 && headers['idempotent-replayed'] === undefined,
    ),
  ).toHaveLength(1);
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  expect(mock.events().data).toHaveLength(1);
});

test('a repeat that arrives while the first is running: 409, one compact line', async () => {
  const { event, mock } = await serve();
  mock.faults.arm({ effect: 'delay', delay_ms: 1 });
  const slow = mock.faults.arm({ effect: 'api_error', delay_ms: 50, times: 1 });
  const first = event(EVENT, keyed('k')).then((answer) => answer);
  const fired = async () => mock.faults.list().data.find(({ id }) => id === slow.id)?.fired;
  while ((await fired()) === 0) await new Promise(setImmediate);
  const second = await event(EVENT, keyed('k'));
  expect([second.status, second.text]).toEqual([
    409,
    '{"error":{"code":"idempotency_key_in_use","doc_url":"https://stripe.com/docs/error-codes/idempotency-key-in-use","message":"There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): k. Please try again later.","type":"invalid_request_error"}}',
  ]);
  expect(second.headers).not.toHaveProperty('stripe-should-retry');
  expect((await first).status).toBe(500);
});

test('keys are kept for 24 hours on the clock', async () => {
  const { event, mock } = await serve();
  await event(EVENT, keyed('k'));
  await mock.clock.advance(86_399);
  expect((await event(EVENT, keyed('k'))).headers['idempotent-replayed']).toBe('true');
  await mock.clock.advance(1);
  expect((await event(EVENT, keyed('k'))).headers).not.toHaveProperty('idempotent-replayed');
  expect(mock.events().data).toHaveLength(2);
});

test('keys belong to one account in one mode', async () => {
  const { event } = await serve({ allowLiveKeys: true });
  for (const key of ['sk_test_123', 'sk_live_123', 'sk_test_b_1', 'rk_test_c_1']) {
    const answer = await event(EVENT, { ...keyed('k'), authorization: `Bearer ${key}` });
    expect(answer.headers).not.toHaveProperty('idempotent-replayed');
  }
});

test.each([
  ['', 'Idempotency Key must be a non-empty string.'],
  ['k'.repeat(256), 'Idempotency keys can be at most 255 characters.'],
])('the key %j is refused', async (key, message) => {
  const { event } = await serve();
  const answer = await event(EVENT, keyed(key));
  expect([answer.status, answer.body.error.message]).toEqual([400, message]);
});

test('a key of maximum length is accepted', async () => {
  const { event } = await serve();
  expect((await event(EVENT, keyed('k'.repeat(255)))).status).toBe(200);
});

/** Holds a key's first request in its endpoint while something else happens. */
async function whileUnderWay(
  server: Awaited<ReturnType<typeof serve>>,
  key: string,
  happens: () => unknown,
) {
  const slow = server.mock.faults.arm({ effect: 'api_error_after_recording', delay_ms: 50 });
  const first = server.event(`${EVENT}&identifier=first`, keyed(key)).then((answer) => answer);
  while (server.mock.faults.list().data.find(({ id }) => id === slow.id)?.fired === 0)
    await new Promise(setImmediate);
  await happens();
  return first;
}

test.each([undefined, 'default'])(
  'after a reset of %s during a keyed request, its key is free and its answer is never replayed',
  async (account) => {
    const server = await serve();
    let second: Awaited<ReturnType<typeof server.event>> | undefined;
    const first = await whileUnderWay(server, 'k', async () => {
      server.mock.reset(account === undefined ? {} : { account });
      second = await server.event(`${EVENT}&identifier=second`, keyed('k'));
    });
    expect([first.status, second?.status, second?.headers['idempotent-replayed']]).toEqual([
      500,
      200,
      undefined,
    ]);
    expect((await server.event(`${EVENT}&identifier=second`, keyed('k'))).text).toBe(second?.text);
  },
);

test('compares and shows a form with NUL in it unchanged', async () => {
  const { event, mock } = await serve();
  const form = (end: string) => `event_name=a&payload[value]=1&payload[x]=\0${end}`;
  const first = await event(form('one\0'), keyed('k'));
  const again = await event(form('one\0'), keyed('k'));
  const other = await event(form('two\0'), keyed('k'));
  expect([first.status, again.text, again.headers['idempotent-replayed'], other.status]).toEqual([
    200,
    first.text,
    'true',
    400,
  ]);
  expect(mock.requests().data.map(({ params }) => params)).toMatchObject([
    { payload: { x: '\0two\0' } },
    { payload: { x: '\0one\0' } },
    { payload: { x: '\0one\0' } },
  ]);
  expect(mock.events().data).toMatchObject([{ payload: { x: '\0one\0' } }]);
});

test('replays a stored refusal with its status and body, and counts it as a replay', async () => {
  const { event, mock } = await serve({ strict: true });
  const first = await event(EVENT, keyed('k'));
  const again = await event(EVENT, keyed('k'));
  expect([again.status, again.text, again.headers['idempotent-replayed']]).toEqual([
    400,
    first.text,
    'true',
  ]);
  expect(mock.requests().data.map(({ error, replayed }) => [error, replayed])).toEqual([
    ['No active meter found for event name "ai_search_api".', true],
    ['No active meter found for event name "ai_search_api".', false],
  ]);
});

test('keys of evicted answers count as new, and no key ever gets another key’s answer', () => {
  const time = { now: () => 0, wakeAt: () => {} };
  const clocks = new Clocks({ start: { startMs: 0, frozen: true }, time, run: () => undefined });
  const idempotency: Idempotency = new Idempotency({
    clocks,
    keep: (command) => idempotency.keep(command),
    maxBytes: 2 ** 20,
  });
  const caller = { account: 'a', livemode: false, connectedAccount: undefined };
  const executions: string[] = [];
  const once = (key: string) => {
    const exchange = {
      requestId: 'req_1',
      path: '/v1/x',
      query: '',
      body: key,
      caller,
    } as unknown as Exchange;
    const execute = () => {
      executions.push(key);
      return v1.keys.replay(200, JSON.stringify({ key, filler: 'x'.repeat(key.length * 3000) }));
    };
    const dialect = v1 as unknown as Endpoint['dialect'];
    return JSON.parse(
      (idempotency.once({ exchange, dialect, key, body: null }, execute) as Answer).body,
    ).key as string;
  };
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          key: fc.integer({ min: 1, max: 200 }),
          laterMs: fc.constantFrom(0, 0, 0, 1000, KEPT_MS / 2),
        }),
        { maxLength: 400 },
      ),
      (steps) => {
        for (const { key, laterMs } of steps) {
          clocks.set(undefined, { nowMs: clocks.now() + laterMs, frozen: true, realMs: 0 });
          expect(once(`k${key}`)).toBe(`k${key}`);
        }
      },
    ),
  );
  executions.length = 0;
  for (const key of [
    'new',
    'new',
    ...Array.from({ length: 500 }, (_key, at) => `filler-${at}`),
    'new',
  ])
    once(key);
  expect(executions.filter((key) => key === 'new')).toHaveLength(2);
});
