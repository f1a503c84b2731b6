/** Filters for requests, and counts for one customer. */
import { expect, test } from 'vitest';
import { EVENT, KEY, START, serve } from '../helper.ts';

test('filters requests by status class, customer, identifier and time', async () => {
  const { event, get, mock } = await serve();
  await event(`${EVENT}&identifier=a%20b`);
  await event(`${EVENT}&identifier=a%20b`);
  await get('/v1/customers/cus_1');
  await mock.clock.advance(60);
  await event(EVENT.replace('cus_1', 'cus_2'));
  const numbers = (query: object) => mock.requests(query).data.map(({ number }) => number);
  expect(numbers({ status: '4xx' })).toEqual([3, 2]);
  expect(numbers({ status: 400 })).toEqual([2]);
  expect(numbers({ customer: 'cus_1' })).toEqual([3, 2, 1]);
  expect(numbers({ customer: 'cus' })).toEqual([]);
  expect(numbers({ identifier: 'a b' })).toEqual([2, 1]);
  expect(numbers({ since: START + 60 })).toEqual([4]);
  expect(numbers({ since: '2026-01-31T12:00:00Z', status: '2xx', customer: 'cus_1' })).toEqual([1]);
  expect(() => mock.requests({ status: '6xx' as never })).toThrow(
    'status: must be a status such as 400, or a class such as 4xx; got "6xx".',
  );
  expect(() => mock.requests({ method: 'FETCH' })).toThrow(/^method: must be one of GET, POST/);
  expect(() => mock.requests({ path: 'v1/customers' })).toThrow(/^path: must start with "\/"/);
});

test('refused requests are those that are counted', async () => {
  const { event, mock } = await serve();
  await event(`${EVENT}&identifier=a`);
  await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k' });
  await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k' });
  mock.faults.arm({ effect: 'response_lost' });
  await event(EVENT).catch(() => {});
  const numbers = (refused: boolean) => mock.requests({ refused }).data.map(({ number }) => number);
  expect(numbers(true)).toEqual([2]);
  expect(numbers(false)).toEqual([4, 3, 1]);
  expect(mock.usage().counts).toMatchObject([{ refused: 1, replayed: 1 }]);
});

test('duplicates are those that are counted, in both APIs; replays of them are not', async () => {
  const { event, url, mock } = await serve();
  await event(`${EVENT}&identifier=a`);
  await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k' });
  await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k' });
  await fetch(`${url}/v2/billing/meter_events`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${KEY}`,
      'stripe-version': '2025-09-30.clover',
      'content-type': 'application/json',
    },
    body: '{"event_name":"x","identifier":"a","payload":{"stripe_customer_id":"cus_1","value":"1"}}',
  });
  // Quotes the words of an error without being one.
  const quoted = 'A meter event with a duplicate identifier has';
  await event(`${EVENT}&timestamp=${encodeURIComponent(quoted)}`);
  mock.faults.arm({ effect: 'response_lost' });
  await event(`${EVENT}&identifier=a`).catch(() => {});
  const asked = (duplicate: boolean) => mock.requests({ duplicate }).data;
  const numbers = (duplicate: boolean) => asked(duplicate).map(({ number }) => number);
  expect([numbers(true), numbers(false)]).toEqual([
    [4, 2],
    [6, 5, 3, 1],
  ]);
  expect([...asked(true), ...asked(false)].map((each) => each.duplicate)).toEqual([
    ...[true, true],
    ...[false, false, false, false],
  ]);
  const [counts] = mock.usage({ customer: 'cus_1' }).counts;
  expect(counts?.duplicate).toBe(2);
});

test('the counts for a customer cover only that customer', async () => {
  const { event, post, mock } = await serve();
  const other = EVENT.replace('cus_1', 'cus_2');
  await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k' });
  await event(`${EVENT}&identifier=a`, { 'Idempotency-Key': 'k' });
  await event(`${EVENT}&identifier=a`);
  await event(`${EVENT.replace('=25', '=x')}&identifier=b`);
  await event(`${EVENT}&identifier=c`);
  for (const id of ['d', 'd', 'e']) await event(`${other}&identifier=${id}`);
  await post(
    '/v1/billing/meter_event_adjustments',
    'event_name=ai_search_api&type=cancel&cancel[identifier]=c',
  );
  expect(mock.usage({ customer: 'cus_1' }).counts).toMatchObject([
    { taken: 3, duplicate: 1, invalid: 1, cancelled: 1, refused: 1, replayed: 1 },
  ]);
  expect(mock.usage({ customer: 'cus_2' }).counts).toMatchObject([
    { taken: 2, duplicate: 1, invalid: 0, cancelled: 0, refused: 1, replayed: 0 },
  ]);
  expect(mock.usage({ event_name: 'other' }).counts).toMatchObject([{ taken: 0, refused: 0 }]);
});
