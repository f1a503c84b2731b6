/** Applies commands and due moments to subscriptions. */
import type { AccountName } from '../metering/account-name.ts';
import type { BillingOptions } from './billing.ts';
import type { BillingCommands, BillingOutcomes } from './billing-commands.ts';
import type { Ledger } from './ledger.ts';
import type { Subscription } from './subscription.ts';
import { cancelNow } from './subscription-changes.ts';
import { nextDue, passMoment } from './subscription-life.ts';

/** The account and the time of a cancellation. */
export type Cancellation = Pick<BillingCommands['change_subscription'], 'account' | 'atMs'>;

/** Changes subscriptions, and announces the changes. */
export class SubscriptionCommands {
  readonly #options: BillingOptions;

  constructor(options: BillingOptions) {
    this.#options = options;
  }

  create(
    ledger: Ledger,
    { account, subscription, atMs }: BillingCommands['create_subscription'],
  ): BillingOutcomes['create_subscription'] {
    const { subscriptions, subscriptionsOf } = ledger;
    const { id, customer } = subscription;
    if (subscriptions.has(id)) return undefined;
    subscriptions.set(id, subscription);
    for (const item of subscription.items) ledger.subscriptionOfItem.set(item.id, id);
    const others = subscriptionsOf.get(customer);
    if (others === undefined) subscriptionsOf.set(customer, [id]);
    else others.push(id);
    this.#schedule(ledger, account, subscription, atMs);
    this.#options.feed.publish({ kind: 'subscription_created', account, subscription });
    return subscription;
  }

  change(
    ledger: Ledger,
    { account, subscription, atMs }: BillingCommands['change_subscription'],
  ): BillingOutcomes['change_subscription'] {
    const before = ledger.subscriptions.get(subscription.id);
    if (before === undefined) return 'not_found';
    for (const item of before.items) ledger.subscriptionOfItem.delete(item.id);
    for (const item of subscription.items) ledger.subscriptionOfItem.set(item.id, subscription.id);
    this.#put(ledger, account, subscription, atMs);
    this.#options.feed.publish({ kind: kindOf(before, subscription), account, subscription });
    return subscription;
  }

  /** Cancels a customer's subscriptions. */
  cancelAllOf(ledger: Ledger, customer: string, { account, atMs }: Cancellation): void {
    for (const id of ledger.subscriptionsOf.get(customer) ?? []) {
      const before = ledger.subscriptions.get(id) as Subscription;
      if (before.status === 'canceled') continue;
      const subscription = cancelNow(before, Math.floor(atMs / 1000));
      this.#put(ledger, account, subscription, atMs);
      this.#options.feed.publish({ kind: 'subscription_canceled', account, subscription });
    }
  }

  #put(ledger: Ledger, account: AccountName, subscription: Subscription, nowMs: number): void {
    const { id } = subscription;
    ledger.subscriptions.set(id, subscription);
    const due = ledger.due.get(id);
    if (due !== undefined) this.#options.clocks.take(account.account, due);
    this.#schedule(ledger, account, subscription, nowMs);
  }

  /** Schedules the next moment of a subscription, unless it has ended. */
  #schedule(ledger: Ledger, account: AccountName, subscription: Subscription, nowMs: number): void {
    const { id } = subscription;
    const due = nextDue(subscription);
    ledger.due.delete(id);
    if (due === undefined) return;
    const moment = {
      account: account.account,
      atMs: due * 1000,
      what: 'subscription',
      run: (atMs: number) => this.#pass(ledger, account, id, atMs),
    };
    ledger.due.set(id, this.#options.clocks.schedule(moment, nowMs));
  }

  /** Runs at its own time, even if the clock was already past it when it was scheduled. */
  #pass(ledger: Ledger, account: AccountName, id: string, atMs: number): undefined {
    ledger.due.delete(id); // already out of the schedule: cancelling would search it all
    const before = ledger.subscriptions.get(id);
    const due = before === undefined ? undefined : nextDue(before);
    if (before === undefined || due === undefined) return;
    const subscription = passMoment(before, due, ledger.prices);
    this.#put(ledger, account, subscription, atMs);
    this.#options.feed.publish({ kind: kindOf(before, subscription), account, subscription });
  }
}

function kindOf(before: Subscription, after: Subscription) {
  const wasCanceled = before.status !== 'canceled' && after.status === 'canceled';
  return wasCanceled ? 'subscription_canceled' : 'subscription_updated';
}
