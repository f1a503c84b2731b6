/** Builds the items of a new subscription, or one that is added to it; or refuses them. */
import { isMetered, type NewItem } from '../../billing/new-subscription.ts';
import type { Price } from '../../billing/price.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { mergeMetadata } from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { subscriptionErrors } from './subscription-errors.ts';
import {
  findPrice,
  type GivenItem,
  paramsAt,
  refuseQuantity,
  type SubscriptionContext,
} from './subscription-prices.ts';

/** The items of a create. GUESS: which error comes first when several apply. */
export function newItems(
  given: readonly GivenItem[],
  context: SubscriptionContext,
): NewItem[] | Refusal {
  if (given.length === 0) return parameterErrors.missing(context.itemsParam);
  const items: NewItem[] = [];
  for (const [at, each] of given.entries()) {
    const item = newItem(each, context, paramsAt(context, at));
    if (item instanceof Refusal) return item;
    const refusal = refuseBeside(item.price, items, paramsAt(context, at)('price'));
    if (refusal !== undefined) return refusal;
    items.push(item);
  }
  return items;
}

/** An item with a new id, or a refusal. */
export function newItem(
  given: GivenItem,
  { ledger, ids }: SubscriptionContext,
  param: (field: string) => string,
): NewItem | Refusal {
  const price = findPrice(given, ledger, param);
  if (price instanceof Refusal) return price;
  return (
    refuseQuantity(price, given, param) ?? {
      id: ids.item(),
      price,
      quantity: isMetered(price) ? null : (given.quantity ?? 1),
      metadata: mergeMetadata({}, given.metadata),
      usageThreshold: given.billing_thresholds ?? null,
    }
  );
}

function refuseBeside(price: Price, others: readonly NewItem[], param: string) {
  if (others.some((item) => item.price.id === price.id)) {
    return subscriptionErrors.samePriceTwice(price.id);
  }
  const currency = others[0]?.price.currency ?? price.currency;
  if (currency === price.currency) return undefined;
  return subscriptionErrors.mixedCurrencies(price.currency, currency, param);
}
