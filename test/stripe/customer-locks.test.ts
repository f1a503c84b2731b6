/** `--lock-customers`: one call at a time for each customer and meter. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { endpointsOf } from '../../src/app.ts';
import { readOptions } from '../../src/options.ts';
import { CustomerLocks } from '../../src/stripe/customer-locks.ts';
import type { Call, Endpoint } from '../../src/stripe/endpoint.ts';
import { EVENT, KEY, serve } from '../helper.ts';
import { stateOf } from '../metering/engine-of.ts';
import { VERSION } from '../v2-helper.ts';

const statuses = async (calls: Promise<{ status: number }>[]) =>
  (await Promise.all(calls)).map(({ status }) => status).sort();

test('a call holds its customer and meter until it is done', async () => {
  const released: (() => void)[] = [];
  const locks = new CustomerLocks(
    () => 'who',
    () => new Promise<void>((resolve) => void released.push(resolve)),
  );
  const [create] = endpointsOf(stateOf(), readOptions({}));
  const { act } = locks.around({ ...(create as Endpoint), act: () => 'done' });
  const call = (name: string, who: string, account = 'a') =>
    act({ event_name: name, payload: new Map([['who', who]]) }, {
      caller: { account, livemode: false },
    } as Call);
  const first = call('m', 'cus_1');
  expect(call('m', 'cus_1')).toMatchObject({ status: 429 });
  const others = [call('m', 'cus_2'), call('n', 'cus_1'), call('m', 'cus_1', 'b')];
  await setImmediate();
  for (const release of released) release();
  expect(await Promise.all([first, ...others])).toEqual(['done', 'done', 'done', 'done']);
  expect(call('m', 'cus_1')).toBeInstanceOf(Promise);
});

test('a concurrent call gets a lock timeout, a later one does not', async () => {
  const { event } = await serve({ lockCustomers: true });
  const calls = [1, 2].map((id) => event(`${EVENT}&identifier=${id}`).then((done) => done));
  const answers = await Promise.all(calls);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body.error.code).toBe('lock_timeout');
  expect((await event()).status).toBe(200);
});

test('another customer, another meter and another account are not locked', async () => {
  const { event } = await serve({ lockCustomers: true });
  const other = { authorization: 'Bearer sk_test_other_x' };
  const calls = [
    event(),
    event(EVENT.replace('cus_1', 'cus_2')),
    event(EVENT.replace('ai_search_api', 'other')),
    event(EVENT, other),
  ];
  expect(await statuses(calls.map((call) => call.then((done) => done)))).toEqual([
    200, 200, 200, 200,
  ]);
});

test('v2 answers too_many_concurrent_requests', async () => {
  const { url, mock } = await serve({ lockCustomers: true });
  await mock.loadFixtures({
    meters: [{ display_name: 'm', event_name: 'calls', default_aggregation: { formula: 'sum' } }],
  });
  const call = () =>
    fetch(`${url}/v2/billing/meter_events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${KEY}`,
        'content-type': 'application/json',
        'stripe-version': VERSION,
      },
      body: JSON.stringify({
        event_name: 'calls',
        payload: { stripe_customer_id: 'cus_1', value: '1' },
      }),
    });
  expect(await statuses([call(), call()])).toEqual([200, 409]);
});

test('an idempotency key is free again if a lock refused its call', async () => {
  const { event } = await serve({ lockCustomers: true });
  const headers = { 'Idempotency-Key': 'k' };
  const [first, second] = await Promise.all([
    event(`${EVENT}&identifier=a`).then((done) => done),
    event(`${EVENT}&identifier=b`, headers).then((done) => done),
  ]);
  expect([first.status, second.status].sort()).toEqual([200, 429]);
  const again = await event(`${EVENT}&identifier=b`, headers);
  expect(again.status).toBe(200);
});
