/** Values that many queries and bodies of the control routes take. */
import * as z from 'zod';
import { ACCOUNT_NAME } from '../stripe/authentication.ts';
import { shown } from '../values.ts';
import { isType, isTypePattern } from '../webhooks/event-types.ts';

const FORM =
  'letters and digits, as in the key sk_test_<account>_anything, or ' +
  '<account>/acct_1 for a connected one';

const EVERY =
  '* is only for meters, customers, products and prices in a fixture; name one account here, or ' +
  'leave account out';

/** What is wrong with an account that no key can name. */
export function noKeyNames(account: unknown): string {
  if (account === '*') return EVERY;
  return `no key could name this account: names are ${FORM}; got ${shown(account)}`;
}

/** An account that a key can name. */
export const accountName = z
  .string()
  .regex(ACCOUNT_NAME, { error: ({ input }) => noKeyNames(input) });

/** An account that can be left out. */
export const accountParam = (text: string) => accountName.optional().describe(text);

/** A value to look for. An empty one is refused, since it would silently find nothing. */
export const word = z.string().min(1);

const noType = ({ input }: { readonly input?: unknown }) =>
  `is not a type of event; got ${shown(input)}`;

/** A type of event that Stripe has. */
export const eventType = z.string().refine(isType, { error: noType });

/** Such a type, or a prefix of any with a `*` at its end. */
export const eventTypes = z.string().refine(isTypePattern, { error: noType });
