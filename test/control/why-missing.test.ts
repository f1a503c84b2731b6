/** A wait that times out says why. */
import { expect, test } from 'vitest';
import { EVENT, serve } from '../helper.ts';

const keyOf = (account: string) => ({ authorization: `Bearer sk_test_${account}_x` });

test('waits for events that do not count only when asked to', async () => {
  const { event, mock } = await serve();
  await event('event_name=calls&payload[value]=1'); // names no customer
  await event(`${EVENT}&identifier=a`);
  expect(await mock.waitForEvents({ timeout_ms: 0 })).toMatchObject([{ identifier: 'a' }]);
  expect(await mock.waitForEvents({ count: 2, include_invalid: true })).toHaveLength(2);
  await expect(mock.waitForEvents({ count: 2, timeout_ms: 0 })).rejects.toThrow(
    'Waited for 2 meter events, but 1 arrived: 1 missing. Accepted but invalid: ' +
      '1 meter_event_no_customer_defined (include_invalid=true counts those too).',
  );
});

test('a valid event ends a wait, an invalid one does not', async () => {
  const { event, mock } = await serve();
  const waiting = mock.waitForEvents({ event_name: 'ai_search_api' });
  await event('event_name=ai_search_api&payload[value]=1');
  await event(`${EVENT}&identifier=b`);
  expect(await waiting).toMatchObject([{ identifier: 'b' }]);
});

test('says how many requests were refused, and why', async () => {
  const { event, mock } = await serve();
  for (const _ of [1, 2, 3]) await event(`${EVENT}&identifier=a`);
  mock.faults.arm({ effect: 'rate_limit' });
  await event();
  await expect(mock.waitForEvents({ count: 2, timeout_ms: 0 })).rejects.toThrow(
    'Waited for 2 meter events, but 1 arrived: 1 missing. 3 requests were refused: ' +
      '2 times 400 An event already exists with identifier a.; 429 (by the fault rate_limit) ' +
      'Testmode request rate limit exceeded',
  );
});

test('a long error is cut after a word', async () => {
  const { mock, post } = await serve();
  const body = `${'word '.repeat(39)}unfinished`;
  mock.faults.arm({
    effect: 'respond',
    status: 500,
    body,
    headers: { 'content-type': 'text/plain' },
  });
  await post('/v1/customers');
  const { message } = await mock.waitForEvents({ timeout_ms: 0 }).catch((error) => error);
  expect(message).toContain(`500 (by the fault respond) ${'word '.repeat(39).trim()}…`);
  expect(message).not.toContain('unfin');
});

test('says that no request came, and which account sent the last one', async () => {
  const { event, mock, post } = await serve();
  const missing = () =>
    mock.waitForEvents({ account: 'bob', timeout_ms: 0 }).catch(({ message }) => message);
  const start = 'Waited for 1 meter event with account "bob", but 0 arrived: 1 missing. ';
  expect(await missing()).toBe(`${start}No request has come since the start or the last reset.`);
  await event();
  expect(await missing()).toBe(
    `${start}No request has come for account bob; the last one was default's.`,
  );
  await event(EVENT, { authorization: 'Bearer nonsense' });
  expect(await missing()).toBe(
    `${start}No request has come for account bob; the last one had no valid key.`,
  );
  await post('/v1/customers', '', keyOf('bob'));
  expect(await missing()).toBe(start.trim());
});

test('counts waits for different sources separately, even if they begin together', async () => {
  const { event, mock } = await serve();
  await event();
  const found = await Promise.all([
    mock.waitForEvents({ source: 'v1', timeout_ms: 0 }),
    mock.waitForEvents({ source: 'v2', timeout_ms: 0 }).catch(() => 'none'),
  ]);
  expect(found).toEqual([[expect.objectContaining({ source: 'v1' })], 'none']);
});
