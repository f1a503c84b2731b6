/** The prices of items, checked against those their subscription already has. */
import type { Ledger } from '../../billing/ledger.ts';
import { isMetered } from '../../billing/new-subscription.ts';
import type { Price } from '../../billing/price.ts';
import type { Subscription } from '../../billing/subscription.ts';
import type { Customers } from '../../metering/customer.ts';
import type { Ids } from '../../metering/ids.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import type { MetadataChange } from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { subscriptionErrors } from './subscription-errors.ts';

/** The most items that a subscription can have (docs/stripe/subscriptions.md#parameters). */
export const MAX_ITEMS = 20;

/** The context of checks of subscriptions. */
export interface SubscriptionContext {
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly ids: Ids;
  /** In seconds. */
  readonly now: number;
  /** The API version of the request. */
  readonly version: string;
  /** The name of the parameter with the items, such as `items`. */
  readonly itemsParam: string;
  /**
   * Whether a change that Stripe would prorate is refused, or treated as `proration_behavior=none`.
   */
  readonly proration: 'none' | 'refuse';
}

/** The parameters of an item; undefined means not given. */
export interface GivenItem {
  readonly price?: string | undefined;
  readonly plan?: string | undefined;
  readonly quantity?: number | undefined;
  readonly metadata?: MetadataChange | undefined;
  readonly billing_thresholds?: number | null | undefined;
}

/** The names of an item's parameters: `items[0][price]`, or just `price`. */
export type ParamName = (field: string) => string;

/** The parameter names of an item in a list. */
export function paramsAt({ itemsParam }: SubscriptionContext, at: number): ParamName {
  return (field) => `${itemsParam}[${at}][${field}]`;
}

/** The call's name for `proration_behavior`, which is a sibling of its items. */
export function behaviorParam({ itemsParam }: SubscriptionContext): string {
  return itemsParam.replace(/items(\]?)$/, 'proration_behavior$1');
}

/** The active recurring price of an item, or the refusal. */
export function findPrice(given: GivenItem, ledger: Ledger, param: ParamName): Price | Refusal {
  const field = given.price === undefined && given.plan !== undefined ? 'plan' : 'price';
  const id = given[field];
  if (id === undefined) return parameterErrors.missing(param(field));
  const price = ledger.prices.get(id);
  if (price === undefined) return parameterErrors.noSuch('price', id, param(field), 400);
  if (!price.active) return subscriptionErrors.inactivePrice(param(field));
  if (price.recurring === null) return subscriptionErrors.oneTimePrice(param(field));
  return price;
}

/** Why an item cannot have the requested quantity, if so. */
export function refuseQuantity(
  price: Price,
  { quantity }: GivenItem,
  param: ParamName,
): Refusal | undefined {
  if (quantity === undefined || !isMetered(price)) return undefined;
  return subscriptionErrors.meteredQuantity(param('quantity'));
}

/** Whether the prices have different intervals, which classic mode refuses. */
export function areIntervalsMixed(prices: readonly Price[]): boolean {
  return new Set(prices.map(({ recurring }) => JSON.stringify(recurring?.interval))).size > 1;
}

/** Subscriptions of a customer that have not ended. */
export function runningOf(ledger: Ledger, customer: string): Subscription[] {
  return (ledger.subscriptionsOf.get(customer) ?? [])
    .map((id) => ledger.subscriptions.get(id) as Subscription)
    .filter(({ status }) => status !== 'canceled');
}
