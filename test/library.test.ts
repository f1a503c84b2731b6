/** The library, as a test run uses it in its own process. */
import { spawnSync } from 'node:child_process';
import Stripe from 'stripe';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import {
  connectMeterMock,
  type MeterMock,
  OptionsError,
  startMeterMock,
  VERSION,
  WaitTimeoutError,
} from '../src/index.ts';
import setup from '../src/vitest.ts';

const EVENT = { event_name: 'calls', payload: { stripe_customer_id: 'cus_1', value: '2' } };

test('starts on a free port, answers an SDK, and shows what it was sent', async () => {
  await using mock = await startMeterMock();
  const stripe = new Stripe('sk_test_123', mock.clientOptions);
  const waiting = mock.waitForEvents({ count: 2, customer: 'cus_1' });
  await stripe.billing.meterEvents.create({ ...EVENT, identifier: 'a' });
  await stripe.billing.meterEvents.create({ ...EVENT, identifier: 'b' });
  expect((await waiting).map(({ identifier }) => identifier)).toEqual(['b', 'a']);
  expect(mock.usage().data).toMatchObject([{ customer: 'cus_1', value: '4' }]);
  expect(mock.requests().data).toHaveLength(2);
});

test('its handle has the members of its type, and no others', async () => {
  type Member<T> = T extends (...args: never) => unknown
    ? 'function'
    : T extends string
      ? 'string'
      : T extends number
        ? 'number'
        : Members<T>;
  type Members<T> = { readonly [Name in keyof T]-?: Member<T[Name]> };
  const members = {
    url: 'string',
    clientOptions: { host: 'string', port: 'number', protocol: 'string' },
    events: 'function',
    requests: 'function',
    usage: 'function',
    waitForEvents: 'function',
    reset: 'function',
    clock: { state: 'function', move: 'function', advance: 'function' },
    faults: { arm: 'function', list: 'function', remove: 'function', clear: 'function' },
    deliveries: {
      list: 'function',
      wait: 'function',
      redeliver: 'function',
      hold: 'function',
      release: 'function',
    },
    webhooks: { collect: 'function' },
    errorReports: { raise: 'function' },
    loadFixtures: 'function',
    saveFixtures: 'function',
    saveState: 'function',
    close: 'function',
    [Symbol.asyncDispose]: 'function',
  } satisfies Members<MeterMock>;
  await using mock = await startMeterMock();
  const shown = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? typeof value
      : Object.fromEntries(
          Reflect.ownKeys(value).map((name) => [name, shown(value[name as keyof typeof value])]),
        );
  expect(shown(mock)).toEqual(members);
});

test('a wait that times out throws an error with the details', async () => {
  await using mock = await startMeterMock();
  const error = await mock
    .waitForEvents({ count: 2, event_name: 'x', timeout_ms: 1 })
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(WaitTimeoutError);
  expect(error).toMatchObject({
    message:
      'Waited for 2 meter events with event_name "x", but 0 arrived: 2 missing. No request has come since the start or the last reset.',
    matched: 0,
    events: [],
  });
});

test('a reset during a wait restarts the count', async () => {
  await using mock = await startMeterMock();
  const stripe = new Stripe('sk_test_123', mock.clientOptions);
  await stripe.billing.meterEvents.create(EVENT);
  const waiting = mock.waitForEvents({ count: 2 });
  mock.reset();
  await stripe.billing.meterEvents.create({ ...EVENT, identifier: 'a' });
  await stripe.billing.meterEvents.create({ ...EVENT, identifier: 'b' });
  expect((await waiting).map(({ identifier }) => identifier)).toEqual(['b', 'a']);
});

test('a wait with enough events before a reset keeps them; errors name the filters', async () => {
  await using mock = await startMeterMock();
  await new Stripe('sk_test_123', mock.clientOptions).billing.meterEvents.create({
    ...EVENT,
    identifier: 'a',
  });
  const waiting = mock.waitForEvents({ customer: 'cus_1', event_name: undefined });
  const more = mock
    .waitForEvents({ count: 2, customer: 'cus_1', event_name: undefined, timeout_ms: 1 })
    .catch((error: unknown) => error);
  mock.reset();
  expect(await waiting).toMatchObject([{ identifier: 'a' }]);
  expect(await more).toMatchObject({
    message:
      'Waited for 2 meter events with customer "cus_1", but 0 arrived: 2 missing. No request has come since the start or the last reset.',
  });
});

test('a wait ends even with fake timers', async () => {
  await using mock = await startMeterMock();
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  await expect(mock.waitForEvents({ timeout_ms: 1 })).rejects.toThrow(WaitTimeoutError);
});

test('several can run in one process, and closing twice is allowed', async () => {
  const mocks = await Promise.all([startMeterMock(), startMeterMock(), startMeterMock()]);
  expect(new Set(mocks.map(({ url }) => url)).size).toBe(3);
  for (const mock of mocks) await Promise.all([mock.close(), mock.close()]);
  await mocks[0]?.close();
  await expect(fetch(mocks[0]?.url as string)).rejects.toThrow();
});

test('answers even with fake timers', async () => {
  await using mock = await startMeterMock();
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const answers = [1, 2].map(() =>
    fetch(`${mock.url}/v1/billing/meters`, { headers: { authorization: 'Bearer sk_test_1' } }),
  );
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
});

test('fake timers move its clock, and an identifier is free a day later', async () => {
  await using mock = await startMeterMock();
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const stripe = new Stripe('sk_test_1', { ...mock.clientOptions, maxNetworkRetries: 0 });
  const send = () =>
    stripe.billing.meterEvents
      .create({ ...EVENT, identifier: 'a' })
      .catch(({ message }) => message);
  await send();
  expect(await send()).toBe('An event already exists with identifier a.');
  await vi.advanceTimersByTimeAsync(25 * 3_600_000);
  expect(await send()).toMatchObject({ identifier: 'a' });
});

test('an error names the wrong option', async () => {
  await expect(startMeterMock({ retain: -1 })).rejects.toThrow(
    'retain is -1; it must be a whole number from 0 to 10000000.',
  );
  await expect(startMeterMock({ colour: 'red' } as never)).rejects.toThrow(OptionsError);
});

test('a port in use rejects with Node’s own error', async () => {
  await using mock = await startMeterMock();
  await expect(startMeterMock({ port: mock.clientOptions.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('prints nothing and does not keep the process alive, even if it is not closed', () => {
  const script = `import { startMeterMock } from './dist/index.js'; const mock = await startMeterMock();
    await fetch(mock.url + '/v1/billing/meter_events', { method: 'POST', body: new URLSearchParams({ event_name: 'a', 'payload[value]': '1' }), headers: { authorization: 'Bearer sk_test_1' } });
    process.exitCode = mock.events().data.length === 1 ? 0 : 3;`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 15_000,
  });
  expect([ended.status, ended.stdout, ended.stderr]).toEqual([0, '', '']);
});

test('a close ends a wait at once, and a pending delay does not keep the process alive', async () => {
  const mock = await startMeterMock();
  const waiting = mock.waitForEvents({ timeout_ms: 600_000 }).catch((error) => error);
  await mock.close();
  expect(await waiting).toBeInstanceOf(WaitTimeoutError);
  const script = `import { startMeterMock } from './dist/index.js'; const mock = await startMeterMock(); mock.faults.arm({ effect: 'delay', delay_ms: 600000 });
    const gone = new AbortController(); const sent = fetch(mock.url + '/v1/customers', { headers: { authorization: 'Bearer sk_test_1' }, signal: gone.signal }).catch(() => {});
    while (mock.faults.list().data[0].fired === 0) await new Promise(setImmediate); gone.abort(); await sent; await mock.close();`;
  expect(
    spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 15_000,
    }),
  ).toMatchObject({ status: 0, stderr: '' });
});

test('a mock on IPv6 has a host that clients understand', async () => {
  await using mock = await startMeterMock({ host: '::1' });
  expect(mock.clientOptions.host).toBe('::1');
  await new Stripe('sk_test_123', mock.clientOptions).billing.meterEvents.create(EVENT);
  expect(mock.events().data).toHaveLength(1);
});

test('connectMeterMock says what is wrong with its account or its server', async () => {
  expect(() => connectMeterMock('http://127.0.0.1:1', { account: 'my_team' })).toThrow(
    /letters and digits.*"my_team"/,
  );
  await expect(connectMeterMock('http://127.0.0.1:1/').events()).rejects.toThrow(
    'No stripe-meter-mock answers at http://127.0.0.1:1/.',
  );
});

test('connectMeterMock gives each caller a new account on one server', async () => {
  await using mock = await startMeterMock();
  const [one, two] = [connectMeterMock(mock.url), connectMeterMock(mock.url)];
  for (const each of [one, two])
    await new Stripe(each.key, each.clientOptions).billing.meterEvents.create({
      ...EVENT,
      identifier: 'same',
    });
  expect((await one.waitForEvents()).map(({ account }) => account)).toEqual([one.account]);
  await expect(one.waitForEvents({ count: 2, timeout_ms: 1 })).rejects.toThrow(WaitTimeoutError);
  await one.faults.arm({ effect: 'rate_limit', times: null });
  await expect(
    new Stripe(one.key, { ...one.clientOptions, maxNetworkRetries: 0 }).billing.meterEvents.create(
      EVENT,
    ),
  ).rejects.toThrow(/rate limit/);
  await new Stripe(two.key, two.clientOptions).billing.meterEvents.create(EVENT);
  await one.reset();
  expect([(await one.events()).data.length, (await two.events()).data.length]).toEqual([0, 2]);
  expect([
    (await one.requests({ status: 429 })).data.length,
    (await two.usage()).data[0]?.value,
  ]).toEqual([0, '4']);
  expect((await two.clock.advance(60)).ahead_seconds).toBeGreaterThanOrEqual(59);
  await expect(two.clock.move({ now: 1 })).rejects.toThrow(/only moves forward/);
});

test('connectMeterMock sends a control token', async () => {
  await using mock = await startMeterMock({ controlToken: 'long-enough' });
  expect(
    (await connectMeterMock(mock.url, { token: 'long-enough', account: 'a' }).events()).data,
  ).toEqual([]);
  await expect(connectMeterMock(mock.url).events()).rejects.toThrow(/--control-token/);
});

test('stripe-meter-mock/vitest is a global setup that provides the URL', async () => {
  const provided: Record<string, string> = {};
  const teardown = await setup({ provide: (name, value) => void (provided[name] = value) });
  onTestFinished(teardown);
  const mock = connectMeterMock(provided['meterMockUrl'] as string);
  await new Stripe(mock.key, mock.clientOptions).billing.meterEvents.create(EVENT);
  expect(await mock.waitForEvents()).toHaveLength(1);
});

test('this test run uses it: inject returns its URL', async () => {
  const mock = connectMeterMock(inject('meterMockUrl'));
  await new Stripe(mock.key, mock.clientOptions).billing.meterEvents.create(EVENT);
  expect((await mock.events()).data).toHaveLength(1);
});

test('the version is the package’s', () => {
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+$/);
});

test('waits see only kept events', async () => {
  await using mock = await startMeterMock({ retain: 0 });
  const waiting = mock.waitForEvents({ timeout_ms: 50 }).catch((error: unknown) => error);
  const headers = {
    authorization: 'Bearer sk_test_123',
    'content-type': 'application/x-www-form-urlencoded',
  };
  await fetch(`${mock.url}/v1/billing/meter_events`, {
    method: 'POST',
    headers,
    body: 'event_name=a&payload[value]=1',
  });
  expect(await waiting).toMatchObject({ name: 'WaitTimeoutError', matched: 0 });
});
