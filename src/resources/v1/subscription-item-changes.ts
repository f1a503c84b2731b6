/** Adds, changes and removes items of a subscription, for all calls that do so. */
import { intervalOf, isMetered, itemOf } from '../../billing/new-subscription.ts';
import type { Price } from '../../billing/price.ts';
import type { Subscription, SubscriptionItem } from '../../billing/subscription.ts';
import { itemChangeCosts } from '../../billing/subscription-changes.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { mergeMetadata } from '../../stripe/v1/metadata.ts';
import { newItem } from './new-items.ts';
import { ownErrors, subscriptionErrors } from './subscription-errors.ts';
import {
  areIntervalsMixed,
  behaviorParam,
  findPrice,
  type GivenItem,
  MAX_ITEMS,
  type ParamName,
  paramsAt,
  refuseQuantity,
  type SubscriptionContext,
} from './subscription-prices.ts';

/** The change of one item; without an `id`, a new item. */
export interface ItemChange extends GivenItem {
  readonly id?: string | undefined;
  readonly deleted?: boolean | undefined;
  readonly clear_usage?: boolean | undefined;
}

/** The changes of an update, with parameters such as `items[0][price]`. */
export function changedItems(
  subscription: Subscription,
  changes: readonly ItemChange[],
  context: SubscriptionContext,
): Subscription | Refusal {
  let changed = subscription;
  const numbered = [...changes.entries()];
  // Deletions first, so that a new item can use the price of a deleted one.
  for (const [at, change] of numbered.toSorted(([, a], [, b]) => rank(a) - rank(b))) {
    const next = changedItem(changed, change, context, paramsAt(context, at));
    if (next instanceof Refusal) return next;
    changed = next;
  }
  return refuseItems(changed, context) ?? changed;
}

function rank({ deleted }: ItemChange): number {
  return deleted ? 0 : 1;
}

/** The subscription after one change, before the rules for all its items are checked. */
export function changedItem(
  subscription: Subscription,
  change: ItemChange,
  context: SubscriptionContext,
  param: ParamName,
): Subscription | Refusal {
  if (change.id === undefined) return added(subscription, change, context, param);
  const item = subscription.items.find(({ id }) => id === change.id);
  if (item === undefined) return subscriptionErrors.notItsItem(change.id, param('id'));
  if (change.deleted) return removed(subscription, item, change, context);
  if (change.clear_usage) return subscriptionErrors.clearsNothing(param('clear_usage'));
  const altered = alteredItem(subscription, item, change, context, param);
  if (altered instanceof Refusal) return altered;
  const items = subscription.items.map((each) => (each === item ? altered : each));
  return { ...subscription, items };
}

/** Checks the rules for all items of a subscription. */
export function refuseItems(
  { items, billingMode }: Subscription,
  { ledger }: SubscriptionContext,
): Refusal | undefined {
  if (items.length === 0) return subscriptionErrors.lastItem();
  if (items.length > MAX_ITEMS) return subscriptionErrors.tooManyItems();
  const prices = items.map(({ price }) => ledger.prices.get(price) as Price);
  return billingMode === 'classic' && areIntervalsMixed(prices)
    ? subscriptionErrors.mixedIntervals()
    : undefined;
}

/** Why a change cannot be made without the invoice that Stripe would create. */
export function refuseCosts(
  before: Subscription,
  after: Subscription,
  behavior: string | undefined,
  context: SubscriptionContext,
): Refusal | undefined {
  if (behavior === 'none' || context.proration === 'none') return undefined;
  const costs = itemChangeCosts(before, after, context.ledger.prices);
  if (costs === undefined) return undefined;
  const param = behaviorParam(context);
  return costs === 'proration' ? ownErrors.proration(param) : ownErrors.unbilledUsage(param);
}

/** A new item: its period begins now, and ends with the others of its interval. */
function added(
  subscription: Subscription,
  change: ItemChange,
  context: SubscriptionContext,
  param: ParamName,
): Subscription | Refusal {
  const item = newItem(change, context, param);
  if (item instanceof Refusal) return item;
  const refusal = refusePrice(subscription, item.price, param);
  if (refusal !== undefined) return refusal;
  const { status, trialEnd, billingCycleAnchor: anchor, items } = subscription;
  const cycle = { anchor, trialEnd: status === 'trialing' ? trialEnd : null };
  return { ...subscription, items: [...items, itemOf(item, context.now, cycle)] };
}

/** `clear_usage` drops the usage, like leaving it unbilled; flexible mode does not accept it. */
function removed(
  subscription: Subscription,
  item: SubscriptionItem,
  { clear_usage: clears }: ItemChange,
  { ledger }: SubscriptionContext,
): Subscription | Refusal {
  if (clears !== undefined && subscription.billingMode === 'flexible') {
    return subscriptionErrors.clearUsage();
  }
  const price = ledger.prices.get(item.price) as Price;
  if (clears && !isMetered(price)) return subscriptionErrors.clearsNothing('clear_usage');
  return { ...subscription, items: subscription.items.filter((each) => each !== item) };
}

function alteredItem(
  subscription: Subscription,
  item: SubscriptionItem,
  change: ItemChange,
  context: SubscriptionContext,
  param: ParamName,
): SubscriptionItem | Refusal {
  const before = context.ledger.prices.get(item.price) as Price;
  const price = newPrice(subscription, before, change, context, param);
  if (price instanceof Refusal) return price;
  const refusal = refuseQuantity(price, change, param);
  if (refusal !== undefined) return refusal;
  return {
    ...item,
    price: price.id,
    quantity: isMetered(price) ? null : (change.quantity ?? item.quantity ?? 1),
    metadata: mergeMetadata(item.metadata, change.metadata),
    usageThreshold:
      change.billing_thresholds === undefined ? item.usageThreshold : change.billing_thresholds,
  };
}

/** The new price of an item: with the same currency and interval, and not in use yet. */
function newPrice(
  subscription: Subscription,
  before: Price,
  change: ItemChange,
  { ledger }: SubscriptionContext,
  param: ParamName,
): Price | Refusal {
  const isSame = (change.price ?? change.plan ?? before.id) === before.id;
  if (isSame) return before;
  const price = findPrice(change, ledger, param);
  if (price instanceof Refusal) return price;
  const refusal = refusePrice(subscription, price, param);
  if (refusal !== undefined) return refusal;
  const [from, to] = [intervalOf(before), intervalOf(price)];
  return from.unit === to.unit && from.count === to.count
    ? price
    : ownErrors.newInterval(param('price'));
}

function refusePrice(
  { items, currency }: Subscription,
  price: Price,
  param: ParamName,
): Refusal | undefined {
  const holder = items.find((item) => item.price === price.id);
  if (holder !== undefined) return subscriptionErrors.priceTaken(price.id, holder.id);
  if (price.currency === currency) return undefined;
  return subscriptionErrors.otherCurrency(price.currency, currency, param('price'));
}
