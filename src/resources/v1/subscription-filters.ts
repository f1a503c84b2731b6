/** Which subscriptions a list shows: https://docs.stripe.com/api/subscriptions/list. */
import type { Subscription } from '../../billing/subscription.ts';
import { firstPeriodEnd, lastPeriodStart } from '../../billing/subscription-changes.ts';
import type { Call } from '../../stripe/endpoint.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { listExpandable } from '../../stripe/v1/expand.ts';
import { pageParams } from '../../stripe/v1/lists.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, type ParamsOf, params } from '../../stripe/v1/params.ts';
import { notComputed, oneOf, text } from '../../stripe/v1/parsers.ts';
import { isWithinBounds, timeBounds } from '../../stripe/v1/time-bounds.ts';
import type { Resources } from './resources.ts';
import { LIST_STATUSES } from './subscription-errors.ts';
import { subscriptionExpansions } from './subscription-expansions.ts';

/** Parameters of a list. */
export const listParams = params({
  automatic_tax: optional(notComputed),
  collection_method: optional(oneOf(['charge_automatically', 'send_invoice'])),
  created: optional(timeBounds),
  current_period_end: optional(timeBounds),
  current_period_start: optional(timeBounds),
  customer: optional(text(5000)),
  customer_account: optional(notComputed),
  ...pageParams,
  expand: optional(listExpandable(subscriptionExpansions)),
  plan: optional(text(5000)),
  price: optional(text(5000)),
  status: optional(oneOf(LIST_STATUSES)),
  test_clock: optional(() => parameterErrors.noTestClocks),
});

type Filters = Pick<
  ParamsOf<typeof listParams>,
  | 'collection_method'
  | 'created'
  | 'current_period_end'
  | 'current_period_start'
  | 'customer'
  | 'plan'
  | 'price'
  | 'status'
>;

/** GUESS: an object in a filter that does not exist is a 400. */
export function refuseFilters(
  { customer, price, plan }: Filters,
  { account }: Call,
  { engine, billing }: Resources,
): Refusal | undefined {
  if (customer !== undefined && engine.account(account).customers.get(customer) === undefined) {
    return parameterErrors.noSuch('customer', customer, 'customer', 400);
  }
  const { prices } = billing.ledger(account);
  for (const [param, id] of Object.entries({ price, plan })) {
    if (id !== undefined && !prices.has(id)) return parameterErrors.noSuch(param, id, param, 400);
  }
  return undefined;
}

/** Without `status`, all except canceled ones. */
export function isAsked(subscription: Subscription, asked: Filters): boolean {
  const { created = {}, current_period_end: end = {}, current_period_start: start = {} } = asked;
  const has = (price: string | undefined) =>
    price === undefined || subscription.items.some((item) => item.price === price);
  return (
    hasStatus(subscription, asked.status) &&
    (asked.customer ?? subscription.customer) === subscription.customer &&
    (asked.collection_method ?? subscription.collectionMethod) === subscription.collectionMethod &&
    has(asked.price) &&
    has(asked.plan) &&
    isWithinBounds(subscription.created, created) &&
    isWithinBounds(firstPeriodEnd(subscription), end) &&
    isWithinBounds(lastPeriodStart(subscription), start)
  );
}

function hasStatus({ status }: Subscription, asked: Filters['status']): boolean {
  if (asked === 'all') return true;
  if (asked === undefined) return status !== 'canceled';
  return status === (asked === 'ended' ? 'canceled' : asked);
}
