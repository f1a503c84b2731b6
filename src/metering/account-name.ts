/** Names of accounts, and which accounts belong to which. */

/** The account and mode of a request. */
export interface AccountName {
  /** The account, as the key and `Stripe-Account` name it. */
  readonly account: string;
  readonly livemode: boolean;
}

/** Whether an account is the given one or one of its connected accounts. */
export function isWithin(account: string | undefined, asked: string): boolean {
  return account === asked || (account?.startsWith(`${asked}/`) ?? false);
}
