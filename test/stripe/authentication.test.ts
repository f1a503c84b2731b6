/** docs/stripe/requests.md#authentication. */
import { expect, test } from 'vitest';
import { maskAuthorization, maskKey } from '../../src/stripe/masking.ts';
import { EVENT, serve } from '../helper.ts';

const noKeyText =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.";

test('without a key: 401 and the challenge', async () => {
  const { event } = await serve();
  const answer = await event(EVENT, { authorization: '' });
  expect([answer.status, answer.body]).toEqual([
    401,
    { error: { message: noKeyText, type: 'invalid_request_error' } },
  ]);
  expect(answer.headers['www-authenticate']).toBe('Basic realm="Stripe"');
});

test('the error shows a header without a key, but never a secret in it', async () => {
  const { event } = await serve();
  const shown = async (authorization: string) =>
    (await event(EVENT, { authorization })).body.error.message;
  expect(await shown('null')).toBe(
    `You did not provide an API key, though you did set your Authorization header to "null". Using Bearer auth, your Authorization header should look something like 'Authorization: Bearer YOUR_SECRET_KEY'. See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.`,
  );
  expect(await shown('sk_test_abcdefghijklmnop')).toContain('"sk_test_************mnop"');
});

test('a bad key: 401 to the byte, and neither Request-Id nor Stripe-Version', async () => {
  const { event } = await serve();
  const answer = await event(EVENT, { authorization: 'Bearer sk_test_!0000' });
  expect(answer.text).toBe(
    '{\n  "error": {\n    "message": "Invalid API Key provided: sk_test_*0000",\n    "type": "invalid_request_error"\n  }\n}\n',
  );
  expect([answer.status, answer.headers['www-authenticate']]).toEqual([
    401,
    'Bearer realm="Stripe"',
  ]);
  expect(answer.headers).not.toHaveProperty('request-id');
  expect(answer.headers).not.toHaveProperty('stripe-version');
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    vary: 'Origin',
    'cache-control': 'no-cache, no-store',
  });
});

test('a publishable key: 403 secret_key_required', async () => {
  const { event } = await serve();
  const answer = await event(EVENT, { authorization: 'Bearer pk_test_123' });
  expect([answer.status, answer.body.error]).toEqual([
    403,
    {
      code: 'secret_key_required',
      doc_url: 'https://stripe.com/docs/error-codes/secret-key-required',
      message:
        'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
      type: 'invalid_request_error',
    },
  ]);
});

test('the mock itself refuses a live key, unless the user allows it', async () => {
  const refusing = await serve();
  const refused = await refusing.event(EVENT, { authorization: 'Bearer sk_live_abcdefgh1234' });
  expect([refused.status, refused.body.error.message]).toEqual([
    401,
    expect.stringMatching(
      /^stripe-meter-mock refuses the live key sk_live_\*{8}1234: .*--allow-live-keys/,
    ),
  ]);
  const allowing = await serve({ allowLiveKeys: true });
  const live = await allowing.event(`${EVENT}&identifier=a`, {
    authorization: 'Bearer sk_live_abcdefgh1234',
  });
  expect(live.body.livemode).toBe(true);
  // Kept apart from test mode's.
  expect((await allowing.event(`${EVENT}&identifier=a`)).body.livemode).toBe(false);
});

test.each([
  'Bearer sk_test_123',
  'bearer sk_test_123',
  'Bearer rk_test_123',
  `Basic ${Buffer.from('sk_test_123:').toString('base64')}`,
])('%s is a key', async (authorization) => {
  const { event } = await serve();
  expect((await event(EVENT, { authorization })).status).toBe(200);
});

test('the key names the account, and Stripe-Account a connected one within it', async () => {
  const { event, mock } = await serve();
  const keys = ['sk_test_billing_one', 'rk_test_billing_two', 'sk_test_other_x', 'sk_test_x'];
  for (const key of keys) await event(EVENT, { authorization: `Bearer ${key}` });
  const connected = await event(EVENT, {
    authorization: 'Bearer sk_test_billing_one',
    'Stripe-Account': 'acct_1',
  });
  expect(connected.headers['stripe-account']).toBe('acct_1');
  expect(mock.events().data.map(({ account }) => account)).toEqual([
    'billing/acct_1',
    'default',
    'other',
    'billing',
    'billing',
  ]);
});

test('an invalid Stripe-Account: 403 account_invalid', async () => {
  const { event } = await serve();
  const answer = await event(EVENT, { 'Stripe-Account': 'nope' });
  expect([answer.status, answer.body.error]).toEqual([
    403,
    {
      code: 'account_invalid',
      doc_url: 'https://stripe.com/docs/error-codes/account-invalid',
      message:
        "The provided key 'sk_test_123' does not have access to account 'nope' (or that account does not exist). Application access may have been revoked.",
      type: 'invalid_request_error',
    },
  ]);
});

test.each([
  ['sk_test_replace_me', 'sk_test_******e_me'],
  ['undefined', '*****ined'],
  ['sk_test_fake', 'sk_test_fake'],
  ['', ''],
])('%s is masked as %s, as recorded', (key, masked) => {
  expect(maskKey(key)).toBe(masked);
});

test('logs and lists show no part of a short or unusual secret', () => {
  expect(maskAuthorization('Bearer sk_test_abcdefghijkl')).toBe('Bearer sk_test_********ijkl');
  expect(maskAuthorization('Bearer hunter2')).toBe('Bearer ********');
  expect(maskAuthorization('Basic c2tfdGVzdF8xMjM6')).toBe('Basic ********');
  expect(maskAuthorization('sk_test_abcdefghijkl')).toBe('********');
});

test('a key that was just accepted is read again where something else differs', async () => {
  const { event, mock } = await serve();
  const as = (authorization: string, more = {}) => event(EVENT, { authorization, ...more });
  const key = 'Bearer sk_test_first_1';
  expect((await as(key)).status).toBe(200);
  expect((await as(key, { 'stripe-account': 'acct_1' })).status).toBe(200);
  expect((await as(key, { 'stripe-context': 'acct_2' })).status).toBe(200);
  expect((await as(key, { 'stripe-account': 'no account' })).status).toBe(403);
  expect((await as('Bearer sk_test_second_1')).status).toBe(200);
  expect((await as(key)).status).toBe(200);
  expect(mock.requests().data.map(({ account }) => account)).toEqual([
    'first',
    'second',
    null,
    'first/acct_2',
    'first/acct_1',
    'first',
  ]);
});

test('a live key accepted by one server is refused by another that takes none', async () => {
  const taking = await serve({ allowLiveKeys: true });
  const refusing = await serve();
  const authorization = 'Bearer sk_live_123';
  expect((await taking.event(EVENT, { authorization })).status).toBe(200);
  expect((await refusing.event(EVENT, { authorization })).status).toBe(401);
  expect((await taking.event(EVENT, { authorization })).status).toBe(200);
});
