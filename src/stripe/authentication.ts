/**
 * Who is calling: the key names the account and the mode (docs/stripe/requests.md#authentication;
 * design.md, Accounts).
 */
import type { AccountName } from '../metering/account-name.ts';
import type { Credentials } from './dialect.ts';
import { maskKey, maskUnusable } from './masking.ts';
import { Refusal } from './refusal.ts';
import { authenticationErrors } from './v1/request-errors.ts';

/** A caller with a valid key. */
export interface Caller extends AccountName {
  /** The account named by `Stripe-Account` or `Stripe-Context`, if any. */
  readonly connectedAccount: string | undefined;
}

/** The account of keys that do not name one. */
export const DEFAULT_ACCOUNT = 'default';

/** Every account that a key, with or without `Stripe-Account`, can name. */
export const ACCOUNT_NAME = /^[A-Za-z0-9]+(?:\/acct_[A-Za-z0-9_]+)?$/;

const KEY = /^(sk|rk|pk)_(test|live)_([A-Za-z0-9]+)(?:_([A-Za-z0-9_]+))?$/;
const ACCOUNT = /^acct_[A-Za-z0-9_]+$/;
/**
 * GUESS: in a path through an organisation, the last account counts (docs/stripe/v2.md#versions).
 */
const CONTEXT = /^(?:acct_[A-Za-z0-9_]+\/)*(acct_[A-Za-z0-9_]+)$/;

/**
 * `sk_test_billing_anything` and `rk_test_billing_other` share account `billing`; `sk_test_123`
 * belongs to the default account. A connected account is nested in its platform's, as in
 * `billing/acct_1`, so that workers with their own keys do not interfere.
 */
export function authenticate(credentials: Credentials): Caller | Refusal {
  const { authorization, allowLiveKeys, stripeAccount, stripeContext } = credentials;
  const isPlain = !stripeAccount && !stripeContext;
  if (isPlain && last?.authorization === authorization && last?.allowLiveKeys === allowLiveKeys)
    return (last as Last).caller;
  const caller = read(credentials);
  if (isPlain && !(caller instanceof Refusal)) last = { authorization, allowLiveKeys, caller };
  return caller;
}

/** The last key, without a connected account, and its caller: most requests repeat it. */
let last: Last | undefined;

interface Last extends Pick<Credentials, 'authorization' | 'allowLiveKeys'> {
  readonly caller: Caller;
}

function read(credentials: Credentials): Caller | Refusal {
  const { allowLiveKeys } = credentials;
  const key = readKey(credentials.authorization);
  if (key instanceof Refusal) return key;
  const match = KEY.exec(key);
  if (match === null) return authenticationErrors.badKey(maskKey(key));
  const [, kind, mode, first = '', rest] = match;
  if (kind === 'pk') return authenticationErrors.publishableKey();
  if (mode === 'live' && !allowLiveKeys) return authenticationErrors.liveKey(maskKey(key));
  const account = rest === undefined ? DEFAULT_ACCOUNT : first;
  const livemode = mode === 'live';
  if (!credentials.stripeAccount && !credentials.stripeContext)
    return { account, livemode, connectedAccount: undefined };
  const connectedAccount = connectedOf(credentials, key);
  if (connectedAccount instanceof Refusal) return connectedAccount;
  return { account: `${account}/${connectedAccount}`, livemode, connectedAccount };
}

/** The connected account named by one of the two headers, or the refusal. */
function connectedOf({ stripeAccount, stripeContext }: Credentials, key: string): string | Refusal {
  if (stripeAccount && stripeContext) return authenticationErrors.accountAndContext();
  const named = stripeAccount || stripeContext || '';
  const connected = stripeAccount ? ACCOUNT.exec(named)?.[0] : CONTEXT.exec(named)?.[1];
  return connected ?? authenticationErrors.badAccount(maskKey(key), named);
}

/** The key of a request, in any form, or the refusal. */
export function readKey(authorization: string | undefined): string | Refusal {
  if (authorization === undefined || authorization === '') return authenticationErrors.noKey();
  const key = keyOf(authorization);
  if (key === undefined) return authenticationErrors.unusableHeader(maskUnusable(authorization));
  return key === '' ? authenticationErrors.noKey() : key;
}

/** Whether a key is an account key, valid or not. */
export function isAccountKey(key: string): boolean {
  return KEY.test(key);
}

/** The key in a Bearer or Basic header; `undefined` if it is neither. */
function keyOf(authorization: string): string | undefined {
  if (authorization.startsWith('Bearer ')) return authorization.slice(7).trim();
  const [scheme = '', value = ''] = authorization.split(' ', 2);
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const userAndPassword = Buffer.from(value, 'base64').toString('utf8');
  return userAndPassword.split(':', 1)[0] ?? '';
}
