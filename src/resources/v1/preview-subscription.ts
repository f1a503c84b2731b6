/** The subscription of a preview: an existing one, a changed one, or a new one. */
import type { PreviewInput } from '../../billing/invoice-preview.ts';
import type { Subscription } from '../../billing/subscription.ts';
import { cancelAtPeriodEnd, hasLicensed, keepOn } from '../../billing/subscription-changes.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { beginSubscription, type GivenMode } from './subscription-creation.ts';
import { ownErrors, previewErrors, subscriptionErrors } from './subscription-errors.ts';
import { changedItems, type ItemChange, refuseCosts } from './subscription-item-changes.ts';
import {
  behaviorParam,
  paramsAt,
  runningOf,
  type SubscriptionContext,
} from './subscription-prices.ts';
import { withTrialEnd } from './subscription-update.ts';

/** The parameters of a preview; undefined means not given. */
export interface PreviewAsked {
  readonly currency?: string | undefined;
  readonly customer?: string | undefined;
  readonly subscription?: string | undefined;
  readonly subscription_details?: PreviewDetails | undefined;
}

/** The hypothetical subscription. */
export interface PreviewDetails {
  readonly items?: readonly ItemChange[] | undefined;
  readonly billing_mode?: GivenMode | undefined;
  readonly cancel_at_period_end?: boolean | undefined;
  readonly cancel_now?: boolean | undefined;
  readonly proration_behavior?: string | undefined;
  readonly trial_end?: 'now' | undefined;
}

/** The input of the preview, and whether the subscription exists. */
export interface Previewed extends Pick<PreviewInput, 'subscription' | 'moment'> {
  readonly exists: boolean;
}

/** The input of `POST /v1/invoices/create_preview`, or the refusal. */
export function previewed(asked: PreviewAsked, context: SubscriptionContext): Previewed | Refusal {
  const { customer, subscription, subscription_details: details = {} } = asked;
  if (subscription === undefined && (details.items ?? []).length === 0) {
    return previewErrors.nothingToPreview();
  }
  if (customer !== undefined && !context.customers.exists(customer)) {
    return parameterErrors.noSuch('customer', customer, 'customer');
  }
  if (subscription === undefined) return begun(asked, context);
  const found = context.ledger.subscriptions.get(subscription);
  if (found === undefined) return subscriptionErrors.unknown(subscription, 'subscription');
  if (customer !== undefined && found.customer !== customer) {
    return previewErrors.notItsCustomer(subscription, customer);
  }
  return changed(found, details, context);
}

/**
 * The input of `GET /v1/invoices/upcoming`. A customer alone selects the subscription whose period
 * ends first. GUESS: an unknown customer is a 404.
 */
export function upcoming(asked: PreviewAsked, context: SubscriptionContext): Previewed | Refusal {
  const { customer, subscription, subscription_details: details } = asked;
  if (subscription !== undefined || (details?.items ?? []).length > 0) {
    return refuseFlexible(previewed(asked, context));
  }
  if (customer === undefined) return parameterErrors.missing('customer');
  if (!context.customers.exists(customer)) {
    return parameterErrors.noSuch('customer', customer, 'customer');
  }
  const [first] = runningOf(context.ledger, customer).toSorted((a, b) => endOf(a) - endOf(b));
  if (first === undefined) return previewErrors.none(customer);
  return refuseFlexible(changed(first, details ?? {}, context));
}

function refuseFlexible(found: Previewed | Refusal): Previewed | Refusal {
  if (found instanceof Refusal || found.subscription.billingMode === 'classic') return found;
  return previewErrors.upcomingFlexible();
}

function endOf({ items }: Subscription): number {
  return Math.min(...items.map(({ period }) => period.end));
}

/**
 * A subscription that would begin now. GUESS: without a customer, the parameter is reported as
 * missing.
 */
function begun(
  { customer, currency, subscription_details: details = {} }: PreviewAsked,
  context: SubscriptionContext,
): Previewed | Refusal {
  if (customer === undefined) return parameterErrors.missing('customer');
  const named = details.items?.findIndex(({ id, deleted }) => id !== undefined || deleted) ?? -1;
  if (named >= 0) {
    const { id = '' } = details.items?.[named] ?? {};
    return subscriptionErrors.notItsItem(id, paramsAt(context, named)('id'));
  }
  const { items = [], billing_mode } = details;
  const subscription = beginSubscription({ customer, currency, items, billing_mode }, context);
  if (subscription instanceof Refusal) return subscription;
  return { subscription, moment: 'opening', exists: false };
}

/** An existing subscription, with the requested changes applied. */
function changed(
  before: Subscription,
  details: PreviewDetails,
  context: SubscriptionContext,
): Previewed | Refusal {
  if (before.status === 'canceled') return previewErrors.none(before.customer);
  const { cancel_now: cancelsNow, cancel_at_period_end: atEnd, trial_end: trialEnd } = details;
  if (cancelsNow && atEnd) {
    return subscriptionErrors.onlyOneOf(
      'subscription_details[cancel_now]',
      'subscription_details[cancel_at_period_end]',
    );
  }
  const trial = withTrialEnd(before, trialEnd, context);
  if (trial instanceof Refusal) return trial;
  const items = changedItems(trial, details.items ?? [], context);
  if (items instanceof Refusal) return items;
  const refusal = refuseCosts(trial, items, details.proration_behavior, context);
  if (refusal !== undefined) return refusal;
  const subscription = ending(items, atEnd, context.now);
  if (cancelsNow) return canceled(subscription, details, context);
  const moment = before.status === 'trialing' && trialEnd === 'now' ? 'opening' : 'next';
  return { subscription, moment, exists: true };
}

function ending(subscription: Subscription, atEnd: boolean | undefined, now: number): Subscription {
  if (atEnd === undefined || atEnd === subscription.cancelAtPeriodEnd) return subscription;
  return atEnd ? cancelAtPeriodEnd(subscription, now) : keepOn(subscription);
}

/** A subscription canceled now; Stripe would prorate what was paid in advance. */
function canceled(
  subscription: Subscription,
  { proration_behavior: behavior }: PreviewDetails,
  context: SubscriptionContext,
): Previewed | Refusal {
  const { ledger, proration } = context;
  const isPaidAhead = subscription.status === 'active' && hasLicensed(subscription, ledger.prices);
  if (isPaidAhead && behavior !== 'none' && proration === 'refuse') {
    return ownErrors.proration(behaviorParam(context));
  }
  return { subscription, moment: 'canceled', exists: true };
}
