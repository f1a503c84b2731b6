/** `cancel_at` and `cancel_at_period_end` of a create, an update and a preview. */
import type { Subscription } from '../../billing/subscription.ts';
import {
  cancelAt,
  cancelAtPeriodEnd,
  cutsPaidPeriod,
  firstPeriodEnd,
  keepOn,
  lastPeriodEnd,
} from '../../billing/subscription-changes.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { ownErrors, subscriptionErrors } from './subscription-errors.ts';
import { behaviorParam, type SubscriptionContext } from './subscription-prices.ts';

/** The parameters of a request; undefined means not given. */
export interface GivenCancellation {
  /** Null unsets it. */
  readonly cancel_at?: number | 'max_period_end' | 'min_period_end' | null | undefined;
  readonly cancel_at_period_end?: boolean | undefined;
  readonly proration_behavior?: string | undefined;
}

/** The subscription with the requested cancellation, or unchanged. */
export function withCancellation(
  subscription: Subscription,
  given: GivenCancellation,
  context: SubscriptionContext,
): Subscription | Refusal {
  const { cancel_at: asked, cancel_at_period_end: atEnd } = given;
  if (atEnd && asked !== undefined && asked !== null) {
    return subscriptionErrors.onlyOneOf('cancel_at', 'cancel_at_period_end');
  }
  if (atEnd) return atPeriodEnd(subscription, context);
  if (asked === null || (asked === undefined && atEnd === false)) {
    return keptOn(subscription, asked);
  }
  return asked === undefined ? subscription : atTime(subscription, asked, given, context);
}

function atPeriodEnd(subscription: Subscription, { now }: SubscriptionContext): Subscription {
  return subscription.cancelAtPeriodEnd ? subscription : cancelAtPeriodEnd(subscription, now);
}

function atTime(
  subscription: Subscription,
  asked: number | 'max_period_end' | 'min_period_end',
  given: GivenCancellation,
  context: SubscriptionContext,
): Subscription | Refusal {
  const { now, ledger, proration } = context;
  const at = timeOf(asked, subscription);
  if (at <= now) return subscriptionErrors.past('cancel_at', at);
  const prorates = given.proration_behavior !== 'none' && proration === 'refuse';
  if (prorates && cutsPaidPeriod(subscription, at, ledger.prices)) {
    return ownErrors.proration(behaviorParam(context));
  }
  return cancelAt(subscription, at, now);
}

/** `cancel_at_period_end=false` does not affect a separate `cancel_at`. */
function keptOn(subscription: Subscription, asked: null | undefined): Subscription {
  if (subscription.cancelAt === null) return subscription;
  return asked === null || subscription.cancelAtPeriodEnd ? keepOn(subscription) : subscription;
}

function timeOf(
  asked: number | 'max_period_end' | 'min_period_end',
  subscription: Subscription,
): number {
  if (asked === 'min_period_end') return firstPeriodEnd(subscription);
  return asked === 'max_period_end' ? lastPeriodEnd(subscription) : asked;
}
