/** docs/stripe/v2.md#adjustments. */
import { expect, test } from 'vitest';
import { EVENT } from '../../helper.ts';
import { invalid, serveV2, V2_ADJUSTMENTS, v2Event } from '../../v2-helper.ts';

const CANCEL = { event_name: 'ai_search_api', type: 'cancel', cancel: { identifier: 'a' } };

test('an adjustment has Stripe’s field order, and cancels the event', async () => {
  const { v2event, json, mock } = await serveV2();
  await v2event({ identifier: 'a' });
  const answer = await json(V2_ADJUSTMENTS, CANCEL);
  expect(answer.status).toBe(200);
  expect(answer.text).toMatch(
    /^\{"object":"v2\.billing\.meter_event_adjustment","id":"mtr_event_adj_test_[A-Za-z0-9]{32}","livemode":false,"created":"2026-01-31T12:00:00\.000Z","status":"complete","event_name":"ai_search_api","type":"cancel","cancel":\{"identifier":"a"\}\}$/,
  );
  expect(mock.usage()).toMatchObject({ counts: [{ cancelled: 1 }], data: [] });
});

test('v1’s and v2’s adjustments cancel events from every source', async () => {
  const { v2event, event, token, stream, json, post, mock } = await serveV2();
  await event(`${EVENT}&identifier=v1`);
  await v2event({ identifier: 'v2' });
  await stream(await token(), [
    v2Event({ identifier: 'stream' }),
    v2Event({ identifier: 'other' }),
  ]);
  for (const identifier of ['v1', 'v2', 'stream']) {
    const answer = await json(V2_ADJUSTMENTS, { ...CANCEL, cancel: { identifier } });
    expect(answer.status).toBe(200);
  }
  const form = 'event_name=ai_search_api&type=cancel&cancel[identifier]=other';
  expect((await post('/v1/billing/meter_event_adjustments', form)).status).toBe(200);
  expect(mock.usage().counts).toMatchObject([{ taken: 4, cancelled: 4 }]);
});

test.each<[string, object, string]>([
  ['no event_name', { event_name: undefined }, 'event_name: This field is required.'],
  ['no type', { type: undefined }, 'type: This field is required.'],
  ['no cancel', { cancel: undefined }, 'cancel: This field is required.'],
  ['cancel null', { cancel: null }, 'cancel: This field is required.'],
  ['no identifier', { cancel: {} }, 'cancel.identifier: This field is required.'],
  ['a text as cancel', { cancel: 'a' }, 'cancel: Must be an object.'],
  ['another type', { type: 'x' }, "type: Unrecognized enum value 'x', valid values are: cancel."],
  ['a number as type', { type: 1 }, 'type: Must be a string.'],
  ['an unknown field', { foo: 1 }, 'foo: Unknown field.'],
  ['an unknown field within', { cancel: { identifier: 'a', b: 1 } }, 'cancel.b: Unknown field.'],
])('%s: the recorded frame', async (_what, changes, reason) => {
  const { json, v2event, mock } = await serveV2();
  await v2event({ identifier: 'a' });
  const answer = await json(V2_ADJUSTMENTS, { ...CANCEL, ...changes });
  expect([answer.status, answer.body]).toEqual([400, invalid(reason)]);
  expect(mock.usage().counts).toMatchObject([{ cancelled: 0 }]);
});

test('what cannot be cancelled gets one code, with a message of our own', async () => {
  const { json, v2event, mock } = await serveV2();
  await v2event({ identifier: 'a' });
  await v2event({ identifier: 'b', event_name: 'other' });
  const errorOf = async (identifier: string) =>
    (await json(V2_ADJUSTMENTS, { ...CANCEL, cancel: { identifier } })).body.error;
  const code = 'invalid_cancel_configuration';
  expect(await errorOf('x')).toEqual({ code, message: 'No event found with identifier x.' });
  expect(await errorOf('b')).toEqual({ code, message: 'No event found with identifier b.' });
  expect(await errorOf('a')).toBeUndefined();
  expect(await errorOf('a')).toEqual({
    code,
    message: 'The event with identifier a was already cancelled.',
  });
  await v2event({ identifier: 'c' });
  await mock.clock.advance(86_400);
  expect(await errorOf('c')).toMatchObject({ code, message: expect.stringContaining('24 hours') });
});

test('says that an event is no longer kept', async () => {
  const { json, v2event } = await serveV2({ retain: 0 });
  await v2event({ identifier: 'a' });
  expect((await json(V2_ADJUSTMENTS, CANCEL)).body.error).toMatchObject({
    code: 'invalid_cancel_configuration',
    message: expect.stringContaining('--retain'),
  });
});

test('refuses a name without a meter, and one of an inactive meter', async () => {
  const { json, v2event, post, get } = await serveV2();
  expect((await json(V2_ADJUSTMENTS, CANCEL)).body.error.code).toBe('no_meter');
  await v2event({ identifier: 'a' });
  const [meter] = (await get('/v1/billing/meters')).body.data;
  await post(`/v1/billing/meters/${meter.id}/deactivate`);
  expect((await json(V2_ADJUSTMENTS, CANCEL)).body.error.code).toBe('archived_meter');
});

test('an invalid stream event holds no identifier, so it cannot be cancelled', async () => {
  const { json, token, stream, v2event } = await serveV2();
  await v2event(); // creates the meter
  await stream(await token(), [v2Event({ identifier: 'a', payload: {} })]);
  expect((await json(V2_ADJUSTMENTS, CANCEL)).body.error).toEqual({
    code: 'invalid_cancel_configuration',
    message: 'No event found with identifier a.',
  });
});
