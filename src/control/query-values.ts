/** Values that many queries and bodies of the control routes have. */
import * as z from 'zod';
import { ACCOUNT_NAME } from '../stripe/authentication.ts';
import { shown } from '../values.ts';
import { isType, isTypePattern } from '../webhooks/event-types.ts';

const FORM =
  'letters and digits, as they stand in the key sk_test_<account>_anything, or ' +
  '<account>/acct_1 for a connected one';

/** What is wrong with an account that no key can name. */
export function noKeyNames(account: unknown): string {
  if (account === '*') return 'only meters, customers, products and prices can be in every account';
  return `no key could name this account: it takes ${FORM}; got ${shown(account)}`;
}

/** An account that a key can name. */
export const accountName = z
  .string()
  .regex(ACCOUNT_NAME, { error: ({ input }) => noKeyNames(input) });

/** The same where it can be left out. */
export const accountParam = (text: string) => accountName.optional().describe(text);

/** A value to look for: an empty one would find nothing, in silence. */
export const word = z.string().min(1);

const noType = ({ input }: { readonly input?: unknown }) =>
  `is no type of event; got ${shown(input)}`;

/** A type of event that Stripe has. */
export const eventType = z.string().refine(isType, { error: noType });

/** The same, or the beginning of some with a `*`. */
export const eventTypes = z.string().refine(isTypePattern, { error: noType });
