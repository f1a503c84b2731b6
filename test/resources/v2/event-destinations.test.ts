/** `/v2/core/event_destinations`: what it accepts, shows and refuses. */
import { expect, test } from 'vitest';
import { invalid, serveV2 } from '../../v2-helper.ts';

const PATH = '/v2/core/event_destinations';
const VERSION = { 'stripe-version': '2026-10-28.endive' };
const BODY = {
  name: 'Meter errors',
  type: 'webhook_endpoint',
  event_payload: 'thin',
  enabled_events: ['v1.billing.meter.error_report_triggered'],
  webhook_endpoint: { url: 'http://127.0.0.1:4242/webhook' },
};

test('creates, lists, changes, disables, enables, pings and deletes one', async () => {
  const { json, get, mock, delete: remove } = await serveV2();
  const include = ['webhook_endpoint.signing_secret', 'webhook_endpoint.url'];
  const made = await json(PATH, { ...BODY, include, metadata: { a: '1', b: '2' } });
  expect(Object.keys(made.body).join()).toBe(
    'id,object,created,description,enabled_events,event_payload,events_from,livemode,metadata,' +
      'name,snapshot_api_version,status,status_details,type,updated,webhook_endpoint',
  );
  const { id } = made.body;
  expect(id).toMatch(/^ed_test_61\w{15}16\w{7}SQ\w{16}$/);
  const shown = {
    ...made.body,
    webhook_endpoint: { signing_secret: null, url: null },
  };
  expect(made.body).toMatchObject({
    description: '',
    events_from: ['@self'],
    metadata: { a: '1', b: '2' },
    status: 'enabled',
    status_details: null,
    webhook_endpoint: { signing_secret: expect.stringMatching(/^whsec_\w{32}$/) },
  });
  expect((await get(`${PATH}/${id}`, VERSION)).body).toEqual(shown);
  const withUrl = await get(`${PATH}/${id}?include[0]=webhook_endpoint.url`, VERSION);
  expect(withUrl.body.webhook_endpoint).toEqual({
    signing_secret: null,
    url: BODY.webhook_endpoint.url,
  });
  expect((await get(PATH, VERSION)).body).toEqual({
    data: [shown],
    next_page_url: null,
    previous_page_url: null,
  });
  await mock.clock.advance(1);
  const change = { name: 'New', metadata: { a: null, c: '3' }, description: 'x' };
  const changed = await json(`${PATH}/${id}`, change);
  expect(changed.body).toEqual({
    ...shown,
    name: 'New',
    description: 'x',
    metadata: { b: '2', c: '3' },
    updated: '2026-01-31T12:00:01.000Z',
  });
  const disabled = await json(`${PATH}/${id}/disable`);
  expect(disabled.body).toMatchObject({
    status: 'disabled',
    status_details: { disabled: { reason: 'user' } },
  });
  expect((await json(`${PATH}/${id}/ping`)).body.error.code).toBe('event_destination_disabled');
  expect((await json(`${PATH}/${id}/enable`)).body).toMatchObject({
    status: 'enabled',
    status_details: null,
  });
  const ping = await json(`${PATH}/${id}/ping`, {}, { 'idempotency-key': 'k' });
  expect(ping.body).toMatchObject({
    type: 'v2.core.event_destination.ping',
    data: {},
    reason: { type: 'request', request: { idempotency_key: 'k' } },
    related_object: { id, type: 'v2.core.event_destination', url: `${PATH}/${id}` },
  });
  expect(mock.deliveries.list({ type: ping.body.type })).toMatchObject({
    pending: [{ event: ping.body.id, destination: id }],
  });
  expect((await remove(`${PATH}/${id}`, VERSION)).body).toEqual({
    id,
    object: 'v2.core.event_destination',
  });
  for (const path of ['', '/ping', '/enable', '/disable']) {
    expect((await json(`${PATH}/${id}${path}`)).status, path).toBe(404);
  }
  expect((await get(`${PATH}/${id}`, VERSION)).status).toBe(404);
});

const enumError = (value: string, kind: string) =>
  `enabled_events[0]: Unrecognized enum value '${value}', valid values are: ` +
  `the types of ${kind} events.`;

test.each([
  [{ enabled_events: ['*'] }, enumError('*', 'thin')],
  [{ enabled_events: ['billing.meter.created'] }, enumError('billing.meter.created', 'thin')],
  [{ enabled_events: ['v1.billing.meter.nope'] }, enumError('v1.billing.meter.nope', 'thin')],
  [{ event_payload: 'snapshot' }, enumError(BODY.enabled_events[0] as string, 'snapshot')],
  [{ enabled_events: [] }, 'enabled_events: Must not be empty.'],
  [{ webhook_endpoint: { url: 'nonsense' } }, 'webhook_endpoint.url: Not a valid URL.'],
  [
    { webhook_endpoint: { url: 'file:///etc/passwd' } },
    'webhook_endpoint.url: URL must begin with http:// or https://.',
  ],
  [
    { webhook_endpoint: { url: 'http://a:b@localhost/' } },
    'webhook_endpoint.url: URL must not contain a user name or a password.',
  ],
  [{ webhook_endpoint: undefined }, 'webhook_endpoint: This field is required.'],
  [{ name: undefined }, 'name: This field is required.'],
  [{ snapshot_api_version: '2026-10-28.endive' }, expect.stringContaining('snapshot_api_version')],
  [
    {
      event_payload: 'snapshot',
      enabled_events: ['*'],
      snapshot_api_version: 'yesterday',
    },
    'snapshot_api_version: Invalid Stripe API version: yesterday.',
  ],
  [{ metadata: { ['k'.repeat(41)]: '1' } }, expect.stringContaining('at most 40 characters')],
  [{ status: 'disabled' }, 'status: Unknown field.'],
])('a create with %j', async (change, reason) => {
  const { json } = await serveV2();
  const { status, body } = await json(PATH, { ...BODY, ...change });
  expect(status).toBe(400);
  if (typeof reason === 'string') expect(body).toEqual(invalid(reason));
  else expect(body.error.message).toEqual(reason);
});

test('the mock’s own refusals begin with its name', async () => {
  const { json } = await serveV2();
  const messages = [
    await json(PATH, { ...BODY, type: 'amazon_eventbridge' }),
    await json(PATH, { ...BODY, webhook_endpoint: { url: 'https://example.com/' } }),
    await json(PATH, { ...BODY, webhook_endpoint: { url: 'http://169.254.169.254/' } }),
  ].map(({ status, body }) => [status, body.error.message]);
  for (const [status, message] of messages) {
    expect([status, message]).toEqual([400, expect.stringMatching(/^stripe-meter-mock /)]);
  }
});

test('an update refuses what cannot change as unknown; events_from has old names', async () => {
  const { json } = await serveV2();
  const { id } = (await json(PATH, BODY)).body;
  for (const field of ['type', 'event_payload', 'snapshot_api_version', 'events_from']) {
    const { body } = await json(`${PATH}/${id}`, { [field]: 'x' });
    expect(body).toEqual(invalid(`${field}: Unknown field.`));
  }
  const { body } = await json(PATH, { ...BODY, events_from: ['self'] });
  expect(body.error.message).toContain("events_from[0]: Unrecognized enum value 'self'");
});

test('an account has at most a hundred, and the two resources do not list each other', async () => {
  const { json, post, get } = await serveV2();
  const made = await Promise.all(Array.from({ length: 120 }, () => json(PATH, BODY)));
  expect(made.filter(({ status }) => status === 200)).toHaveLength(100);
  const refused = made.find(({ status }) => status !== 200);
  expect(refused?.body.error.message).toMatch(/^stripe-meter-mock keeps at most 100 /);
  const other = await json(PATH, BODY, { authorization: 'Bearer sk_test_other_1' });
  expect(other.status).toBe(200);
  await post('/v1/webhook_endpoints', 'url=http://localhost/&enabled_events[]=*');
  expect((await get('/v1/webhook_endpoints')).body.data).toHaveLength(1);
  expect((await get(`${PATH}?limit=100`, VERSION)).body.data).toHaveLength(100);
});
