/** Items that are added to a subscription, changed or taken from it, by whichever call. */
import { intervalOf, isMetered, itemOf } from '../../billing/new-subscription.ts';
import type { Price } from '../../billing/price.ts';
import type { Subscription, SubscriptionItem } from '../../billing/subscription.ts';
import { itemChangeCosts } from '../../billing/subscription-changes.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { mergeMetadata } from '../../stripe/v1/metadata.ts';
import { newItem } from './subscription-creation.ts';
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

/** What is asked of one item: without an `id`, a new one. */
export interface ItemChange extends GivenItem {
  readonly id?: string | undefined;
  readonly deleted?: boolean | undefined;
  readonly clear_usage?: boolean | undefined;
}

/** The changes of an update, whose parameters are called `items[0][price]` and the like. */
export function changedItems(
  subscription: Subscription,
  changes: readonly ItemChange[],
  context: SubscriptionContext,
): Subscription | Refusal {
  let changed = subscription;
  const numbered = [...changes.entries()];
  // Deletions first: the price of an item that goes is free for one that comes.
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

/** The subscription after one change, before what holds for all its items is checked. */
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

/** What must hold for the items of a subscription together. */
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

/** Why a change may not be made without the invoice that Stripe would make of it. */
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

/** `clear_usage` drops the usage, as leaving it unbilled does; flexible mode does not take it. */
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

/** The price that an item changes to: of the same currency and interval, and not there yet. */
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
