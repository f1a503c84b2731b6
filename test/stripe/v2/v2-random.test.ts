/** Random bodies cause no 5xx and no hang, and a refusal leaves no trace in the state. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../src/metering/random.ts';
import { v2MeterEventAdjustmentEndpoints } from '../../../src/resources/v2/v2-meter-event-adjustments.ts';
import { v2MeterEventSessionEndpoints } from '../../../src/resources/v2/v2-meter-event-sessions.ts';
import { v2MeterEventStreamEndpoints } from '../../../src/resources/v2/v2-meter-event-stream.ts';
import { v2MeterEventEndpoints } from '../../../src/resources/v2/v2-meter-events.ts';
import type { Answer } from '../../../src/stripe/answer.ts';
import type { Exchange } from '../../../src/stripe/exchange.ts';
import { run } from '../../../src/stripe/pipeline.ts';
import { codePoint } from '../../code-points.ts';
import { stateOf } from '../../metering/engine-of.ts';
import { runs } from '../../runs.ts';
import {
  serveV2,
  V2_ADJUSTMENTS,
  V2_EVENTS,
  V2_SESSION,
  V2_STREAM,
  VERSION,
} from '../../v2-helper.ts';

const PATHS = [V2_EVENTS, V2_ADJUSTMENTS, V2_SESSION, V2_STREAM];

/** Names and values that the endpoints know, used often enough to reach deep code. */
const name = fc.constantFrom(
  ...['event_name', 'payload', 'identifier', 'timestamp', 'events', 'type', 'cancel'],
  ...['stripe_customer_id', 'value', '__proto__', 'constructor', '10', ''],
);
const leaf = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom(
    'cancel',
    'cus_1',
    'a',
    '1',
    '-0.5',
    '2026-01-31T12:00:00Z',
    '2026-02-30T00:00:00Z',
  ),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, leaf, tie('hash'), tie('list')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  hash: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
}));
const event = fc.record(
  {
    event_name: fc.oneof(fc.constantFrom('a', 'b'), leaf),
    payload: fc.oneof(
      fc.record({ stripe_customer_id: fc.constant('cus_1'), value: fc.constantFrom('1', 'x') }),
      anything,
    ),
    identifier: leaf,
    timestamp: leaf,
    extra: anything,
  },
  { requiredKeys: [] },
);
const adjustment = fc.record({ event_name: leaf, type: leaf, cancel: anything });
const shaped = fc
  .oneof(event, fc.record({ events: fc.array(event, { maxLength: 4 }) }), adjustment, anything)
  .map((value) => JSON.stringify(value));
/** Sometimes removes or inserts a piece. */
const bodies = fc.oneof(
  { weight: 4, arbitrary: shaped },
  {
    weight: 1,
    arbitrary: fc
      .tuple(shaped, fc.nat(), fc.nat(3), fc.string({ maxLength: 3, unit: codePoint }))
      .map(([text, at, cut, junk]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + junk + text.slice(start + cut);
      }),
  },
);

/** Bodies made from a thousand: unchanged, or the beginning of one with the end of another. */
function* manyBodies(count: number): Generator<string> {
  const random = new Random(1);
  const pool = fc.sample(bodies, { numRuns: 1000, seed: 1 });
  const draw = (below: number) => Math.abs(random.int32()) % below;
  const pick = () => pool[draw(pool.length)] as string;
  for (let i = 0; i < count; i++) {
    const [body, other] = [pick(), pick()];
    const isWhole = random.chance(0.6);
    yield isWhole
      ? body
      : body.slice(0, draw(body.length + 1)) + other.slice(draw(other.length + 1));
  }
}

/** The four endpoints with a complete state, without HTTP. */
function inProcess() {
  const state = stateOf({ retain: 10 });
  const { engine, ids, sessions, submit, clocks, faults, idempotency } = state;
  const resources = { engine, ids, sessions, submit, sessionSeconds: 900 };
  const all = { ...resources, sessionExpiredStatus: 401 } as const;
  const endpoints = [
    ...v2MeterEventEndpoints(all),
    ...v2MeterEventAdjustmentEndpoints(all),
    ...v2MeterEventSessionEndpoints(all),
    ...v2MeterEventStreamEndpoints(all),
  ];
  const session = {
    id: 'mes_1',
    token: 'token_1',
    account: { account: 'default', livemode: false },
    connectedAccount: undefined,
    createdMs: 0,
    expiresMs: Number.MAX_SAFE_INTEGER,
  };
  state.apply({ kind: 'create_session', atMs: 0, sharedMs: 0, session });
  const options = { clocks, ids, faults, idempotency, submit, readFaultHeader: undefined };
  const send = (path: string, body: string) => {
    const endpoint = endpoints.find((each) => each.path === path)!;
    const exchange = {
      ...{ requestId: 'req_v2', method: 'POST', path, query: '', body, bodyType: 'json' },
      ...{ rawHeaders: [], idempotencyKey: undefined, version: VERSION, caller: undefined },
    } as unknown as Exchange;
    const authorization = `Bearer ${path === V2_STREAM ? 'token_1' : 'sk_test_1'}`;
    const who = { authorization, stripeAccount: undefined, stripeContext: undefined };
    const pathParams = {};
    const incoming = { exchange, endpoint, pathParams, mockFault: undefined, ...who };
    return run({ ...incoming, allowLiveKeys: false }, options) as Answer;
  };
  return { send, engine };
}

test('100,000 bodies in CI, a fifth elsewhere, each give a 200, or a refusal without a trace', () => {
  const { send, engine } = inProcess();
  const account = { account: 'default', livemode: false };
  const seen = () => {
    const { meters, counts } = engine.account(account);
    return `${engine.nextSequence} ${meters.size} ${counts.taken} ${counts.cancelled}`;
  };
  const statuses = new Map<number, number>();
  let at = 0;
  for (const body of manyBodies(runs(100_000))) {
    const before = seen();
    const { status } = send(PATHS[at++ % PATHS.length] as string, body);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status !== 200 && seen() !== before) throw new Error(`a trace of ${body}`);
  }
  expect([...statuses.keys()].sort()).toEqual([200, 400]);
  expect(statuses.get(200)).toBeGreaterThan(100); // some are accepted
  expect(statuses.get(400)).toBeGreaterThan(1000);
});

test('a few hundred bodies over HTTP give the same', async () => {
  const { json, token, mock } = await serveV2();
  const authorization = `Bearer ${await token()}`;
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom(...PATHS), async (body, path) => {
      const { status } = await json(path, body, path === V2_STREAM ? { authorization } : {});
      return status === 200 || status === 400;
    }),
    { numRuns: runs(300), endOnFailure: true },
  );
  expect(mock.requests({ limit: 1 }).data).toHaveLength(1);
});
