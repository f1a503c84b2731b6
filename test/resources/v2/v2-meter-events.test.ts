/** docs/stripe/v2.md#meter-events: every row, as bytes on the wire. */
import { expect, test } from 'vitest';
import { START } from '../../helper.ts';
import { invalid, PAYLOAD, serveV2 } from '../../v2-helper.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const CALLS = 'display_name=Calls&event_name=calls&default_aggregation[formula]=';

test('answers an event as Stripe does, to the byte', async () => {
  const { v2event } = await serveV2();
  const answer = await v2event({
    identifier: 'idmp_12345678',
    timestamp: '2026-01-31T11:59:00Z',
  });
  expect([answer.status, answer.text]).toEqual([
    200,
    '{"object":"v2.billing.meter_event","created":"2026-01-31T12:00:00.000Z","livemode":false,"identifier":"idmp_12345678","event_name":"ai_search_api","timestamp":"2026-01-31T11:59:00.000Z","payload":{"stripe_customer_id":"cus_1","value":"25"}}',
  ]);
});

test('generates an identifier and a timestamp if absent or null', async () => {
  const { v2event } = await serveV2();
  for (const changes of [{}, { identifier: null, timestamp: null }]) {
    expect((await v2event(changes)).body).toMatchObject({
      identifier: expect.stringMatching(UUID),
      timestamp: '2026-01-31T12:00:00.000Z',
    });
  }
});

test('a payload keeps its order, its text and its unusual names', async () => {
  const { json } = await serveV2();
  const payload =
    '{"10":"z","2":"y","__proto__":"x","value":"007","stripe_customer_id":"cus_1","a":"\\u00e9\\/"}';
  const answer = await json('/v2/billing/meter_events', `{"event_name":"e","payload":${payload}}`);
  expect(answer.text).toContain(
    '"payload":{"10":"z","2":"y","__proto__":"x","value":"007","stripe_customer_id":"cus_1","a":"é/"}',
  );
});

test('returns timestamps in UTC, truncated to milliseconds', async () => {
  const { v2event, mock } = await serveV2();
  const { body } = await v2event({ timestamp: '2026-01-31T13:00:00.123456789+01:00' });
  expect(body.timestamp).toBe('2026-01-31T12:00:00.123Z');
  expect(mock.events().data).toMatchObject([{ timestamp: START, source: 'v2' }]);
});

const SHAPES: [string, object, string][] = [
  ['an unknown field', { peer_email: 'x' }, 'peer_email: Unknown field.'],
  ['expand', { expand: [] }, 'expand: Unknown field.'],
  ['no event_name', { event_name: undefined }, 'event_name: This field is required.'],
  ['a null event_name', { event_name: null }, 'event_name: This field is required.'],
  ['an empty event_name', { event_name: '' }, 'event_name: Must not be empty.'],
  ['a number as event_name', { event_name: 1 }, 'event_name: Must be a string.'],
  [
    'a long event_name',
    { event_name: 'x'.repeat(101) },
    'event_name: Must be at most 100 characters.',
  ],
  ['no payload', { payload: undefined }, 'payload: This field is required.'],
  ['a text as payload', { payload: 'x' }, 'payload: Must be an object.'],
  ['a list as payload', { payload: [] }, 'payload: Must be an object.'],
  [
    'a number in the payload',
    { payload: { ...PAYLOAD, value: 25 } },
    'payload.value: Must be a string.',
  ],
  [
    'null in the payload',
    { payload: { ...PAYLOAD, value: null } },
    'payload.value: Must be a string.',
  ],
  ['an object in the payload', { payload: { a: {} } }, 'payload.a: Must be a string.'],
  ['a number as identifier', { identifier: 1 }, 'identifier: Must be a string.'],
  ['an empty identifier', { identifier: '' }, 'identifier: Must not be empty.'],
  [
    'a long identifier',
    { identifier: 'x'.repeat(101) },
    'identifier: Must be at most 100 characters.',
  ],
  ['a number as timestamp', { timestamp: START }, 'timestamp: Must be an RFC 3339 date-time.'],
  [
    'a numeric text as timestamp',
    { timestamp: `${START}` },
    'timestamp: Must be an RFC 3339 date-time.',
  ],
  ['no offset', { timestamp: '2026-01-31T12:00:00' }, 'timestamp: Must be an RFC 3339 date-time.'],
  [
    'a day that is none',
    { timestamp: '2026-02-30T12:00:00Z' },
    'timestamp: Must be an RFC 3339 date-time.',
  ],
  [
    'more than 35 days ago',
    { timestamp: '2025-12-27T11:59:59Z' },
    'timestamp: The event timestamp cannot be more than 35 days in past.',
  ],
  [
    'more than 5 minutes ahead',
    { timestamp: '2026-01-31T12:05:01Z' },
    'timestamp: The event timestamp cannot be more than 5 minutes in future.',
  ],
  ['an unknown field before a wrong one', { event_name: 1, foo: 1 }, 'foo: Unknown field.'],
];

test.each(SHAPES)('%s: the recorded form, without a type', async (_what, changes, reason) => {
  const { v2event, get, mock } = await serveV2();
  const answer = await v2event(changes);
  expect([answer.status, answer.text]).toEqual([400, JSON.stringify(invalid(reason))]);
  expect(mock.usage().counts).toMatchObject([{ taken: 0 }]);
  expect((await get('/v1/billing/meters')).body.data).toEqual([]);
});

test('accepts 100 characters, however many UTF-16 units they are', async () => {
  const { v2event } = await serveV2();
  expect((await v2event({ event_name: '😀'.repeat(100) })).status).toBe(200);
});

const RULES: [string, object, string, string][] = [
  [
    'no customer key',
    { payload: { value: '1' } },
    'payload_no_customer_defined',
    'The payload must have a reference to the customer.',
  ],
  [
    'an empty customer',
    { payload: { stripe_customer_id: '', value: '1' } },
    'payload_no_customer_defined',
    'The payload must have a reference to the customer.',
  ],
  [
    'no value',
    { payload: { stripe_customer_id: 'cus_1' } },
    'payload_no_value_defined',
    'The payload must have a value.',
  ],
  [
    'an empty value',
    { payload: { ...PAYLOAD, value: '' } },
    'payload_no_value_defined',
    'The payload must have a value.',
  ],
  ...['abc', '1e3', '+1', ' 1', '0x1'].map((value): [string, object, string, string] => [
    `value ${value}`,
    { payload: { ...PAYLOAD, value } },
    'payload_invalid_value',
    'The value must be a positive integer.',
  ]),
  [
    'too many digits',
    { payload: { ...PAYLOAD, value: '1234567890123456' } },
    'payload_invalid_value',
    'The value in the event payload can have at most 15 digits. Received 1234567890123456.',
  ],
];

test.each(RULES)('%s: its own code, and a plain message', async (_what, changes, code, message) => {
  const { v2event, mock } = await serveV2();
  const answer = await v2event(changes);
  expect([answer.status, answer.text]).toEqual([400, JSON.stringify({ error: { code, message } })]);
  expect(mock.events().data).toEqual([]);
});

test.each(['0', '-3', '1.5', '-0.25', '123456789012345', '.5'])(
  'value %s counts',
  async (value) => {
    const { v2event, mock } = await serveV2();
    expect((await v2event({ payload: { ...PAYLOAD, value } })).status).toBe(200);
    expect(mock.events().data).toMatchObject([{ invalid: null }]);
  },
);

test('before 2026-04-22, too many digits are found invalid, but hold the identifier', async () => {
  const { v2event, mock } = await serveV2();
  const changes = { identifier: 'a', payload: { ...PAYLOAD, value: '1234567890123456' } };
  expect((await v2event(changes, { 'stripe-version': '2025-09-30.clover' })).status).toBe(200);
  expect(mock.events().data).toMatchObject([{ invalid: 'meter_event_value_too_many_digits' }]);
  expect((await v2event({ identifier: 'a' })).body.error.code).toBe('duplicate_meter_event');
});

test('refuses a name without a meter, and one with only an inactive meter', async () => {
  const { v2event, post, mock } = await serveV2({ strict: true });
  const unknown = await v2event();
  expect([unknown.status, unknown.body.error]).toEqual([
    400,
    { code: 'no_meter', message: 'A meter must exist to submit events.' },
  ]);
  const { id } = (await post('/v1/billing/meters', `${CALLS}sum`)).body;
  await post(`/v1/billing/meters/${id}/deactivate`);
  const archived = await v2event({ event_name: 'calls' });
  expect([archived.status, archived.body.error]).toEqual([
    400,
    { code: 'archived_meter', message: 'The meter must be Active to submit events.' },
  ]);
  expect(mock.events().data).toEqual([]);
});

test('by default an unknown meter is created', async () => {
  const { v2event, mock } = await serveV2();
  await v2event();
  expect(mock.usage().data).toMatchObject([{ made_by_mock: true, customer: 'cus_1', value: '25' }]);
});

test('a count meter needs no value', async () => {
  const { v2event, post, mock } = await serveV2();
  await post('/v1/billing/meters', `${CALLS}count`);
  const payload = { stripe_customer_id: 'cus_1' };
  expect((await v2event({ event_name: 'calls', payload })).status).toBe(200);
  expect(mock.usage().data).toMatchObject([{ value: '1' }]);
});

test('requires the meter’s own payload keys', async () => {
  const { v2event, post } = await serveV2();
  const keys =
    'customer_mapping[type]=by_id&customer_mapping[event_payload_key]=who&value_settings[event_payload_key]=n';
  await post('/v1/billing/meters', `${CALLS}sum&${keys}`);
  const codeOf = async (payload: object) =>
    (await v2event({ event_name: 'calls', payload })).body.error?.code;
  expect(await codeOf(PAYLOAD)).toBe('payload_no_customer_defined');
  expect(await codeOf({ who: 'cus_1', value: '1' })).toBe('payload_no_value_defined');
  expect(await codeOf({ who: 'cus_1', n: '1' })).toBeUndefined();
});

test('refuses a duplicate with a code, and counts the event once', async () => {
  const { v2event, mock } = await serveV2();
  await v2event({ identifier: 'a' });
  const again = await v2event({ identifier: 'a' });
  expect([again.status, again.text]).toEqual([
    400,
    '{"error":{"code":"duplicate_meter_event","message":"A meter event with a duplicate identifier has already been submitted."}}',
  ]);
  expect(mock.usage()).toMatchObject({ data: [{ value: '25' }], counts: [{ duplicate: 1 }] });
  await mock.clock.advance(86_400);
  expect((await v2event({ identifier: 'a' })).status).toBe(200);
});

test('reports the first error of timestamp, meter, customer, value, duplicate', async () => {
  const { v2event, mock } = await serveV2({ strict: true });
  await mock.loadFixtures({
    meters: [{ event_name: 'm', display_name: 'M', default_aggregation: { formula: 'sum' } }],
    customers: [{ id: 'cus_1' }],
  });
  await v2event({ event_name: 'm', identifier: 'a' });
  const wrong = {
    identifier: 'a',
    event_name: 'x',
    payload: {},
    timestamp: '2020-01-01T00:00:00Z',
  };
  const codeOf = async (changes: object) =>
    (await v2event({ ...wrong, ...changes })).body.error.code;
  const timestamp = '2026-01-31T12:00:00Z';
  expect(await codeOf({})).toBe('invalid_fields');
  expect(await codeOf({ timestamp })).toBe('no_meter');
  const event_name = 'm';
  expect(await codeOf({ timestamp, event_name })).toBe('payload_no_customer_defined');
  const customer = { stripe_customer_id: 'cus_1' };
  expect(await codeOf({ timestamp, event_name, payload: customer })).toBe(
    'payload_no_value_defined',
  );
  expect(await codeOf({ timestamp, event_name, payload: PAYLOAD })).toBe('duplicate_meter_event');
});

test('an unknown customer is accepted; with --strict it is found invalid later, and holds its identifier', async () => {
  const { v2event, post, mock } = await serveV2({ strict: true });
  await post('/v1/billing/meters', `${CALLS}sum`);
  const event = { event_name: 'calls', identifier: 'a' };
  expect((await v2event(event)).status).toBe(200);
  expect(mock.events().data).toMatchObject([{ invalid: 'meter_event_customer_not_found' }]);
  expect((await v2event(event)).body.error.code).toBe('duplicate_meter_event');
  expect(mock.usage().data).toEqual([]);
});
