/** docs/stripe/meter-event-adjustments.md. */
import { expect, test } from 'vitest';
import { EVENT, serve } from '../../helper.ts';

const ADJUSTMENTS = '/v1/billing/meter_event_adjustments';
const cancel = (identifier: string, eventName = 'ai_search_api') =>
  `event_name=${eventName}&type=cancel&cancel[identifier]=${identifier}`;

test('a cancellation is complete at once, and the event no longer counts', async () => {
  const { event, post, mock } = await serve();
  await event(`${EVENT}&identifier=a`);
  await event(`${EVENT}&identifier=b`);
  const answer = await post(ADJUSTMENTS, cancel('a'));
  expect([answer.status, Object.entries(answer.body)]).toEqual([
    200,
    [
      ['object', 'billing.meter_event_adjustment'],
      ['cancel', { identifier: 'a' }],
      ['event_name', 'ai_search_api'],
      ['livemode', false],
      ['status', 'complete'],
      ['type', 'cancel'],
    ],
  ]);
  expect(mock.usage().data).toMatchObject([{ value: '25' }]);
  expect(mock.events({ identifier: 'a' }).data).toMatchObject([{ cancelled: true }]);
  expect((await event(`${EVENT}&identifier=a`)).body.error.message).toBe(
    'An event already exists with identifier a.',
  );
});

test('says why an event cannot be cancelled', async () => {
  const { event, post, mock } = await serve({ retain: 2 });
  const message = async (form: string) => {
    const answer = await post(ADJUSTMENTS, form);
    expect(answer.status).toBe(400);
    return answer.body.error.message;
  };
  for (const identifier of ['a', 'b', 'c']) await event(`${EVENT}&identifier=${identifier}`);
  await post(
    '/v1/billing/meters',
    'display_name=o&event_name=other&default_aggregation[formula]=sum',
  );
  expect(await message(cancel('x'))).toBe('No event found with identifier x.');
  expect(await message(cancel('c', 'other'))).toBe('No event found with identifier c.');
  expect(await message(cancel('c', 'unknown'))).toBe(
    'No active meter found for event name "unknown".',
  );
  expect(await message(cancel('a'))).toMatch(
    /keeps the last 2 events\. Start it with a larger --retain\.$/,
  );
  await post(ADJUSTMENTS, cancel('c'));
  expect(await message(cancel('c'))).toBe('The event with identifier c was already cancelled.');
  await mock.clock.advance(86_400);
  expect(await message(cancel('b'))).toBe(
    'The event with identifier b was received more than 24 hours ago and can no longer be cancelled.',
  );
});

test.each([
  ['event_name=a&type=cancel', 'Missing required param: cancel[identifier].'],
  ['event_name=a&type=cancel&cancel=x', 'Invalid object'],
  ['event_name=a&type=undo&cancel[identifier]=x', 'Invalid type: must be one of cancel'],
  ['type=cancel&cancel[identifier]=x', 'Missing required param: event_name.'],
  ['event_name=a&type=cancel&cancel[id]=x', 'Received unknown parameter: cancel[id]'],
])('%s is refused', async (form, message) => {
  const { post } = await serve();
  expect((await post(ADJUSTMENTS, form)).body.error.message).toBe(message);
});

test('a repeated cancellation with the same key is replayed', async () => {
  const { event, post } = await serve();
  await event(`${EVENT}&identifier=a`);
  const answers = [
    await post(ADJUSTMENTS, cancel('a'), { 'Idempotency-Key': 'k' }),
    await post(ADJUSTMENTS, cancel('a'), { 'Idempotency-Key': 'k' }),
  ];
  expect(answers.map(({ status, headers }) => [status, headers['idempotent-replayed']])).toEqual([
    [200, undefined],
    [200, 'true'],
  ]);
});
