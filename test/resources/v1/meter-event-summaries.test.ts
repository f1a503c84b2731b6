/** docs/stripe/meter-event-summaries.md. */
import { expect, test } from 'vitest';
import { START, serve, type TestServer } from '../../helper.ts';

const DAY = 86_400;
const MIDNIGHT = START - (START % DAY);

async function metered(server: TestServer, options = '') {
  const { body } = await server.post(
    '/v1/billing/meters',
    `display_name=m&event_name=calls&default_aggregation[formula]=sum${options}`,
  );
  const url = `/v1/billing/meters/${body.id}/event_summaries`;
  return {
    id: body.id as string,
    url,
    send: (value: string, timestamp: number, customer = 'cus_1') =>
      server.event(
        `event_name=calls&payload[stripe_customer_id]=${customer}&payload[value]=${value}&timestamp=${timestamp}`,
      ),
    read: (query: string, customer = 'cus_1') => server.get(`${url}?customer=${customer}&${query}`),
  };
}

test('returns one item for the whole range, with a float and without a customer', async () => {
  const { id, url, send, read } = await metered(await serve());
  for (let i = 0; i < 100; i++) await send('0.1', START - i);
  const answer = await read(`start_time=${START - 500}&end_time=${START + 1}`);
  const [summary] = answer.body.data;
  expect(answer.text).toContain('"aggregated_value": 10.0,');
  expect(answer.body).toEqual({
    object: 'list',
    data: [
      {
        id: summary.id,
        object: 'billing.meter_event_summary',
        aggregated_value: 10,
        end_time: START + 1,
        livemode: false,
        meter: id,
        start_time: START - 500,
      },
    ],
    has_more: false,
    url,
  });
  expect(summary.id).toMatch(/^mtrusg_test_6041[0-9A-Za-z]{181}$/);
});

test('intervals are half-open, to the second', async () => {
  const { send, read } = await metered(await serve());
  for (const timestamp of [START - 10, START - 5, START]) await send('1', timestamp);
  const value = async (from: number, to: number) =>
    (await read(`start_time=${from}&end_time=${to}`)).body.data[0]?.aggregated_value;
  expect(await value(START - 10, START)).toBe(2);
  expect(await value(START - 9, START + 1)).toBe(2);
  expect(await value(START - 4, START)).toBeUndefined();
});

test('lists hours and days newest first, without empty buckets, and pages by cursor', async () => {
  const { send, read } = await metered(await serve());
  for (const [hour, value] of [
    [1, '1'],
    [1, '2'],
    [3, '4'],
    [-30, '8'],
  ] as const)
    await send(value, MIDNIGHT + hour * 3600 + 59);
  const range = `start_time=${MIDNIGHT - 5 * DAY}&end_time=${MIDNIGHT + DAY}`;
  const shown = (data: { start_time: number; end_time: number; aggregated_value: number }[]) =>
    data.map(({ start_time, end_time, aggregated_value }) => [
      (start_time - MIDNIGHT) / 3600,
      (end_time - start_time) / 3600,
      aggregated_value,
    ]);
  const hours = await read(`${range}&value_grouping_window=hour`);
  expect(shown(hours.body.data)).toEqual([
    [3, 1, 4],
    [1, 1, 3],
    [-30, 1, 8],
  ]);
  expect(shown((await read(`${range}&value_grouping_window=day`)).body.data)).toEqual([
    [0, 24, 7],
    [-48, 24, 8],
  ]);
  const first = await read(`${range}&value_grouping_window=hour&limit=1`);
  expect(first.body.has_more).toBe(true);
  const second = await read(
    `${range}&value_grouping_window=hour&limit=2&starting_after=${first.body.data[0].id}`,
  );
  expect([shown(second.body.data), second.body.has_more]).toEqual([
    shown(hours.body.data.slice(1)),
    false,
  ]);
});

test('pages through sixty hours by sevens: every id once, stable as usage arrives', async () => {
  const { send, read } = await metered(await serve());
  for (let hour = 0; hour < 60; hour++) await send('1', MIDNIGHT - hour * 3600);
  const query = `start_time=${MIDNIGHT - 5 * DAY}&end_time=${MIDNIGHT + DAY}&value_grouping_window=hour`;
  const idsOf = async (page: string) =>
    (await read(`${query}&${page}`)).body.data.map(({ id }: { id: string }) => id) as string[];
  const all = await idsOf('limit=100');
  expect([all.length, new Set(all).size, new Set(all.map((id) => id.slice(0, 187))).size]).toEqual([
    60, 60, 1,
  ]);
  const forward = await idsOf('limit=7');
  while (forward.length < 60) {
    await send('1', MIDNIGHT - forward.length * 3600);
    forward.push(...(await idsOf(`limit=7&starting_after=${forward.at(-1)}`)));
  }
  expect(forward).toEqual(all);
  expect(await idsOf(`limit=7&ending_before=${all[30]}`)).toEqual(all.slice(23, 30));
});

test.each([
  [
    'start_time=1738494596&end_time=1738540800&value_grouping_window=day',
    'start_time 1738494596 should be aligned with daily boundaries (expected 1738454400) because the `value_grouping_window` is day.',
    'start_time',
  ],
  [
    'start_time=1785447745&end_time=1785447865&value_grouping_window=hour',
    'start_time 1785447745 should be aligned with hourly boundaries (expected 1785445200) because the `value_grouping_window` is hour.',
    'start_time',
  ],
  [
    'start_time=1738454400&end_time=1738540799&value_grouping_window=day',
    'end_time 1738540799 should be aligned with daily boundaries (expected 1738454400) because the `value_grouping_window` is day.',
    'end_time',
  ],
  [
    'start_time=1785445200&end_time=1785447745&value_grouping_window=hour',
    'end_time 1785447745 should be aligned with hourly boundaries (expected 1785445200) because the `value_grouping_window` is hour.',
    'end_time',
  ],
  [
    `start_time=${MIDNIGHT}&end_time=${MIDNIGHT + 3600}&value_grouping_window=month`,
    'Invalid value_grouping_window: must be one of day or hour',
    'value_grouping_window',
  ],
  [`start_time=${MIDNIGHT}`, 'Missing required param: end_time.', 'end_time'],
  [`start_time=0&end_time=${'9'.repeat(22)}`, `Invalid integer: ${'9'.repeat(22)}`, 'end_time'],
  [`start_time=abc&end_time=1`, 'Invalid integer: abc', 'start_time'],
  [`start_time=-1&end_time=1`, 'This value must be greater than or equal to 0.', 'start_time'],
  [`start_time=10&end_time=9`, 'end_time must not be before start_time.', 'end_time'],
  [
    `start_time=1&end_time=9&starting_after=mtrusg_x`,
    "No such meter event summary: 'mtrusg_x'",
    'starting_after',
  ],
])('%s is refused', async (query, message, param) => {
  const { read } = await metered(await serve());
  const answer = await read(query);
  expect([answer.status, answer.body.error.message, answer.body.error.param]).toEqual([
    400,
    message,
    param,
  ]);
});

test.each([false, true])(
  'accepts unaligned times without a window (strict: %s)',
  async (strict) => {
    const server = await serve({ strict });
    const { send, read } = await metered(server);
    const { id } = (await server.post('/v1/customers')).body;
    await send('3', START - 1, id);
    for (const [from, to] of [
      [START + 1 - 30 * DAY, START + 1 + DAY],
      [1, START],
    ]) {
      const answer = await read(`start_time=${from}&end_time=${to}`, id);
      expect([answer.status, answer.body.data]).toMatchObject([
        200,
        [{ aggregated_value: 3, start_time: from, end_time: to }],
      ]);
    }
    const ahead = await read(
      `start_time=${START + 365 * DAY + 7}&end_time=${START + 365 * DAY + 3607}`,
      id,
    );
    expect([ahead.status, ahead.body.data]).toEqual([200, []]);
  },
);

test('an unknown customer is refused with --strict only', async () => {
  const lenient = await metered(await serve());
  expect((await lenient.read('start_time=1&end_time=61')).body.data).toEqual([]);
  const strict = await metered(await serve({ strict: true }));
  const error = {
    code: 'resource_missing',
    message: "No such customer: 'cus_1'",
    param: 'customer',
  };
  expect((await strict.read('start_time=1&end_time=61')).body.error).toMatchObject(error);
});

test('without a customer: parameter_missing, before the times are checked', async () => {
  const server = await serve();
  const { url } = await metered(server);
  const answer = await server.get(`${url}?start_time=1&value_grouping_window=day`);
  const error = {
    code: 'parameter_missing',
    message: 'Missing required param: customer.',
    param: 'customer',
  };
  expect([answer.status, answer.body.error]).toMatchObject([400, error]);
});

test('an unknown meter: 404', async () => {
  const { get } = await serve();
  const answer = await get(
    '/v1/billing/meters/mtr_x/event_summaries?customer=a&start_time=0&end_time=1',
  );
  expect([answer.status, answer.body.error.message]).toEqual([404, "No such meter: 'mtr_x'"]);
});

test('with --summary-lag, events show that many seconds later on the clock', async () => {
  const server = await serve({ summaryLag: 120 });
  const { send, read } = await metered(server);
  await send('5', START);
  const range = `start_time=0&end_time=${START + DAY}`;
  expect((await read(range)).body.data).toEqual([]);
  await server.mock.clock.advance(119);
  expect((await read(range)).body.data).toEqual([]);
  await server.mock.clock.advance(1);
  expect((await read(range)).body.data).toMatchObject([{ aggregated_value: 5 }]);
});

test('a count meter ignores the value; on a last meter the newest timestamp wins', async () => {
  const server = await serve();
  const make = async (formula: string) => {
    const { body } = await server.post(
      '/v1/billing/meters',
      `display_name=m&event_name=${formula}&default_aggregation[formula]=${formula}`,
    );
    for (const [value, at] of [
      ['nonsense', 3],
      ['7', 9],
      ['5', 6],
    ])
      await server.event(
        `event_name=${formula}&payload[stripe_customer_id]=c&payload[value]=${value}&timestamp=${START - 10 + Number(at)}`,
      );
    return (
      await server.get(
        `/v1/billing/meters/${body.id}/event_summaries?customer=c&start_time=0&end_time=${START}`,
      )
    ).body.data[0].aggregated_value;
  };
  expect([await make('count'), await make('last')]).toEqual([3, 7]);
});
