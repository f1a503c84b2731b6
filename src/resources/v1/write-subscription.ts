/**
 * Subscriptions and their items as Stripe's objects, in its order
 * (docs/stripe/subscriptions.md#object, docs/stripe/subscriptions.md#versions).
 */
import { isMetered } from '../../billing/new-subscription.ts';
import type { Price, Recurring } from '../../billing/price.ts';
import type { Subscription, SubscriptionItem } from '../../billing/subscription.ts';
import { firstPeriodEnd, lastPeriodStart } from '../../billing/subscription-changes.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { BASIL, BILLING_SCHEDULES_SINCE, isSince } from '../../stripe/versions.ts';
import type { Source } from './resources.ts';
import { writePlan, writePrice } from './write-price.ts';

/** A subscription, at the API version of the call. */
export function writeSubscription(subscription: Subscription, source: Source): JsonObject {
  return {
    id: subscription.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    ...cycleOf(subscription, source),
    ...endingOf(subscription, source),
    collection_method: subscription.collectionMethod,
    created: subscription.created,
    currency: subscription.currency,
    ...oldPeriodOf(subscription, source),
    customer: subscription.customer,
    customer_account: null,
    days_until_due: subscription.daysUntilDue,
    default_payment_method: subscription.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: subscription.description,
    discounts: [],
    ended_at: subscription.endedAt,
    invoice_settings: invoiceSettings(source),
    items: writeItems(subscription, source),
    latest_invoice: null,
    livemode: source.call.caller.livemode,
    ...(isNew(source) ? { managed_payments: null } : {}),
    metadata: subscription.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: subscription.paymentMethodTypes,
      save_default_payment_method: subscription.saveDefaultPaymentMethod,
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    ...onlyItemOf(subscription, source),
    schedule: null,
    start_date: subscription.startDate,
    status: subscription.status,
    test_clock: null,
    transfer_data: null,
    trial_end: subscription.trialEnd,
    trial_settings: {
      end_behavior: { missing_payment_method: subscription.missingPaymentMethod },
    },
    trial_start: subscription.trialStart,
  };
}

function cycleOf(subscription: Subscription, source: Source): JsonObject {
  const { billingCycleAnchor, anchorConfig, billingMode, billingThresholds } = subscription;
  const isFlexible = billingMode === 'flexible';
  return {
    billing_cycle_anchor: billingCycleAnchor,
    billing_cycle_anchor_config: anchorConfig && {
      day_of_month: anchorConfig.dayOfMonth,
      hour: anchorConfig.hour,
      minute: anchorConfig.minute,
      month: anchorConfig.month,
      second: anchorConfig.second,
    },
    billing_mode: {
      flexible: isFlexible ? { proration_discounts: subscription.prorationDiscounts } : null,
      type: billingMode,
      updated_at: subscription.billingModeUpdatedAt,
    },
    ...(isNew(source) ? { billing_schedules: [] } : {}),
    billing_thresholds: billingThresholds && {
      amount_gte: billingThresholds.amountGte,
      reset_billing_cycle_anchor: billingThresholds.resetsAnchor,
    },
  };
}

function endingOf(subscription: Subscription, source: Source): JsonObject {
  return {
    cancel_at: subscription.cancelAt,
    cancel_at_period_end: subscription.cancelAtPeriodEnd,
    canceled_at: subscription.canceledAt,
    cancellation_details: {
      comment: subscription.cancellationComment,
      feedback: subscription.cancellationFeedback,
      ...(isNew(source) ? { feedback_option: null } : {}),
      reason: subscription.cancellationReason,
    },
  };
}

/** GUESS: if items have their own periods, the bounds that lists filter by. */
function oldPeriodOf(subscription: Subscription, source: Source): JsonObject {
  if (hasItemPeriods(source)) return {};
  return {
    current_period_end: firstPeriodEnd(subscription),
    current_period_start: lastPeriodStart(subscription),
  };
}

function invoiceSettings(source: Source): JsonObject {
  const more = isNew(source) ? { custom_fields: null, description: null, footer: null } : {};
  return { account_tax_ids: null, ...more, issuer: { type: 'self' } };
}

/** A subscription with one item has `plan`, and `quantity` unless it is metered. */
function onlyItemOf(subscription: Subscription, source: Source): JsonObject {
  const [item, ...others] = subscription.items;
  if (item === undefined || others.length > 0) return {};
  const price = priceOf(item, source);
  return {
    plan: writePlan(price, price.recurring as Recurring, source.call),
    ...(isMetered(price) ? {} : { quantity: item.quantity }),
  };
}

function writeItems(subscription: Subscription, source: Source): JsonObject {
  return {
    object: 'list',
    data: subscription.items.map((item) => writeItem(item, subscription, source)),
    has_more: false,
    total_count: subscription.items.length,
    url: `/v1/subscription_items?subscription=${subscription.id}`,
  };
}

/** One item of a subscription. `quantity` is absent for a metered price. */
export function writeItem(
  item: SubscriptionItem,
  subscription: Pick<Subscription, 'id'>,
  source: Source,
): JsonObject {
  const price = priceOf(item, source);
  const { start, end } = item.period;
  return {
    id: item.id,
    object: 'subscription_item',
    billing_thresholds: item.usageThreshold && { usage_gte: item.usageThreshold },
    created: item.created,
    ...(hasItemPeriods(source) ? { current_period_end: end, current_period_start: start } : {}),
    discounts: [],
    metadata: item.metadata,
    plan: writePlan(price, price.recurring as Recurring, source.call),
    price: writePrice(price, source.call),
    ...(isMetered(price) ? {} : { quantity: item.quantity }),
    subscription: subscription.id,
    tax_rates: [],
  };
}

function priceOf({ price }: SubscriptionItem, { billing, call }: Source): Price {
  return billing.ledger(call.account).prices.get(price) as Price;
}

function hasItemPeriods({ call }: Source): boolean {
  return isSince(call.version, BASIL);
}

function isNew({ call }: Source): boolean {
  return isSince(call.version, BILLING_SCHEDULES_SINCE);
}
