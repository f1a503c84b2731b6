/** What the page reads besides the lists: one request, one customer, usage over time. */
import { expect, test } from 'vitest';
import type { CustomerDocument, SeriesDocument } from '../../src/documents/customer-document.ts';
import { EVENT, START, serve } from '../helper.ts';

test('shows a request whose answer was lost, its retry, and what each got', async () => {
  const { event, control, mock } = await serve();
  mock.faults.arm({ effect: 'response_lost' });
  await event(EVENT, { 'idempotency-key': 'k' }).catch(() => {});
  const { headers } = await event(EVENT, { 'idempotency-key': 'k' });
  const { body } = await control('get', `/requests/${headers['request-id']}`);
  expect(body).toMatchObject({
    request_id: headers['request-id'],
    status: 200,
    replayed: true,
    kept_answer: { status: 200, body: expect.stringContaining('"object": "billing.meter_event"') },
    same_key: [
      { status: null, connection: 'lost', fault: 'response_lost' },
      { status: 200, replayed: true },
    ],
    events: [],
  });
  const first = (await control('get', `/requests/${body.original_request}`)).body;
  expect(first).toMatchObject({ status: null, kept_answer: { status: 200 } });
  expect(first.events).toMatchObject([{ customer: 'cus_1', request_id: first.request_id }]);
});

test('shows a v2 request, and one without a key', async () => {
  const { mock, url, event, control } = await serve();
  const response = await fetch(`${url}/v2/billing/meter_events`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_123',
      'content-type': 'application/json',
      'idempotency-key': 'k2',
      'stripe-version': '2026-10-28.preview',
    },
    body: JSON.stringify({ event_name: 'e', payload: { stripe_customer_id: 'c', value: '1' } }),
  });
  expect(response.status).toBe(200);
  const id = mock.requests().data[0]?.request_id;
  const { body } = await control('get', `/requests/${id}`);
  expect(JSON.parse(body.kept_answer.body)).toMatchObject({ event_name: 'e' });
  const bare = (await event('event_name=e')).headers['request-id'];
  expect((await control('get', `/requests/${bare}`)).body).toMatchObject({
    kept_answer: null,
    same_key: [],
    events: [],
  });
  expect((await control('get', '/requests/req_nope')).body.error.message).toMatch(
    /No kept request has the id req_nope/,
  );
});

test('filters requests by idempotency key, and events by what is wrong with them', async () => {
  const { event, control } = await serve();
  await event(EVENT, { 'idempotency-key': 'k' });
  await event(EVENT);
  await event('event_name=ai_search_api&identifier=bad&payload[value]=1');
  await event(
    'event_name=ai_search_api&identifier=good&payload[value]=1&payload[stripe_customer_id]=c',
  );
  const numbers = (await control('get', '/requests?idempotency_key=k')).body.data;
  expect(numbers).toMatchObject([{ number: 1 }]);
  const identifiers = async (query: string) =>
    (await control('get', `/meter_events?${query}`)).body.data.map(
      ({ identifier }: { identifier: string }) => identifier,
    );
  expect(await identifiers('invalid=true')).toEqual(['bad']);
  expect(await identifiers('invalid=meter_event_no_customer_defined')).toEqual(['bad']);
  expect(await identifiers('invalid=no_meter')).toEqual([]);
  expect(await identifiers('invalid=false')).not.toContain('bad');
  expect(await identifiers('cancelled=true')).toEqual([]);
  expect(await identifiers('cancelled=false&customer=c')).toEqual(['good']);
  expect((await control('get', '/meter_events?invalid=red')).status).toBe(400);
});

test('shows a customer’s totals, usage over time, and what the customer will pay', async () => {
  const { event, control, mock } = await serve();
  await mock.loadFixtures({
    meters: [
      {
        id: 'mtr_1',
        display_name: 'calls',
        event_name: 'ai_search_api',
        default_aggregation: { formula: 'sum' },
      },
    ],
    customers: [{ id: 'cus_1', name: 'One' }],
    products: [{ id: 'prod_1', name: 'Calls' }],
    prices: [
      {
        id: 'price_1',
        product: 'prod_1',
        currency: 'usd',
        unit_amount: 3,
        recurring: { interval: 'month', usage_type: 'metered', meter: 'mtr_1' },
      },
    ],
    subscriptions: [{ customer: 'cus_1', items: [{ price: 'price_1' }] }],
  });
  await event();
  const customer = (await control('get', '/customers/cus_1')).body as CustomerDocument;
  expect(customer).toMatchObject({
    name: 'One',
    exists: true,
    totals: [{ meter: 'mtr_1', value: '25' }],
    subscriptions: [{ preview: { amount_due: 75, lines: [{ amount: 75 }] }, no_preview: null }],
  });
  const path = '/usage/series?customer=cus_1&meter=mtr_1&window=day';
  const series = (await control('get', path)).body as SeriesDocument;
  const day = START - (START % 86_400);
  expect(series).toEqual({
    start_time: day - 59 * 86_400,
    end_time: day + 86_400,
    window: 'day',
    data: [{ start_time: day, value: '25' }],
  });
  expect((await control('get', '/usage/series?customer=c&meter=nope')).status).toBe(404);
  expect((await control('get', '/customers/nobody?account=x')).body).toMatchObject({
    exists: false,
    totals: [],
    subscriptions: [],
  });
});
