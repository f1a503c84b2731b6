/**
 * What the passing of time does to a subscription: periods roll over, trials end, cancellations
 * take effect.
 */
import { intervalOf } from './new-subscription.ts';
import { periodAt } from './periods.ts';
import type { Price } from './price.ts';
import type { Subscription, SubscriptionItem } from './subscription.ts';

/** All prices that items refer to. Only interval and usage type are used, which never change. */
export type Prices = ReadonlyMap<string, Price>;

/** When its next change is due, in seconds; `undefined` once it is canceled. */
export function nextDue({ status, items, trialEnd, cancelAt }: Subscription): number | undefined {
  if (status === 'canceled') return undefined;
  return Math.min(
    ...items.map(({ period }) => period.end),
    status === 'trialing' && trialEnd !== null ? trialEnd : Number.POSITIVE_INFINITY,
    cancelAt ?? Number.POSITIVE_INFINITY,
  );
}

/**
 * The subscription after the changes due at one moment. A cancellation comes first: the last period
 * stays unchanged.
 */
export function passMoment(subscription: Subscription, at: number, prices: Prices): Subscription {
  const { cancelAt, trialEnd, status } = subscription;
  if (cancelAt !== null && cancelAt <= at) return ended(subscription, cancelAt);
  const isTrialOver = status === 'trialing' && trialEnd !== null && trialEnd <= at;
  return {
    ...subscription,
    status: isTrialOver ? 'active' : status,
    items: subscription.items.map((item) => rolled(item, subscription, at, prices)),
  };
}

/** The subscription after all changes due by then, each at its own moment. */
export function passTime(subscription: Subscription, until: number, prices: Prices): Subscription {
  let now = subscription;
  for (let due = nextDue(now); due !== undefined && due <= until; due = nextDue(now)) {
    now = passMoment(now, due, prices);
  }
  return now;
}

/** The subscription ended at a time in seconds. Unbilled usage is lost unless it is invoiced. */
export function ended(subscription: Subscription, at: number): Subscription {
  const { canceledAt, cancellationReason } = subscription;
  return {
    ...subscription,
    status: 'canceled',
    canceledAt: canceledAt ?? at,
    endedAt: at,
    cancellationReason: cancellationReason ?? 'cancellation_requested',
  };
}

/** The item with its next period, counted from the anchor, if the open one ends now. */
function rolled(
  item: SubscriptionItem,
  { billingCycleAnchor }: Subscription,
  at: number,
  prices: Prices,
): SubscriptionItem {
  const { end } = item.period;
  if (end > at) return item;
  return { ...item, period: { start: end, end: followingEnd(item, billingCycleAnchor, prices) } };
}

/** When the period after the open one ends. */
export function followingEnd(item: SubscriptionItem, anchor: number, prices: Prices): number {
  return periodAt(anchor, intervalOf(prices.get(item.price) as Price), item.period.end).end;
}
