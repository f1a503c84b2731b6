/** docs/stripe/meters.md. */
import { expect, test } from 'vitest';
import { START, serve } from '../../helper.ts';

const METERS = '/v1/billing/meters';
const form = (eventName = 'calls') =>
  `display_name=Calls&event_name=${eventName}&default_aggregation[formula]=sum`;

test('a meter has all fields, with defaults, in Stripe’s order', async () => {
  const { post } = await serve();
  const answer = await post(METERS, form());
  expect(answer.status).toBe(200);
  expect(answer.body.id).toMatch(/^mtr_test_61[A-Za-z0-9]{15}41[A-Za-z0-9]{13}$/);
  expect(Object.entries(answer.body)).toEqual([
    ['id', answer.body.id],
    ['object', 'billing.meter'],
    ['created', START],
    ['customer_mapping', { event_payload_key: 'stripe_customer_id', type: 'by_id' }],
    ['default_aggregation', { formula: 'sum' }],
    ['display_name', 'Calls'],
    ['event_name', 'calls'],
    ['event_time_window', null],
    ['livemode', false],
    ['status', 'active'],
    ['status_transitions', { deactivated_at: null }],
    ['updated', START],
    ['value_settings', { event_payload_key: 'value' }],
  ]);
});

test('every parameter of a create is kept and used', async () => {
  const { post, get, mock } = await serve();
  const mapping =
    'customer_mapping[event_payload_key]=who&customer_mapping[type]=by_id&value_settings[event_payload_key]=much&event_time_window=hour';
  const { body: meter } = await post(METERS, `${form()}&${mapping}`);
  expect(meter).toMatchObject({
    customer_mapping: { event_payload_key: 'who', type: 'by_id' },
    value_settings: { event_payload_key: 'much' },
    event_time_window: 'hour',
  });
  await post('/v1/billing/meter_events', 'event_name=calls&payload[who]=cus_9&payload[much]=7');
  expect(mock.usage().data).toMatchObject([{ customer: 'cus_9', value: '7', meter: meter.id }]);
  expect((await get(`${METERS}/${meter.id}`)).body).toEqual(meter);
});

test.each([
  ['', { code: 'parameter_missing', param: 'default_aggregation' }],
  [
    form().replace('Calls', 'x'.repeat(251)),
    {
      message: 'Invalid string: xxxx...xxxx; must be at most 250 characters',
      param: 'display_name',
    },
  ],
  [
    form().replace('sum', 'max'),
    {
      message: 'Invalid default_aggregation[formula]: must be one of count, last, or sum',
      param: 'default_aggregation[formula]',
    },
  ],
  [
    `${form()}&event_time_window=month`,
    {
      message: 'Invalid event_time_window: must be one of day or hour',
      param: 'event_time_window',
    },
  ],
  [
    `${form()}&customer_mapping[type]=by_id`,
    { code: 'parameter_missing', param: 'customer_mapping[event_payload_key]' },
  ],
  [
    `${form()}&customer_mapping[event_payload_key]=a&customer_mapping[type]=by_name`,
    { message: 'Invalid customer_mapping[type]: must be one of by_id' },
  ],
  [`${form()}&customer_mapping=a`, { message: 'Invalid object', param: 'customer_mapping' }],
  [
    `${form()}&value_settings[key]=a`,
    { message: 'Received unknown parameter: value_settings[key]', param: 'value_settings[key]' },
  ],
  [`${form()}&metadata[a]=b`, { message: 'Received unknown parameter: metadata' }],
])('%s is refused', async (given, error) => {
  const { post, get } = await serve();
  const answer = await post(METERS, given);
  expect([answer.status, answer.body.error]).toMatchObject([400, error]);
  expect((await get(METERS)).body.data).toEqual([]);
});

test('an event name is unique among active meters only', async () => {
  const { post } = await serve();
  const first = (await post(METERS, form())).body;
  const refused = await post(METERS, form(), { 'Idempotency-Key': 'k' });
  expect([refused.status, refused.body.error.message]).toEqual([
    400,
    "An active meter already exists for event name 'calls'. To create a new meter with the same event name, first deactivate the currently active meter.",
  ]);
  expect(refused.body.error).not.toHaveProperty('code');
  await post(`${METERS}/${first.id}/deactivate`);
  expect((await post(METERS, form())).status).toBe(200);
  expect((await post(`${METERS}/${first.id}/reactivate`)).body.error.message).toMatch(
    /^An active meter already exists/,
  );
});

test('only the display name changes', async () => {
  const { post, mock } = await serve();
  const { id } = (await post(METERS, form())).body;
  await mock.clock.advance(5);
  expect((await post(`${METERS}/${id}`, 'display_name=New')).body).toMatchObject({
    display_name: 'New',
    updated: START + 5,
    created: START,
  });
  expect((await post(`${METERS}/${id}`, 'event_name=x')).body.error.message).toBe(
    'Received unknown parameter: event_name',
  );
  expect((await post(`${METERS}/${id}`)).body.display_name).toBe('New');
});

test('a meter can be deactivated and reactivated, each only once', async () => {
  const { post } = await serve();
  const { id } = (await post(METERS, form())).body;
  expect((await post(`${METERS}/${id}/deactivate`)).body).toMatchObject({
    status: 'inactive',
    status_transitions: { deactivated_at: START },
  });
  const again = await post(`${METERS}/${id}/deactivate`);
  expect([again.status, again.body.error]).toMatchObject([
    400,
    { code: 'meter_already_deactivated', message: 'meter_already_deactivated' },
  ]);
  expect((await post(`${METERS}/${id}/reactivate`)).body).toMatchObject({
    status: 'active',
    status_transitions: { deactivated_at: null },
  });
  expect((await post(`${METERS}/${id}/reactivate`)).body.error.code).toBe('meter_already_active');
});

test.each(['get', 'post'] as const)('an unknown id: 404 resource_missing (%s)', async (method) => {
  const server = await serve();
  const answer = await server[method](`${METERS}/mtr_missing`);
  expect([answer.status, answer.body.error]).toMatchObject([
    404,
    { code: 'resource_missing', message: "No such meter: 'mtr_missing'", param: 'id' },
  ]);
  expect(answer.headers).not.toHaveProperty('stripe-should-retry');
});

test('lists meters newest first, by page and status', async () => {
  const { post, get } = await serve();
  const ids: string[] = [];
  for (let i = 0; i < 25; i++) ids.unshift((await post(METERS, form(`m${i}`))).body.id);
  await post(`${METERS}/${ids[0]}/deactivate`);
  const page = async (query: string) => {
    const { data, has_more } = (await get(`${METERS}?${query}`)).body;
    return [data.map(({ id }: { id: string }) => ids.indexOf(id)), has_more];
  };
  expect((await get(METERS)).body).toMatchObject({ object: 'list', url: METERS, has_more: true });
  expect(await page('')).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], true]);
  expect(await page(`limit=3&starting_after=${ids[22]}`)).toEqual([[23, 24], false]);
  expect(await page(`limit=2&starting_after=${ids[22]}`)).toEqual([[23, 24], false]);
  expect(await page(`limit=2&ending_before=${ids[5]}`)).toEqual([[3, 4], true]);
  expect(await page(`limit=5&ending_before=${ids[5]}`)).toEqual([[0, 1, 2, 3, 4], false]);
  expect(await page('status=inactive')).toEqual([[0], false]);
  expect((await page('status=active&limit=100'))[0]).toHaveLength(24);
});

test('a cursor works even if its meter is no longer listed', async () => {
  const { post, get } = await serve();
  const ids: string[] = [];
  for (let i = 0; i < 4; i++) ids.unshift((await post(METERS, form(`m${i}`))).body.id);
  await post(`${METERS}/${ids[1]}/deactivate`);
  const { data } = (await get(`${METERS}?status=active&starting_after=${ids[1]}`)).body;
  expect(data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
});

test.each([
  ['limit=0', 'This value must be greater than or equal to 1.', 'limit'],
  ['limit=101', 'This value must be less than or equal to 100.', 'limit'],
  ['limit=ten', 'Invalid integer: ten', 'limit'],
  ['starting_after=mtr_x', "No such meter: 'mtr_x'", 'starting_after'],
  ['ending_before=mtr_x', "No such meter: 'mtr_x'", 'ending_before'],
  [
    'starting_after=a&ending_before=b',
    'You cannot parameterize both starting_after and ending_before.',
    undefined,
  ],
  ['status=gone', 'Invalid status: must be one of active or inactive', 'status'],
  ['event_name=a', 'Received unknown parameter: event_name', 'event_name'],
])('a list with %s is refused', async (query, message, param) => {
  const { get } = await serve();
  const answer = await get(`${METERS}?${query}`);
  expect([answer.status, answer.body.error.message, answer.body.error.param]).toEqual([
    400,
    message,
    param,
  ]);
});

test('accepts and shows dimension_payload_keys only under a preview version', async () => {
  const { post, get, mock } = await serve();
  const preview = { 'stripe-version': '2026-08-26.preview' };
  const keys = 'dimension_payload_keys[]=model&dimension_payload_keys[1]=region';
  const refused = await post(METERS, `${form()}&dimension_payload_keys[]=model`);
  expect(refused.body.error.code).toBe('parameter_unknown');
  const wrong = await post(METERS, `${form()}&dimension_payload_keys=model`, preview);
  expect(wrong.body.error).toMatchObject({ message: 'Invalid array' });
  const made = await post(METERS, `${form()}&${keys.replace('[1]', '[]')}`, preview);
  expect(made.body.dimension_payload_keys).toEqual(['model', 'region']);
  expect(Object.keys(made.body).slice(4, 7)).toEqual([
    'default_aggregation',
    'dimension_payload_keys',
    'display_name',
  ]);
  const path = `${METERS}/${made.body.id}`;
  expect((await get(path)).body).not.toHaveProperty('dimension_payload_keys');
  expect((await get(path, preview)).body.dimension_payload_keys).toEqual(['model', 'region']);
  const other = await post(METERS, form('other'), preview);
  expect(other.body.dimension_payload_keys).toBeNull();
  const saved = mock.saveFixtures();
  const second = await serve();
  await second.mock.loadFixtures({ ...saved, clock: undefined });
  expect(second.mock.saveFixtures()).toEqual(saved);
});
