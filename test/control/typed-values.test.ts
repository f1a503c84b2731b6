/** Types: JSON bodies must have the right ones; text is parsed where only text can be sent. */
import { expect, test } from 'vitest';
import { EVENT, serve } from '../helper.ts';

const METER = {
  display_name: 'Calls',
  event_name: 'calls',
  default_aggregation: { formula: 'sum' },
};

test.each([
  ['/faults', { effect: 'delay', delay_ms: '5' }, 'delay_ms: must be a whole number, got "5".'],
  ['/faults', { effect: 'respond', status: '500' }, 'status: must be a whole number, got "500".'],
  ['/faults', { effect: 'rate_limit', skip: '1' }, 'skip: must be a whole number, got "1".'],
  [
    '/faults',
    { effect: 'rate_limit', times: '2' },
    'times: must be a whole number from 1, or null for no limit; got "2".',
  ],
  [
    '/faults',
    { effect: 'rate_limit', probability: '0.5' },
    'probability: must be a number, got "0.5".',
  ],
  [
    '/faults',
    { effect: 'signature_stale', age_seconds: '9' },
    'age_seconds: must be a whole number, got "9".',
  ],
  ['/clock', { advance_seconds: '60' }, 'advance_seconds: must be a number, got "60".'],
  ['/clock', { frozen: 'true' }, 'frozen: must be true or false, got "true".'],
  [
    '/clock',
    { now: '1893456000' },
    'now: takes seconds since the epoch or ISO 8601, such as 1767225600 or ' +
      '"2026-01-01T00:00:00Z"; got "1893456000".',
  ],
  [
    '/error_reports',
    { errors: [{ code: 'no_meter', count: '2' }] },
    'errors.0.count: must be a whole number, got "2".',
  ],
  ['/error_reports', { livemode: 'false' }, 'livemode: must be true or false, got "false".'],
  [
    '/fixtures',
    { events: [{ event_name: 'calls', payload: {}, seconds_ago: '5' }] },
    'fixtures: events[0].seconds_ago: must be a whole number, got "5"',
  ],
  [
    '/fixtures',
    { meters: [{ ...METER, created: '1767225600' }] },
    'fixtures: meters[0].created: takes seconds since the epoch or ISO 8601, such as 1767225600 ' +
      'or "2026-01-01T00:00:00Z"; got "1767225600"',
  ],
  [
    '/fixtures',
    { faults: [{ effect: 'delay', delay_ms: '5' }] },
    'fixtures: faults[0].delay_ms: must be a whole number, got "5"',
  ],
  [
    '/fixtures',
    { customers: [{}], dropped_events: '0' },
    'fixtures: dropped_events: must be a whole number, got "0"',
  ],
] as [string, object, string][])(
  'POST %s %j: text is not a number',
  async (path, body, message) => {
    const { control, mock } = await serve();
    const before = mock.saveFixtures();
    const answer = await control('post', path, body);
    expect([answer.status, answer.body.error?.message]).toEqual([400, message]);
    expect(mock.saveFixtures()).toEqual(before);
  },
);

test('the library is as strict as the control routes', async () => {
  const { mock } = await serve();
  const body = { effect: 'delay', delay_ms: '5' } as never;
  expect(() => mock.faults.arm(body)).toThrow('delay_ms: must be a whole number, got "5".');
});

test('accepts numbers that are numbers', async () => {
  const { control } = await serve();
  const fault = { effect: 'delay', delay_ms: 5, skip: 1, times: 2, probability: 0.5 };
  expect((await control('post', '/faults', fault)).body).toMatchObject(fault);
  expect((await control('post', '/clock', { now: 1_893_456_000 })).body.now_seconds).toBe(
    1_893_456_000,
  );
});

test('a query is text, and parsed', async () => {
  const { control, event } = await serve();
  await event();
  await event(EVENT.replace('cus_1', 'cus_2'));
  expect((await control('get', '/meter_events?limit=1')).body.data).toHaveLength(1);
  expect((await control('get', '/requests?since=1769860800&status=200')).body.data).toHaveLength(2);
  expect((await control('get', '/meter_events?cancelled=false')).body.data).toHaveLength(2);
});

test.each([
  ['respond; status=418; body=5', 418, '5'],
  ['respond; status=600', 400, /status: must be at most 599, got 600/],
  ['respond; status=many', 400, /status: must be a whole number, got \\"many\\"/],
  ['delay; delay_ms=1; delay_ms=2', 400, /delay_ms is given more than once/],
  ['constructor; delay_ms=1', 400, /effect: must be one of/],
] as [string, number, string | RegExp][])(
  'the header Mock-Fault: %s is text, and parsed',
  async (header, status, text) => {
    const { event } = await serve();
    const answer = await event(EVENT, { 'Mock-Fault': header });
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
  },
);
