/** `/v1/webhook_endpoints` and `/v1/events`. */
import { expect, test } from 'vitest';
import { serve } from '../../helper.ts';

const PATH = '/v1/webhook_endpoints';
const FORM = 'url=http://localhost:4242/&enabled_events[]=billing.meter.created';

test('creates an endpoint, shows it without its secret, changes and deletes it', async () => {
  const { post, get, delete: remove } = await serve();
  const made = await post(
    PATH,
    `${FORM}&description=d&metadata[a]=1&api_version=2026-06-24.dahlia`,
  );
  expect(Object.keys(made.body).join()).toBe(
    'id,object,api_version,application,created,description,enabled_events,livemode,metadata,' +
      'secret,status,url',
  );
  const { id, secret, ...shown } = made.body;
  expect([id, secret]).toEqual([
    expect.stringMatching(/^we_1\w{23}$/),
    expect.stringMatching(/^whsec_\w{32}$/),
  ]);
  expect((await get(`${PATH}/${id}`)).body).toEqual({ id, ...shown });
  const changed = await post(`${PATH}/${id}`, 'disabled=true&metadata[a]=&description=');
  expect(changed.body).toEqual({
    id,
    ...shown,
    description: null,
    metadata: {},
    status: 'disabled',
  });
  expect((await post(`${PATH}/${id}`, 'disabled=false')).body.status).toBe('enabled');
  expect((await remove(`${PATH}/${id}`)).body).toEqual({
    id,
    object: 'webhook_endpoint',
    deleted: true,
  });
  const gone = await get(`${PATH}/${id}`);
  expect([gone.status, gone.body.error.message]).toEqual([
    404,
    `No such webhook endpoint: '${id}'`,
  ]);
});

test('accepts sixteen endpoints and refuses the seventeenth', async () => {
  const { post } = await serve();
  for (let i = 0; i < 16; i++) expect((await post(PATH, FORM)).status).toBe(200);
  const { status, body } = await post(PATH, FORM);
  expect([status, body.error.message]).toEqual([
    400,
    'You have reached the maximum of 16 test webhook endpoints.',
  ]);
});

test.each([
  ['url=http://localhost/', 'Missing required param: enabled_events.'],
  ['enabled_events[]=*', 'Missing required param: url.'],
  [
    'url=http://localhost/&enabled_events[]=nope',
    'Invalid enabled_events[0]: must be one of *, billing.meter.created, billing.meter.updated, ' +
      'billing.meter.deactivated, or billing.meter.reactivated',
  ],
  [
    'url=http://localhost/&enabled_events[]=v1.billing.meter.error_report_triggered',
    expect.stringMatching(/^Invalid enabled_events\[0\]: must be one of /),
  ],
  ['url=nonsense&enabled_events[]=*', 'Not a valid URL.'],
  ['url=file:///etc/passwd&enabled_events[]=*', 'URL must begin with http:// or https://.'],
  [
    'url=http://a:b@localhost/&enabled_events[]=*',
    'URL must not contain a user name or a password.',
  ],
  [
    'url=http://169.254.169.254/&enabled_events[]=*',
    expect.stringMatching(/^stripe-meter-mock does not send to 169\.254\.169\.254: /),
  ],
  [`${FORM}&api_version=x`, 'Invalid Stripe API version: x'],
  [`${FORM}&connect=perhaps`, 'Invalid boolean: perhaps'],
])('POST %s', async (form, message) => {
  const { post } = await serve();
  const { status, body } = await post(PATH, form);
  expect([status, body.error.message]).toEqual([400, message]);
});

test('a connect endpoint gets the events of connected accounts, and no others', async () => {
  const { post, mock } = await serve();
  const own = (await post(PATH, 'url=http://127.0.0.1:1/&enabled_events[]=*')).body.id;
  const all = (await post(PATH, 'url=http://127.0.0.1:1/&enabled_events[]=*&connect=true')).body.id;
  mock.deliveries.hold();
  const meter = 'display_name=a&event_name=a&default_aggregation[formula]=sum';
  await post('/v1/billing/meters', meter);
  await post('/v1/billing/meters', meter, { 'stripe-account': 'acct_1' });
  const { pending } = mock.deliveries.list();
  expect(pending.map(({ account, destination }) => [account, destination])).toEqual([
    ['default', own],
    ['default/acct_1', all],
  ]);
});

test('filters and pages events, and refuses wrong queries', async () => {
  const { post, get, mock } = await serve();
  const meter = 'display_name=a&event_name=a&default_aggregation[formula]=sum';
  const { id } = (await post('/v1/billing/meters', meter)).body;
  await mock.clock.advance(10);
  await post(`/v1/billing/meters/${id}`, 'display_name=b');
  await post(`/v1/billing/meters/${id}`, 'display_name=b'); // changes nothing
  await post(`/v1/billing/meters/${id}/deactivate`);
  await post(`/v1/billing/meters/${id}/reactivate`);
  const types = async (query: string) => {
    const { body } = await get(`/v1/events?${query}`);
    return body.data.map(({ type }: { type: string }) => type.slice('billing.meter.'.length));
  };
  expect(await types('')).toEqual(['reactivated', 'deactivated', 'updated', 'created']);
  expect(await types('type=billing.meter.updated')).toEqual(['updated']);
  expect(await types('type=billing.*&limit=1')).toEqual(['reactivated']);
  expect(await types('types[]=billing.meter.updated&types[]=billing.meter.created')).toEqual([
    'updated',
    'created',
  ]);
  expect(await types('created[lt]=1769860810')).toEqual(['created']);
  expect(await types('delivery_success=false')).toEqual([]);
  const { body } = await get('/v1/events?limit=1&type=billing.meter.updated');
  const [updated] = body.data;
  expect(updated.data.previous_attributes).toEqual({ display_name: 'a', updated: 1_769_860_800 });
  expect(await types(`starting_after=${updated.id}`)).toEqual(['created']);
  expect((await get(`/v1/events/${updated.id}`)).body).toEqual(updated);
  const unknown = await get('/v1/events/evt_x');
  expect([unknown.status, unknown.body.error.message]).toEqual([404, "No such event: 'evt_x'"]);
  expect((await get('/v1/events?type=a&types[]=b')).status).toBe(400);
  const thin = (await get('/v2/core/events', { 'stripe-version': '2026-10-28.endive' })).body.data;
  expect((await get(`/v1/events/${thin[0].id}`)).status).toBe(404);
});
