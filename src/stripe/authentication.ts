/** Who is calling: the key names the account and the mode (v1.md 3.1; design.md, Accounts). */
import type { AccountName } from '../metering/account-name.ts';
import type { Credentials } from './dialect.ts';
import { maskKey, maskUnusable } from './masking.ts';
import type { Refusal } from './refusal.ts';
import { authenticationErrors } from './v1/request-errors.ts';

/** A caller with a good key. */
export interface Caller extends AccountName {
  /** The account as `Stripe-Account` named it, if it did. */
  readonly connectedAccount: string | undefined;
}

/** The account of keys that name none. */
export const DEFAULT_ACCOUNT = 'default';

/** Every account that a key, with or without `Stripe-Account`, can name. */
export const ACCOUNT_NAME = /^[A-Za-z0-9]+(?:\/acct_[A-Za-z0-9_]+)?$/;

const KEY = /^(sk|rk|pk)_(test|live)_([A-Za-z0-9]+)(?:_([A-Za-z0-9_]+))?$/;
const ACCOUNT = /^acct_[A-Za-z0-9_]+$/;

/**
 * `sk_test_billing_anything` and `rk_test_billing_other` share account `billing`; `sk_test_123` is
 * of the default account.
 * A connected account lies within its platform's: `billing/acct_1`, so that workers with keys of
 * their own never meet.
 */
export function authenticate({
  authorization,
  stripeAccount,
  allowLiveKeys,
}: Credentials): Caller | Refusal {
  if (authorization === undefined || authorization === '') return authenticationErrors.noKey();
  const key = keyOf(authorization);
  if (key === undefined) return authenticationErrors.unusableHeader(maskUnusable(authorization));
  if (key === '') return authenticationErrors.noKey();
  const match = KEY.exec(key);
  if (match === null) return authenticationErrors.badKey(maskKey(key));
  const [, kind, mode, first = '', rest] = match;
  if (kind === 'pk') return authenticationErrors.publishableKey();
  if (mode === 'live' && !allowLiveKeys) return authenticationErrors.liveKey(maskKey(key));
  const account = rest === undefined ? DEFAULT_ACCOUNT : first;
  if (!stripeAccount) return { account, livemode: mode === 'live', connectedAccount: undefined };
  if (!ACCOUNT.test(stripeAccount))
    return authenticationErrors.badAccount(maskKey(key), stripeAccount);
  return {
    account: `${account}/${stripeAccount}`,
    livemode: mode === 'live',
    connectedAccount: stripeAccount,
  };
}

/** The key in a Bearer or Basic header; `undefined` when it is neither. */
function keyOf(authorization: string): string | undefined {
  if (authorization.startsWith('Bearer ')) return authorization.slice(7).trim();
  const [scheme = '', value = ''] = authorization.split(' ', 2);
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const userAndPassword = Buffer.from(value, 'base64').toString('utf8');
  return userAndPassword.split(':', 1)[0] ?? '';
}
