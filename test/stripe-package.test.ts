/** What an integration does, with the newest `stripe` package over a real port. */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import Stripe from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import { START, serve } from './helper.ts';
import { runs } from './runs.ts';

const EVENT = {
  event_name: 'ai_search_api',
  payload: { stripe_customer_id: 'cus_1', value: '25' },
};

async function connected(options: Parameters<typeof serve>[0] = {}, retries = 0) {
  const { mock } = await serve(options);
  return {
    mock,
    stripe: new Stripe('sk_test_123', { ...mock.clientOptions, maxNetworkRetries: retries }),
  };
}

test('creates an event with every parameter, and returns the headers', async () => {
  const { stripe } = await connected();
  const event = await stripe.billing.meterEvents.create(
    { ...EVENT, identifier: 'id-1', timestamp: START - 60 },
    { idempotencyKey: 'key-1' },
  );
  expect(event).toMatchObject({
    object: 'billing.meter_event',
    identifier: 'id-1',
    timestamp: START - 60,
    payload: EVENT.payload,
  });
  expect(event.lastResponse).toMatchObject({
    statusCode: 200,
    requestId: expect.stringMatching(/^req_/),
    idempotencyKey: 'key-1',
  });
});

test('returns Unicode unchanged', async () => {
  const { stripe } = await connected();
  const payload = { stripe_customer_id: 'cus_1', value: '1', 'kéy (x)': "ü & ' ! * ~ +" };
  expect((await stripe.billing.meterEvents.create({ event_name: 'a', payload })).payload).toEqual(
    payload,
  );
});

test('a duplicate has its error class and message, and no code', async () => {
  const { stripe, mock } = await connected({}, 2);
  await stripe.billing.meterEvents.create({ ...EVENT, identifier: 'id-1' });
  const error = await stripe.billing.meterEvents
    .create({ ...EVENT, identifier: 'id-1' })
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  expect(error).toMatchObject({
    message: 'An event already exists with identifier id-1.',
    statusCode: 400,
  });
  expect(error.code).toBeUndefined();
  expect(mock.requests().data).toHaveLength(2); // not retried
});

test('refuses an expand', async () => {
  const { stripe } = await connected();
  await expect(
    stripe.billing.meterEvents.create({ ...EVENT, expand: ['customer'] }),
  ).rejects.toThrow('This property cannot be expanded (customer).');
});

test('the SDK retries a lost answer, and the event counts once', async () => {
  const { stripe, mock } = await connected({}, 1);
  mock.faults.arm({ effect: 'response_lost' });
  const event = await stripe.billing.meterEvents.create({ ...EVENT, identifier: 'id-1' });
  expect(event.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect([mock.events().data.length, mock.requests().data.length]).toEqual([1, 2]);
});

test('finds or creates a meter, as integrations do', async () => {
  const { stripe } = await connected();
  for (let i = 0; i < 12; i++) {
    await stripe.billing.meters.create({
      display_name: `m${i}`,
      event_name: `m${i}`,
      default_aggregation: { formula: 'sum' },
    });
  }
  const found: string[] = [];
  for await (const meter of stripe.billing.meters.list({ status: 'active', limit: 5 }))
    if (meter.event_name === 'm0') found.push(meter.id);
  expect(found).toHaveLength(1);
  expect((await stripe.billing.meters.list({ status: 'active', limit: 100 })).data).toHaveLength(
    12,
  );
  await expect(
    stripe.billing.meters.create({
      display_name: 'm',
      event_name: 'm0',
      default_aggregation: { formula: 'sum' },
    }),
  ).rejects.toThrow(/^An active meter already exists/);
  await expect(stripe.billing.meters.retrieve('mtr_missing')).rejects.toMatchObject({
    code: 'resource_missing',
    statusCode: 404,
  });
});

test('reads summaries by hour and by day, before and after a cancellation', async () => {
  const { stripe } = await connected();
  const meter = await stripe.billing.meters.create({
    display_name: 'm',
    event_name: 'm',
    default_aggregation: { formula: 'sum' },
  });
  const midnight = START - (START % 86_400);
  const send = (value: string, hour: number, identifier: string) =>
    stripe.billing.meterEvents.create({
      event_name: 'm',
      identifier,
      timestamp: midnight + hour * 3600,
      payload: { stripe_customer_id: 'cus_1', value },
    });
  await send('1', 1, 'a');
  await send('2', 2, 'b');
  await send('4', -3, 'c');
  await stripe.billing.meterEventAdjustments.create({
    event_name: 'm',
    type: 'cancel',
    cancel: { identifier: 'b' },
  });
  const read = async (window: 'hour' | 'day') => {
    const query = {
      customer: 'cus_1',
      start_time: midnight - 86_400,
      end_time: midnight + 86_400,
      value_grouping_window: window,
      limit: 1,
    };
    const values: number[] = [];
    for await (const summary of stripe.billing.meters.listEventSummaries(meter.id, query))
      values.push(summary.aggregated_value);
    return values;
  };
  expect([await read('hour'), await read('day')]).toEqual([
    [1, 4],
    [1, 4],
  ]);
});

/** Ten thousand in CI. */
const EVENTS = runs(10_000);

test('many events with replays and duplicates: totals equal the sender’s books', async () => {
  const { mock } = await serve();
  const books = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  onTestFinished(() => agent.destroy());
  const send = async (i: number, key: string): Promise<number> => {
    const headers = {
      authorization: 'Bearer sk_test_123',
      'idempotency-key': key,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const sending = request(`${mock.url}/v1/billing/meter_events`, {
      method: 'POST',
      headers,
      agent,
    });
    sending.end(
      `event_name=calls&identifier=e${i}&payload[stripe_customer_id]=cus_${i % 50}` +
        `&payload[value]=${(i % 7) + 0.25}`,
    );
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode as number;
  };
  const statuses = new Map<number, number>();
  const work = async (worker: number) => {
    for (let i = worker; i < EVENTS; i += 16) {
      books.set(`cus_${i % 50}`, (books.get(`cus_${i % 50}`) ?? 0) + (i % 7) + 0.25);
      const attempts = [
        send(i, `k${i}`),
        ...(i % 10 === 0 ? [send(i, `k${i}`)] : []),
        ...(i % 15 === 0 ? [send(i, `other${i}`)] : []),
      ];
      for (const status of await Promise.all(attempts))
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, worker) => work(worker)));
  const [counts] = mock.usage().counts;
  expect(counts).toMatchObject({ taken: EVENTS, duplicate: Math.ceil(EVENTS / 15) });
  expect([...statuses.keys()].sort()).toEqual(expect.arrayContaining([200, 400]));
  const stripe = new Stripe('sk_test_123', mock.clientOptions);
  const [meter] = (await stripe.billing.meters.list({ status: 'active', limit: 100 })).data;
  for (const [customer, total] of books) {
    const query = { customer, start_time: START - 86_400, end_time: START + 86_400 };
    const { data } = await stripe.billing.meters.listEventSummaries(
      (meter as Stripe.Billing.Meter).id,
      query,
    );
    expect(
      data.map(({ aggregated_value }) => aggregated_value),
      customer,
    ).toEqual([total]);
  }
});
