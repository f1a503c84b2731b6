/** How an account is named, and what lies within it. */

/** Whose request it is. */
export interface AccountName {
  /** The account, as the key and `Stripe-Account` name it. */
  readonly account: string;
  readonly livemode: boolean;
}

/** Whether an account is the one asked for, or a connected account within it. */
export function isWithin(account: string | undefined, asked: string): boolean {
  return account === asked || (account?.startsWith(`${asked}/`) ?? false);
}
