/** Changes that requests make to a subscription, and what Stripe would invoice for them. */
import { intervalOf, isMetered } from './new-subscription.ts';
import { periodAt } from './periods.ts';
import type { Price } from './price.ts';
import type { Subscription, SubscriptionItem } from './subscription.ts';
import { ended, type Prices, passTime } from './subscription-life.ts';

/**
 * The subscription canceled now (in seconds), with `cancel_at` null
 * (docs/stripe/subscriptions.md#billing).
 */
export function cancelNow(subscription: Subscription, now: number): Subscription {
  return ended({ ...subscription, cancelAt: null, cancelAtPeriodEnd: false, canceledAt: now }, now);
}

/**
 * The subscription with a scheduled cancellation, otherwise unchanged
 * (docs/stripe/subscriptions.md#billing).
 */
export function cancelAt(subscription: Subscription, at: number, now: number): Subscription {
  return {
    ...subscription,
    cancelAt: at,
    cancelAtPeriodEnd: false,
    canceledAt: now,
    cancellationReason: 'cancellation_requested',
  };
}

/** GUESS: with mixed intervals, at the end of the last open period. */
export function cancelAtPeriodEnd(subscription: Subscription, now: number): Subscription {
  const at = lastPeriodEnd(subscription);
  return { ...cancelAt(subscription, at, now), cancelAtPeriodEnd: true };
}

/** Revokes a scheduled cancellation. */
export function keepOn(subscription: Subscription): Subscription {
  return {
    ...subscription,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    canceledAt: null,
    cancellationReason: null,
  };
}

/**
 * Moves the end of a trial. An anchor at the trial's end moves with it; `now` ends the trial, and
 * the periods roll over.
 */
export function moveTrialEnd(
  subscription: Subscription,
  trialEnd: number,
  now: number,
  prices: Prices,
): Subscription {
  const { billingCycleAnchor: anchor, trialEnd: before } = subscription;
  const moved = {
    ...subscription,
    trialEnd,
    billingCycleAnchor: anchor === before ? trialEnd : anchor,
    items: subscription.items.map((item) => ({
      ...item,
      period: { ...item.period, end: trialEnd },
    })),
  };
  return passTime(moved, now, prices);
}

/** When the first of the open periods ends, in seconds. */
export function firstPeriodEnd({ items }: Subscription): number {
  return Math.min(...items.map(({ period }) => period.end));
}

/** When the last of the open periods began, in seconds. */
export function lastPeriodStart({ items }: Subscription): number {
  return Math.max(...items.map(({ period }) => period.start));
}

/** When the last of the open periods ends, in seconds. */
export function lastPeriodEnd({ items }: Subscription): number {
  return Math.max(...items.map(({ period }) => period.end));
}

/**
 * What Stripe would create for changed items unless `proration_behavior` is `none`: a proration of
 * licensed items, or, in flexible mode only, an invoice item for usage that no remaining item bills
 * (docs/stripe/subscriptions.md#billing, docs/stripe/README.md#differences). A trial has neither.
 */
export function itemChangeCosts(
  before: Subscription,
  after: Subscription,
  prices: Prices,
): 'proration' | 'unbilled_usage' | undefined {
  if (before.status !== 'active') return undefined;
  const licensed = (subscription: Subscription) => billedOf(subscription, prices, false);
  if (licensed(before).join() !== licensed(after).join()) return 'proration';
  if (before.billingMode === 'classic') return undefined;
  const metered = new Set(billedOf(after, prices, true));
  return billedOf(before, prices, true).some((each) => !metered.has(each))
    ? 'unbilled_usage'
    : undefined;
}

/**
 * Whether ending at this time would shorten a period for which a licensed item is paid. Nothing is
 * paid for a trial.
 */
export function cutsPaidPeriod(subscription: Subscription, at: number, prices: Prices): boolean {
  const { items, billingCycleAnchor, status, trialEnd } = subscription;
  if (status === 'trialing' && trialEnd !== null && at <= trialEnd) return false;
  return items
    .filter((item) => !isMeteredItem(item, prices))
    .some(({ price, period }) => {
      const interval = intervalOf(prices.get(price) as Price);
      return at !== period.end && at !== periodAt(billingCycleAnchor, interval, at).start;
    });
}

/** Whether it has items that are paid in advance. */
export function hasLicensed({ items }: Subscription, prices: Prices): boolean {
  return items.some((item) => !isMeteredItem(item, prices));
}

/** Whether it has items whose usage is billed. */
export function hasMetered({ items }: Subscription, prices: Prices): boolean {
  return items.some((item) => isMeteredItem(item, prices));
}

function billedOf({ items }: Subscription, prices: Prices, metered: boolean): string[] {
  return items
    .filter((item) => isMeteredItem(item, prices) === metered)
    .map(({ id, price, quantity }) => `${id} ${price} ${quantity}`)
    .toSorted();
}

function isMeteredItem({ price }: SubscriptionItem, prices: Prices): boolean {
  const found = prices.get(price);
  return found !== undefined && isMetered(found);
}
