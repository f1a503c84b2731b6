/** Error reports: which events, in which window, with which messages. */
import { expect, test } from 'vitest';
import { stateOf } from '../metering/engine-of.ts';
import { invalid, serveV2, type V2Server, v2Event } from '../v2-helper.ts';

const VERSION = { 'stripe-version': '2026-10-28.endive' };

/** All thin events except those about meters themselves, oldest first. */
async function reports({ get }: V2Server) {
  const { body } = await get('/v2/core/events?limit=100', VERSION);
  type Event = { type: string; created: string; data: Record<string, unknown> };
  return (body.data as Event[])
    .filter(({ type }) => type.includes('error_report') || type.includes('no_meter'))
    .reverse();
}

test('sends one report for each meter and window, two seconds after it on the clock', async () => {
  const server = await serveV2();
  const { mock, event } = server;
  const bad = (name: string, identifier: string) =>
    event(`event_name=${name}&identifier=${identifier}&payload[value]=1`);
  await mock.clock.advance(3);
  await bad('a', 'a1');
  await bad('b', 'b1');
  await mock.clock.advance(6.999);
  await bad('a', 'a2');
  await mock.clock.advance(0.001); // the next window begins
  await bad('a', 'a3');
  await mock.clock.advance(1.999);
  expect(await reports(server)).toEqual([]);
  await mock.clock.advance(0.001);
  expect(await reports(server)).toMatchObject([
    { created: '2026-01-31T12:00:12.000Z', data: { reason: { error_count: 2 } } },
    { created: '2026-01-31T12:00:12.000Z', data: { reason: { error_count: 1 } } },
  ]);
  await mock.clock.advance(86_400);
  const last = (await reports(server)).at(-1);
  expect(last).toEqual({
    id: expect.any(String),
    object: 'v2.core.event',
    changes: null,
    context: null,
    created: '2026-01-31T12:00:22.000Z',
    data: {
      developer_message_summary: 'There is 1 invalid event',
      reason: {
        error_count: 1,
        error_types: [
          {
            code: 'meter_event_no_customer_defined',
            error_count: 1,
            sample_errors: [
              {
                error_message: 'Customer mapping key stripe_customer_id not found in payload.',
                request: { identifier: 'a3' },
              },
            ],
          },
        ],
      },
      validation_end: '2026-01-31T12:00:20.000Z',
      validation_start: '2026-01-31T12:00:10.000Z',
    },
    livemode: false,
    reason: null,
    related_object: {
      id: expect.stringMatching(/^mtr_test_/),
      type: 'billing.meter',
      url: expect.stringMatching(/^\/v1\/billing\/meters\/mtr_test_/),
    },
    type: 'v1.billing.meter.error_report_triggered',
  });
});

test('reports every code, from each API; unknown names give no_meter_found', async () => {
  const server = await serveV2({ strict: true });
  const { post, token, stream, mock } = server;
  for (const name of ['ai_search_api', 'old']) {
    await post(
      '/v1/billing/meters',
      `display_name=${name}&event_name=${name}&default_aggregation[formula]=sum`,
    );
  }
  const { body } = await server.get('/v1/billing/meters');
  const old = body.data.find((each: { event_name: string }) => each.event_name === 'old').id;
  await post(`/v1/billing/meters/${old}/deactivate`);
  await post('/v1/customers', 'name=Ann');
  const ann = (await server.get('/v1/customers')).body.data[0].id;
  const payload = (value: string, customer = ann) => ({ stripe_customer_id: customer, value });
  const sent = await stream(await token(), [
    v2Event({ identifier: 'i1', event_name: 'typo_api' }),
    v2Event({ identifier: 'i2', event_name: 'old' }),
    v2Event({ identifier: 'i3', payload: payload('1', 'cus_nobody') }),
    v2Event({ identifier: 'i4', payload: payload('abc') }),
    v2Event({ identifier: 'i5', payload: { stripe_customer_id: ann } }),
    v2Event({ identifier: 'i6', payload: { value: '1' } }),
    v2Event({ identifier: 'i7', payload: payload('1234567890123456') }),
    v2Event({ identifier: 'i8', payload: payload('1'), timestamp: '2026-02-01T00:00:00Z' }),
    v2Event({ identifier: 'i9', payload: payload('1'), timestamp: '2025-12-01T00:00:00Z' }),
    v2Event({ identifier: 'good', payload: payload('1') }),
    v2Event({ identifier: 'good', payload: payload('1') }),
    v2Event({ identifier: 'j1', payload: payload('x'.repeat(5000)) }),
  ]);
  expect(sent.status).toBe(200);
  await mock.clock.advance(12);
  const found = await reports(server);
  expect(found.map(({ type }) => type)).toEqual([
    'v1.billing.meter.no_meter_found',
    'v1.billing.meter.error_report_triggered',
    'v1.billing.meter.error_report_triggered',
  ]);
  expect(found[0]).not.toHaveProperty('related_object');
  type Types = { error_types: { code: string; sample_errors: Sample[] }[] };
  type Sample = { error_message: string; request: { identifier: string } };
  const said = found.flatMap(({ data }) =>
    (data['reason'] as Types).error_types.flatMap(({ code, sample_errors }) =>
      sample_errors.map((each) => [each.request.identifier, code, each.error_message]),
    ),
  );
  const id = body.data.find((each: { id: string }) => each.id !== old).id;
  expect(id).toMatch(/^mtr_/);
  expect(said).toEqual([
    ['i1', 'no_meter', 'No meter was found matching event_name typo_api.'],
    ['i2', 'archived_meter', `Meter ${old} is archived.`],
    ['i3', 'meter_event_customer_not_found', 'Customer cus_nobody not found.'],
    ['i4', 'meter_event_invalid_value', 'Value abc is not a valid number.'],
    ['i5', 'meter_event_invalid_value', 'Value settings key value not found in payload.'],
    ['j1', 'meter_event_invalid_value', `Value ${'x'.repeat(100)}... is not a valid number.`],
    [
      'i6',
      'meter_event_no_customer_defined',
      'Customer mapping key stripe_customer_id not found in payload.',
    ],
    [
      'i7',
      'meter_event_value_too_many_digits',
      'The value in the event payload can have at most 15 digits. Received 1234567890123456.',
    ],
    [
      'i8',
      'timestamp_in_future',
      `Timestamp ${Date.parse('2026-02-01T00:00:00Z') / 1000} is more than 5 minutes in the future.`,
    ],
    [
      'i9',
      'timestamp_too_far_in_past',
      `Timestamp ${Date.parse('2025-12-01T00:00:00Z') / 1000} is more than 35 days in the past.`,
    ],
  ]);
});

test('counts exactly, and has at most five samples', async () => {
  const server = await serveV2();
  for (let i = 0; i < 9; i++) await server.event(`event_name=a&identifier=i${i}&payload[value]=1`);
  await server.mock.clock.advance(12);
  const data = (await reports(server))[0]?.data;
  expect(data).toMatchObject({
    developer_message_summary: 'There are 9 invalid events',
    reason: { error_count: 9, error_types: [{ error_count: 9 }] },
  });
  expect(JSON.stringify(data).match(/"identifier":"i\d"/g)).toHaveLength(5);
});

test('a window of 0 reports each event at once; other windows and delays apply', async () => {
  const server = await serveV2({ validationWindowSeconds: 0 });
  await server.event('event_name=a&identifier=i1&payload[value]=1');
  await server.event('event_name=a&identifier=i2&payload[value]=1');
  expect(await reports(server)).toHaveLength(2);
  const slow = await serveV2({ validationWindowSeconds: 60, reportDelay: 0 });
  await slow.event('event_name=a&identifier=i1&payload[value]=1');
  await slow.mock.clock.advance(59);
  expect(await reports(slow)).toHaveLength(0);
  await slow.mock.clock.advance(1);
  expect(await reports(slow)).toHaveLength(1);
});

test('fixtures and saved states cause no reports', async () => {
  const server = await serveV2();
  const { mock } = server;
  const collector = mock.webhooks.collect();
  await mock.loadFixtures({
    events: [{ event_name: 'a', payload: { value: 'x' }, seconds_ago: 1 }],
    meters: [{ display_name: 'b', event_name: 'b', default_aggregation: { formula: 'sum' } }],
  });
  await mock.clock.advance(60);
  expect((await server.get('/v2/core/events', VERSION)).body.data).toEqual([]);
  expect((await server.get('/v1/events')).body.data).toEqual([]);
  await expect(collector.take({ timeout_ms: 0 })).rejects.toThrow('but 0 were made');
});

test('a reset of an account clears its windows, and no other account’s', async () => {
  const server = await serveV2();
  const key = (account: string) => ({ authorization: `Bearer sk_test_${account}_1` });
  for (const account of ['one', 'two']) {
    await server.event('event_name=a&payload[value]=1', key(account));
  }
  server.mock.reset({ account: 'one' });
  await server.mock.clock.advance(12);
  const seen = async (account: string) =>
    (await server.get('/v2/core/events', { ...VERSION, ...key(account) })).body.data.length;
  expect([await seen('one'), await seen('two')]).toEqual([0, 2]);
});

test('events expire after thirty days on the account’s own clock', async () => {
  const server = await serveV2();
  const { mock } = server;
  mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
  const [{ id }] = (await server.get('/v2/core/events', VERSION)).body.data;
  await mock.clock.advance(30 * 86_400 - 1);
  expect((await server.get(`/v2/core/events/${id}`, VERSION)).status).toBe(200);
  await mock.clock.advance(1, { account: 'default' });
  const gone = await server.get(`/v2/core/events/${id}`, VERSION);
  expect([gone.status, gone.text]).toEqual([
    404,
    '{"error":{"code":"not_found","message":"The resource wasn\'t found."}}',
  ]);
  expect((await server.get('/v2/core/events', VERSION)).body.data).toEqual([]);
});

test('a valid create changes no window, and an event is made only if there is a cause', () => {
  const { apply, clocks, webhooks, engine } = stateOf();
  const account = { account: 'default', livemode: false };
  const input = {
    eventName: 'a',
    identifier: 'i',
    payload: new Map([
      ['stripe_customer_id', 'cus_1'],
      ['value', '1'],
    ]),
    timestamp: Math.floor(clocks.now() / 1000),
    requestId: 'req_1',
    idempotencyKey: null,
    source: 'v1',
  } as const;
  apply({ kind: 'record_event', account, ...clocks.instant('default'), input });
  const made = webhooks.events.newestFirst(account, 'snapshot', clocks.now());
  expect(made.map(({ type }) => type)).toEqual(['billing.meter.created']); // only about the meter
  const [meter] = engine.account(account).meters.all();
  const renamed = { id: meter?.id ?? '', displayName: 'b' };
  apply({ kind: 'rename_meter', account, ...clocks.instant('default'), ...renamed });
  expect(webhooks.events.newestFirst(account, 'thin', clocks.now())).toHaveLength(1);
});

test.each([
  ['limit=0', 'limit: Must be a whole number from 1 to 100.'],
  ['limit=101', 'limit: Must be a whole number from 1 to 100.'],
  ['limit=x', 'limit: Must be a whole number from 1 to 100.'],
  ['created[gt]=yesterday', 'created.gt: Must be an RFC 3339 date-time.'],
  ['created=1', 'created: Must be an object.'],
  ['types=a', 'types: Must be an array.'],
  [
    Array.from({ length: 21 }, (_, n) => `types[${n}]=a`).join('&'),
    'types: Must have at most 20 elements.',
  ],
  ['page=page_x', 'page: Invalid page token.'],
  ['page=bogus', 'page: Invalid page token.'],
  [`page=page_${Buffer.from('[1,2,3,4]').toString('base64url')}`, 'page: Invalid page token.'],
  [
    `page=page_${Buffer.from('["x=1","a",0,false]').toString('base64url')}`,
    'page: Invalid page token.',
  ],
  [
    `object_id=a&page=page_${Buffer.from('["","a",0,false]').toString('base64url')}`,
    'page: Filters cannot change after the first page.',
  ],
  ['color=red', 'color: Unknown field.'],
])('GET /v2/core/events?%s', async (query, reason) => {
  const { get } = await serveV2();
  const { status, body } = await get(`/v2/core/events?${query}`, VERSION);
  expect([status, body]).toEqual([400, invalid(reason)]);
});

test('a raised report has the requested codes and samples; wrong ones are refused', async () => {
  const server = await serveV2();
  const { mock } = server;
  expect(() => mock.errorReports.raise()).toThrow('There is no active meter in account default.');
  await server.event();
  const [first] = (await server.get('/v1/billing/meters')).body.data;
  expect(mock.errorReports.raise()).toMatchObject({ related_object: { id: first.id } });
  const errors = [
    { code: 'archived_meter', count: 900, samples: [] },
    { code: 'meter_event_invalid_value', samples: [{ identifier: 'a', message: 'So so.' }] },
  ] as const;
  expect(mock.errorReports.raise({ meter: first.id, errors })).toMatchObject({
    data: {
      developer_message_summary: 'There are 901 invalid events',
      reason: {
        error_types: [
          { code: 'archived_meter', error_count: 900, sample_errors: [] },
          { sample_errors: [{ error_message: 'So so.', request: { identifier: 'a' } }] },
        ],
      },
    },
  });
  const raise = (body: object) => () => mock.errorReports.raise(body as never);
  expect(raise({ meter: 'mtr_none' })).toThrow('There is no meter mtr_none in account default.');
  expect(raise({ errors: [{ code: 'nope' }] })).toThrow('errors.0.code');
  expect(raise({ errors: [{ code: 'no_meter' }, { code: 'archived_meter' }] })).toThrow(
    'must be the only code',
  );
});
