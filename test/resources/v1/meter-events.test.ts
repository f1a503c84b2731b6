/** docs/stripe/meter-events.md#errors: every row, as bytes on the wire. */
import { expect, test } from 'vitest';
import { EVENT, START, serve } from '../../helper.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('answers an event as Stripe does, to the byte', async () => {
  const { event } = await serve();
  const answer = await event(`${EVENT}&identifier=identifier_123&timestamp=${START - 60}`);
  expect(answer.status).toBe(200);
  expect(answer.text).toBe(`{
  "object": "billing.meter_event",
  "created": ${START},
  "event_name": "ai_search_api",
  "identifier": "identifier_123",
  "livemode": false,
  "payload": {
    "value": "25",
    "stripe_customer_id": "cus_1"
  },
  "timestamp": ${START - 60}
}`);
});

test('generates an identifier and a timestamp if absent', async () => {
  const { event } = await serve();
  const answer = await event();
  expect(answer.body).toMatchObject({
    identifier: expect.stringMatching(UUID),
    created: START,
    timestamp: START,
  });
});

test('a payload keeps its order, its text and its unusual names', async () => {
  const { event } = await serve();
  const answer = await event(
    'event_name=e&payload[10]=z&payload[2]=y&payload[__proto__]=x&payload[constructor]=w&payload[stripe_customer_id]=cus_1&payload[value]=007&payload[none]=',
  );
  expect(answer.status).toBe(200);
  expect(answer.text).toContain(
    '"payload": {\n    "10": "z",\n    "2": "y",\n    "__proto__": "x",\n    "constructor": "w",\n    "stripe_customer_id": "cus_1",\n    "value": "007",\n    "none": ""\n  }',
  );
});

const refusals: [string, string, object][] = [
  [
    'no event_name',
    'payload[value]=1',
    {
      code: 'parameter_missing',
      message: 'Missing required param: event_name.',
      param: 'event_name',
    },
  ],
  [
    'no payload',
    'event_name=a',
    { code: 'parameter_missing', message: 'Missing required param: payload.', param: 'payload' },
  ],
  [
    'nothing',
    '',
    {
      code: 'parameter_missing',
      message: 'Missing required param: event_name.',
      param: 'event_name',
    },
  ],
  [
    'empty event_name',
    `${EVENT.replace('ai_search_api', '')}`,
    { code: 'parameter_invalid_empty', message: empty('event_name'), param: 'event_name' },
  ],
  [
    'empty identifier',
    `${EVENT}&identifier=`,
    { code: 'parameter_invalid_empty', message: empty('identifier'), param: 'identifier' },
  ],
  ['payload no hash', 'event_name=a&payload=foo', { message: 'Invalid object', param: 'payload' }],
  ['payload a list', 'event_name=a&payload[]=foo', { message: 'Invalid object', param: 'payload' }],
  [
    'a hash for a string',
    'event_name[a]=b&payload[value]=1',
    { message: 'Invalid string: {"a"=>"b"}', param: 'event_name' },
  ],
  [
    'nested payload',
    'event_name=a&payload[value][a]=1',
    { message: 'Invalid string: {"a"=>"1"}', param: 'payload[value]' },
  ],
  [
    'long event_name',
    `event_name=abcd${'e'.repeat(93)}wxyz&payload[value]=1`,
    { message: 'Invalid string: abcd...wxyz; must be at most 100 characters', param: 'event_name' },
  ],
  [
    'long identifier',
    `${EVENT}&identifier=abcd${'i'.repeat(93)}wxyz`,
    { message: 'Invalid string: abcd...wxyz; must be at most 100 characters', param: 'identifier' },
  ],
  [
    'timestamp no number',
    `${EVENT}&timestamp=abc`,
    { code: 'parameter_invalid_integer', message: 'Invalid integer: abc', param: 'timestamp' },
  ],
  [
    'timestamp too long',
    `${EVENT}&timestamp=${'9'.repeat(400)}`,
    {
      code: 'parameter_invalid_integer',
      message: `Invalid integer: ${'9'.repeat(100)}...`,
      param: 'timestamp',
    },
  ],
  [
    'long by characters',
    `event_name=${'🙂'.repeat(101)}&payload[value]=1`,
    {
      message: 'Invalid string: 🙂🙂🙂🙂...🙂🙂🙂🙂; must be at most 100 characters',
      param: 'event_name',
    },
  ],
  [
    'timestamp a fraction',
    `${EVENT}&timestamp=1.5`,
    { code: 'parameter_invalid_integer', message: 'Invalid integer: 1.5', param: 'timestamp' },
  ],
  [
    'empty timestamp',
    `${EVENT}&timestamp=`,
    { code: 'parameter_invalid_empty', message: empty('timestamp'), param: 'timestamp' },
  ],
  [
    'unknown parameter',
    `${EVENT}&foo=1`,
    { code: 'parameter_unknown', message: 'Received unknown parameter: foo', param: 'foo' },
  ],
  [
    'unknown, near miss',
    `${EVENT}&event_nme=1`,
    {
      code: 'parameter_unknown',
      message: 'Received unknown parameter: event_nme. Did you mean event_name?',
      param: 'event_nme',
    },
  ],
  [
    'unknown, dotted',
    `${EVENT}&payload.value=1`,
    {
      code: 'parameter_unknown',
      message: 'Received unknown parameter: payload.value. Did you mean payload?',
      param: 'payload.value',
    },
  ],
  [
    'two unknown',
    `foo=1&bar=2&${EVENT}`,
    { code: 'parameter_unknown', message: 'Received unknown parameters: foo, bar', param: 'foo' },
  ],
  [
    'unknown before missing',
    'foo=1',
    { code: 'parameter_unknown', message: 'Received unknown parameter: foo', param: 'foo' },
  ],
  [
    'declared order',
    `identifier=&timestamp=abc&event_name=a`,
    { code: 'parameter_invalid_empty', message: empty('identifier'), param: 'identifier' },
  ],
  [
    'expand',
    `${EVENT}&expand[]=customer`,
    { message: 'This property cannot be expanded (customer).' },
  ],
  [
    'expand too deep',
    `${EVENT}&expand[0]=a.b.c.d.e`,
    {
      code: 'property_expansion_max_depth',
      message: 'You cannot expand more than 4 levels of a property. Property: a.b.c.d.e',
    },
  ],
  [
    'expand empty',
    `${EVENT}&expand[]=`,
    { code: 'parameter_invalid_empty', message: empty('expand[0]'), param: 'expand[0]' },
  ],
  ['expand no list', `${EVENT}&expand=a`, { message: 'Invalid array', param: 'expand' }],
];

test.each(refusals)('%s', async (_name, form, error) => {
  const { event, mock } = await serve();
  const answer = await event(form, { 'Idempotency-Key': 'key-1' });
  expect(answer.status).toBe(400);
  expect(withoutUrls(answer.body.error)).toEqual({ ...error, type: 'invalid_request_error' });
  expect(answer.text.endsWith('}\n')).toBe(true);
  expect(answer.headers).toMatchObject({
    'idempotency-key': 'key-1',
    'original-request': answer.headers['request-id'],
  });
  expect(answer.headers).not.toHaveProperty('stripe-should-retry');
  expect(mock.events().data).toEqual([]);
  // A parameter error is not stored for its key.
  expect((await event(EVENT, { 'Idempotency-Key': 'key-1' })).status).toBe(200);
});

const executed: [string, string, string][] = [
  [
    'too old',
    `${EVENT}&timestamp=${START - 35 * 86_400 - 1}`,
    `The event timestamp cannot be more than 35 days in past. Expected a timestamp greater than or equal to ${START - 35 * 86_400}.`,
  ],
  [
    'milliseconds',
    `${EVENT}&timestamp=${START}000`,
    `The event timestamp cannot be more than 5 minutes in future. Expected a timestamp less than or equal to ${START + 300}.`,
  ],
  [
    'too new',
    `${EVENT}&timestamp=${START + 301}`,
    `The event timestamp cannot be more than 5 minutes in future. Expected a timestamp less than or equal to ${START + 300}.`,
  ],
  [
    'too many digits',
    'event_name=a&payload[value]=1234567890123456',
    'The value in the event payload can have at most 15 digits. Received 1234567890123456.',
  ],
  [
    'too many decimals',
    'event_name=a&payload[value]=43.8996644020081',
    'The value in the event payload can have at most 15 digits. Received 43.8996644020081.',
  ],
  [
    'a tiny value',
    'event_name=a&payload[value]=0.0000000000001',
    'The value in the event payload can have at most 15 digits. Received 0.0000000000001.',
  ],
];

test.each(executed)(
  '%s: refused by the endpoint, and stored for its key',
  async (_name, form, message) => {
    const { event, mock } = await serve();
    const answer = await event(form, { 'Idempotency-Key': 'key-1' });
    expect([answer.status, withoutUrls(answer.body.error)]).toEqual([
      400,
      { message, type: 'invalid_request_error' },
    ]);
    expect(answer.headers['stripe-should-retry']).toBe('false');
    const again = await event(form, { 'Idempotency-Key': 'key-1' });
    expect([again.text, again.headers['idempotent-replayed']]).toEqual([answer.text, 'true']);
    expect(mock.events().data).toEqual([]);
  },
);

test('refuses a duplicate: 400, the exact message, no code, no param, no retry', async () => {
  const { event, mock } = await serve();
  await event(`${EVENT}&identifier=order-1`);
  const answer = await event(`${EVENT}&identifier=order-1`, { 'Idempotency-Key': 'another' });
  expect(answer.status).toBe(400);
  expect(answer.text).toBe(`{
  "error": {
    "message": "An event already exists with identifier order-1.",
    "request_log_url": "https://dashboard.stripe.com/acct_default/test/workbench/logs?object=${answer.headers['request-id']}",
    "type": "invalid_request_error"
  }
}
`);
  expect(answer.headers['stripe-should-retry']).toBe('false');
  expect(mock.events().data).toHaveLength(1);
});

test('a hundred concurrent requests with one identifier: one is accepted', async () => {
  const { event, mock } = await serve();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => event(`${EVENT}&identifier=order-1`)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(
    answers.filter(
      ({ status, body }) =>
        status === 400 && body.error.message === 'An event already exists with identifier order-1.',
    ),
  ).toHaveLength(99);
  expect(mock.events().data).toHaveLength(1);
});

test('an identifier is held for 24 hours on the clock', async () => {
  const { event, mock } = await serve();
  const again = async () => (await event(`${EVENT}&identifier=order-1`)).status;
  expect(await again()).toBe(200);
  await mock.clock.advance(86_399);
  expect(await again()).toBe(400);
  await mock.clock.advance(1);
  expect(await again()).toBe(200);
});

test('a refused request does not hold its identifier', async () => {
  const { event } = await serve();
  await event(`${EVENT}&identifier=order-1&timestamp=1`);
  await event(`${EVENT}&identifier=order-1&foo=1`);
  expect((await event(`${EVENT}&identifier=order-1`)).status).toBe(200);
});

test.each(['1234567890123456', '43.8996644020081'])(
  'older versions accept a value of %s, and find it invalid later',
  async (value) => {
    const { event, mock } = await serve();
    const send = (version: string) =>
      event(`event_name=a&payload[stripe_customer_id]=cus_1&payload[value]=${value}`, {
        'Stripe-Version': version,
      });
    for (const version of ['2023-10-16', '2026-03-25.dahlia'])
      expect((await send(version)).status).toBe(200);
    expect((await send('2026-04-22.dahlia')).status).toBe(400);
    expect(mock.events().data.map(({ invalid }) => invalid)).toEqual(
      Array(2).fill('meter_event_value_too_many_digits'),
    );
  },
);

test('with --strict, refuses an unknown event name and an unknown customer', async () => {
  const { event, post } = await serve({ strict: true });
  expect(withoutUrls((await event()).body.error)).toEqual({
    message: 'No active meter found for event name "ai_search_api".',
    type: 'invalid_request_error',
  });
  await post(
    '/v1/billing/meters',
    'display_name=m&event_name=ai_search_api&default_aggregation[formula]=sum',
  );
  const answer = await event(EVENT, { 'Idempotency-Key': 'key-1' });
  expect([answer.status, withoutUrls(answer.body.error)]).toEqual([
    400,
    {
      code: 'resource_missing',
      message: "No such customer: 'cus_1'",
      param: 'payload[stripe_customer_id]',
      type: 'invalid_request_error',
    },
  ]);
  expect(answer.headers).not.toHaveProperty('stripe-should-retry');
});

test('the limit of a hundred counts characters, not UTF-16 units', async () => {
  const { event } = await serve();
  expect((await event(`event_name=${'🙂'.repeat(100)}&payload[value]=1`)).status).toBe(200);
});

test('under --strict, an error names the payload key that maps the customer', async () => {
  const { event, post } = await serve({ strict: true });
  await post(
    '/v1/billing/meters',
    'display_name=m&event_name=m&default_aggregation[formula]=sum&customer_mapping[type]=by_id&customer_mapping[event_payload_key]=who',
  );
  expect((await event('event_name=m&payload[who]=cus_1&payload[value]=1')).body.error.param).toBe(
    'payload[who]',
  );
});

test('a deactivated meter refuses events, even without --strict', async () => {
  const { event, post, get } = await serve();
  await event();
  const [meter] = (await get('/v1/billing/meters')).body.data;
  await post(`/v1/billing/meters/${meter.id}/deactivate`);
  expect((await event()).body.error.message).toBe(
    'No active meter found for event name "ai_search_api".',
  );
  await post(`/v1/billing/meters/${meter.id}/reactivate`);
  expect((await event()).status).toBe(200);
});

function empty(param: string): string {
  return `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
}

/** Checks the fields that all errors share, and returns the others. */
function withoutUrls(error: Record<string, string>): object {
  const { doc_url, request_log_url, ...rest } = error;
  expect(request_log_url).toMatch(
    /^https:\/\/dashboard\.stripe\.com\/acct_default\/test\/workbench\/logs\?object=req_\w{14}$/,
  );
  const documented = rest['code'] !== undefined && rest['code'] !== 'property_expansion_max_depth';
  expect(doc_url).toBe(
    documented
      ? `https://stripe.com/docs/error-codes/${rest['code']?.replaceAll('_', '-')}`
      : undefined,
  );
  return rest;
}
