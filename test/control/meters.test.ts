/** Meters as the page shows them: all, including unused ones, and each with its customers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SeriesDocument } from '../../src/documents/customer-document.ts';
import type { MeterDocument, MetersDocument } from '../../src/documents/meter-document.ts';
import { START, serve } from '../helper.ts';

const keyOf = (account: string) => ({ authorization: `Bearer sk_test_${account}_x` });
const used = (customer: string, value: string | number, more = '') =>
  `event_name=calls&payload[value]=${value}&payload[stripe_customer_id]=${customer}${more}`;

async function serveMeter(formula = 'sum', more = {}) {
  const server = await serve();
  await server.mock.loadFixtures({
    meters: [
      {
        id: 'mtr_1',
        display_name: 'Calls',
        event_name: 'calls',
        default_aggregation: { formula: formula as 'sum' },
        ...more,
      },
    ],
  });
  const read = async <T>(path: string) => (await server.control('get', path)).body as T;
  return { ...server, read };
}

test('lists every meter with settings and usage, including unused ones', async () => {
  const { event, post, read } = await serveMeter();
  await post('/v1/billing/meters/mtr_1', 'display_name=API calls');
  const idle = await post(
    '/v1/billing/meters',
    'display_name=Idle&event_name=idle&default_aggregation[formula]=last' +
      '&customer_mapping[type]=by_id&customer_mapping[event_payload_key]=who' +
      '&value_settings[event_payload_key]=size',
  );
  await post(`/v1/billing/meters/${idle.body.id}/deactivate`);
  await event(used('cus_1', '0.1'));
  await event(used('cus_2', 5));
  await event(used('cus_2', '0.2', '&identifier=gone'));
  await event(used('cus_2', 'x'));
  await post(
    '/v1/billing/meter_event_adjustments',
    'event_name=calls&type=cancel&cancel[identifier]=gone',
  );
  expect(await read<MetersDocument>('/meters')).toEqual({
    data: [
      {
        id: 'mtr_1',
        account: 'default',
        livemode: false,
        display_name: 'API calls',
        event_name: 'calls',
        formula: 'sum',
        event_time_window: null,
        customer_key: 'stripe_customer_id',
        value_key: 'value',
        status: 'active',
        created: START,
        deactivated_at: null,
        made_by_mock: false,
        events: 2,
        customers: 2,
        value: '5.1',
      },
      expect.objectContaining({
        id: idle.body.id,
        formula: 'last',
        customer_key: 'who',
        value_key: 'size',
        status: 'inactive',
        deactivated_at: START,
        events: 0,
        customers: 0,
        value: '0',
      }),
    ],
  });
});

test('lists the meters of one account, or of all', async () => {
  const { event, read } = await serveMeter();
  await event(used('cus_1', 1), keyOf('a'));
  await event(used('cus_1', 1), { ...keyOf('a'), 'stripe-account': 'acct_1' });
  const accounts = async (query: string) =>
    (await read<MetersDocument>(`/meters${query}`)).data.map(({ account }) => account);
  expect(await accounts('')).toEqual(['default', 'a', 'a/acct_1']);
  expect(await accounts('?account=a')).toEqual(['a', 'a/acct_1']);
  expect(await accounts('?account=nobody')).toEqual([]);
});

test('shows a meter with the customers that have the largest totals', async () => {
  const { event, read } = await serveMeter();
  for (const [customer, value] of [
    ['cus_a', 3],
    ['cus_b', 30],
    ['cus_c', '-2.5'],
    ['cus_d', 3],
    ['cus_a', 1],
  ] as const) {
    await event(used(customer, value));
  }
  expect(await read('/meters/mtr_1?limit=3')).toMatchObject({
    id: 'mtr_1',
    events: 5,
    customers: 4,
    value: '34.5',
    data: [
      { customer: 'cus_b', value: '30' },
      { customer: 'cus_a', value: '4' },
      { customer: 'cus_d', value: '3' },
    ],
  });
  expect(await read('/meters/mtr_1?livemode=true')).toEqual({
    error: { message: 'Account default has no meter mtr_1.' },
  });
});

test('the largest are the same as by sorting, for any limit', async () => {
  const { mock, read } = await serveMeter();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 50 }),
      async (values, limit) => {
        mock.reset();
        await mock.loadFixtures({
          meters: [
            {
              id: 'mtr_1',
              display_name: 'c',
              event_name: 'calls',
              default_aggregation: { formula: 'sum' },
            },
          ],
          events: values.map((value, at) => ({
            event_name: 'calls',
            payload: { stripe_customer_id: `cus_${at}`, value: `${value}` },
          })),
        });
        const { data, customers, value } = await read<MeterDocument>(
          `/meters/mtr_1?limit=${limit}`,
        );
        const sorted = values.map((each, at) => ({ customer: `cus_${at}`, value: `${each}` }));
        sorted.sort((a, b) => Number(b.value) - Number(a.value)); // stable, as the route is
        expect(data).toEqual(sorted.slice(0, limit));
        expect([customers, Number(value)]).toEqual([
          values.length,
          values.reduce((sum, each) => sum + each, 0),
        ]);
      },
    ),
    { numRuns: 30 },
  );
});

test('usage over time of all customers is the sum of theirs', async () => {
  const { event, mock, read } = await serveMeter();
  await event(used('cus_1', '0.1'));
  await event(used('cus_2', '0.2'));
  await mock.clock.advance(7200);
  await event(used('cus_2', 5));
  const series = (query: string) => read<SeriesDocument>(`/usage/series?meter=mtr_1${query}`);
  expect((await series('')).data).toEqual([
    { start_time: START, value: '0.3' },
    { start_time: START + 7200, value: '5' },
  ]);
  expect((await series('&customer=cus_2')).data).toEqual([
    { start_time: START, value: '0.2' },
    { start_time: START + 7200, value: '5' },
  ]);
  expect((await series('&window=day')).data).toEqual([
    { start_time: START - (START % 86_400), value: '5.3' },
  ]);
});

test.each(['last', 'count'])(
  'counts the events of a meter with the formula %s',
  async (formula) => {
    const { event, read } = await serveMeter(formula, { event_time_window: 'day' });
    for (const value of [4, 5, 6]) await event(used('cus_1', value));
    expect(await read('/meters/mtr_1')).toMatchObject({
      events: 3,
      customers: 1,
      event_time_window: 'day',
      value: formula === 'last' ? '6' : '1',
    });
  },
);
