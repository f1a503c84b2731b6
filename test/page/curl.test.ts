/** Commands to copy from the page do what they say in a shell. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { firstEventCurl, quoted, requestAsCurl } from '../../src/page/curl.ts';
import { bodyOf, NEW_FAULT } from '../../src/page/fault-fields.ts';
import { hashOf, parseHash } from '../../src/page/router.ts';
import { KEY, serve } from '../helper.ts';

const run = (command: string) =>
  promisify(execFile)('sh', ['-c', command.replace('curl ', 'curl -s ')], { timeout: 10_000 });

test('a request shown as curl repeats that request', async () => {
  const { url, event, mock } = await serve();
  const value = `it's 5 & "6" = $HOME; é\n+%`;
  const form = new URLSearchParams({
    event_name: 'e',
    'payload[stripe_customer_id]': 'cus_1',
    'payload[value]': '5',
    'payload[note]': value,
  });
  await event(form.toString(), { 'idempotency-key': "it's" });
  const [request] = mock.requests().data;
  const command = requestAsCurl(request as never, url);
  expect(command).not.toContain(KEY.slice(0, -1));
  await run(command.replace(/Bearer [^']*/, 'Bearer sk_test_other_x'));
  const [again, first] = mock.events().data;
  expect(again?.payload).toEqual(first?.payload);
  expect(again?.idempotency_key).toBe("it's");
});

test('shows how to send a first event, for an account and for a connected one', async () => {
  const { url, mock } = await serve();
  for (const account of [undefined, 'a', 'a/acct_1']) await run(firstEventCurl(url, account));
  expect(mock.events().data.map(({ account }) => account)).toEqual(['a/acct_1', 'a', 'default']);
});

test.each([
  ['plain', 'plain'],
  ['with space', "'with space'"],
  ["it's", `'it'\\''s'`],
])('%s is quoted as %s', (text, shell) => {
  expect(quoted(text)).toBe(shell);
});

test('a fault has only what was typed and what its effect takes', () => {
  expect(bodyOf({ ...NEW_FAULT, customer: 'c', times: '', event_type: 'x', skip: '2' })).toEqual({
    effect: 'response_lost',
    match: { customer: 'c' },
    times: null,
    skip: 2,
  });
  expect(bodyOf({ ...NEW_FAULT, effect: 'delivery_lost', customer: 'c', event_type: 'x' })).toEqual(
    {
      effect: 'delivery_lost',
      match: { event_type: 'x' },
    },
  );
});

test('an address is parsed back as it was written', () => {
  const { view, id, query } = parseHash(hashOf('customers', 'a/b?c#d', { account: 'x/y' }));
  expect([view, id, query.get('account')]).toEqual(['customers', 'a/b?c#d', 'x/y']);
  expect(parseHash('#/nowhere/%').view).toBe('overview');
});
