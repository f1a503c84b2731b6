/**
 * Subscription items: https://docs.stripe.com/api/subscription_items
 * (docs/stripe/subscriptions.md#lists-and-items).
 */
import type { Subscription, SubscriptionItem } from '../../billing/subscription.ts';
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { type ExpandPaths, expandable, expanded, listExpandable } from '../../stripe/v1/expand.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { listPage, pageParams } from '../../stripe/v1/lists.ts';
import { optional, params, required } from '../../stripe/v1/params.ts';
import { boolean, text } from '../../stripe/v1/parsers.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { commandOf, idOf, type Resources } from './resources.ts';
import { subscriptionErrors } from './subscription-errors.ts';
import { itemExpansions } from './subscription-expansions.ts';
import {
  changedItem,
  type ItemChange,
  refuseCosts,
  refuseItems,
} from './subscription-item-changes.ts';
import { itemFields, paymentBehavior, prorationFields } from './subscription-params.ts';
import { subscriptionContext } from './subscriptions.ts';
import { writeItem } from './write-subscription.ts';

const URL = '/v1/subscription_items';

const expand = optional(expandable(itemExpansions));
const changeFields = {
  ...itemFields,
  expand,
  off_session: optional(boolean),
  payment_behavior: paymentBehavior,
  ...prorationFields,
} as const;
const createParams = params({ ...changeFields, subscription: required(text(5000)) });
const updateParams = params(changeFields);
const retrieveParams = params({ expand });
const deleteParams = params({
  clear_usage: optional(boolean),
  payment_behavior: paymentBehavior,
  ...prorationFields,
});
const listParams = params({
  ...pageParams,
  expand: optional(listExpandable(itemExpansions)),
  subscription: required(text(5000)),
});

/** Create, list, retrieve, update, delete. */
export function subscriptionItemEndpoints(resources: Resources): Endpoint[] {
  return [
    create(resources),
    list(resources),
    retrieve(resources),
    update(resources),
    remove(resources),
  ];
}

function create(resources: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: URL,
    params: createParams,
    act: (given, call) => {
      const { subscription: id, expand: paths, proration_behavior: behavior } = given;
      const before = findSubscription(id, resources, call);
      if (before instanceof Refusal) return before;
      return change({ before, change: given, behavior }, resources, call, (after) =>
        answer(after.items.at(-1) as SubscriptionItem, after, paths, resources, call),
      );
    },
  });
}

function list(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: URL,
    params: listParams,
    act: (given, call) => {
      const subscription = findSubscription(given.subscription, resources, call);
      if (subscription instanceof Refusal) return subscription;
      const write = (item: SubscriptionItem) =>
        answer(item, subscription, given.expand, resources, call);
      // Oldest first, unlike every other list (docs/stripe/prices-and-products.md#amounts).
      const { items } = subscription;
      return listPage({ url: URL, kind: 'subscription item', items, idOf: itemId, write }, given);
    },
  });
}

function retrieve(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${URL}/:id`,
    params: retrieveParams,
    act: (given, call) => {
      const found = find(resources, call);
      if (found instanceof Refusal) return found;
      return answer(found.item, found.subscription, given.expand, resources, call);
    },
  });
}

function update(resources: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: `${URL}/:id`,
    params: updateParams,
    act: (given, call) => {
      const found = find(resources, call);
      if (found instanceof Refusal) return found;
      const { expand: paths, proration_behavior: behavior } = given;
      const id = found.item.id;
      const asked = { before: found.subscription, change: { ...given, id }, behavior };
      return change(asked, resources, call, (after) => {
        const item = after.items.find((each) => each.id === id) as SubscriptionItem;
        return answer(item, after, paths, resources, call);
      });
    },
  });
}

function remove(resources: Resources): Endpoint {
  return endpoint({
    method: 'DELETE',
    path: `${URL}/:id`,
    params: deleteParams,
    act: ({ clear_usage, proration_behavior: behavior }, call) => {
      const found = find(resources, call);
      if (found instanceof Refusal) return found;
      const { id } = found.item;
      const removal = { id, deleted: true, clear_usage };
      const asked = { before: found.subscription, change: removal, behavior };
      return change(asked, resources, call, () => ({
        id,
        object: 'subscription_item',
        deleted: true,
      }));
    },
  });
}

/** One change of a subscription's items, by a separate call. */
interface Asked {
  readonly before: Subscription;
  readonly change: ItemChange;
  readonly behavior: string | undefined;
}

function change(
  { before, change: asked, behavior }: Asked,
  resources: Resources,
  call: Call,
  write: (after: Subscription) => JsonObject,
) {
  const context = subscriptionContext(resources, call);
  const after = changedItem(before, asked, context, (field) => field);
  if (after instanceof Refusal) return after;
  const refusal = refuseItems(after, context) ?? refuseCosts(before, after, behavior, context);
  if (refusal !== undefined) return refusal;
  const command = { ...commandOf(call), subscription: after };
  return thenMaybe(resources.submit({ kind: 'change_subscription', ...command }), () =>
    write(after),
  );
}

/**
 * Items of a canceled subscription cannot be listed, added or changed
 * (docs/stripe/subscriptions.md#errors).
 */
function findSubscription(id: string, { billing }: Resources, call: Call): Subscription | Refusal {
  const subscription = billing.ledger(call.account).subscriptions.get(id);
  return subscription === undefined || subscription.status === 'canceled'
    ? subscriptionErrors.unknown(id, 'subscription')
    : subscription;
}

/** The item named in the path, and its subscription. */
function find(resources: Resources, call: Call) {
  const id = idOf(call);
  const subscriptionId = resources.billing.ledger(call.account).subscriptionOfItem.get(id);
  if (subscriptionId === undefined) return subscriptionErrors.unknownItem(id);
  const subscription = findSubscription(subscriptionId, resources, call);
  if (subscription instanceof Refusal) return subscription;
  const item = subscription.items.find((each) => each.id === id) as SubscriptionItem;
  return { item, subscription };
}

function answer(
  item: SubscriptionItem,
  subscription: Subscription,
  paths: ExpandPaths | undefined,
  { billing, engine }: Resources,
  call: Call,
): JsonObject {
  const source = { billing, engine, call };
  return expanded(writeItem(item, subscription, source), paths, itemExpansions, source);
}

function itemId({ id }: SubscriptionItem): string {
  return id;
}
