/** Subscriptions: https://docs.stripe.com/api/subscriptions (docs/stripe/subscriptions.md). */
import type { Subscription } from '../../billing/subscription.ts';
import { cancelNow, hasLicensed, hasMetered } from '../../billing/subscription-changes.ts';
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { type ExpandPaths, expandable, expanded } from '../../stripe/v1/expand.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { listPage } from '../../stripe/v1/lists.ts';
import { listOfHashes, optional, params } from '../../stripe/v1/params.ts';
import { boolean } from '../../stripe/v1/parsers.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { commandOf, idOf, type Resources, secondsOf } from './resources.ts';
import { beginSubscription, creationFields } from './subscription-creation.ts';
import { changedDetails, notKeptOf } from './subscription-details.ts';
import { ownErrors, subscriptionErrors } from './subscription-errors.ts';
import { subscriptionExpansions } from './subscription-expansions.ts';
import { isAsked, listParams, refuseFilters } from './subscription-filters.ts';
import { cancellationDetails, itemFields } from './subscription-params.ts';
import { MAX_ITEMS, type SubscriptionContext } from './subscription-prices.ts';
import { updatedSubscription, updateFields } from './subscription-update.ts';
import { writeSubscription } from './write-subscription.ts';

const URL = '/v1/subscriptions';

const expand = optional(expandable(subscriptionExpansions));

/** Parameters of a create. */
export const subscriptionParams = params({
  ...creationFields,
  expand,
  items: listOfHashes(itemFields, MAX_ITEMS),
});
const updateParams = params({ ...updateFields, expand });
const retrieveParams = params({ expand });
const cancelParams = params({
  cancellation_details: cancellationDetails,
  expand,
  invoice_now: optional(boolean),
  prorate: optional(boolean),
});
/** Create, list, retrieve, update, cancel. */
export function subscriptionEndpoints(resources: Resources): Endpoint[] {
  return [
    create(resources),
    list(resources),
    retrieve(resources),
    update(resources),
    cancel(resources),
  ];
}

function create(resources: Resources): Endpoint {
  const { submit, warnOnce } = resources;
  return endpoint({
    method: 'POST',
    path: URL,
    params: subscriptionParams,
    act: (given, call) => {
      const context = subscriptionContext(resources, call);
      const subscription = beginSubscription(given, context);
      if (subscription instanceof Refusal) return subscription;
      notKeptOf(given).forEach(warnOnce);
      if (hasLicensed(subscription, context.ledger.prices)) warnOnce(NO_FIRST_INVOICE);
      const created = submit({ kind: 'create_subscription', ...commandOf(call), subscription });
      return thenMaybe(created, () => answer(subscription, given.expand, resources, call));
    },
  });
}

const NO_FIRST_INVOICE =
  'subscriptions: no invoice is created, so a licensed item is not charged when its period begins';

function list(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: URL,
    params: listParams,
    act: (given, call) => {
      const refusal = refuseFilters(given, call, resources);
      if (refusal !== undefined) return refusal;
      const items = [...resources.billing.ledger(call.account).subscriptions.values()].reverse();
      const listing = { url: URL, kind: 'subscription', items, idOf: subscriptionId };
      const write = (each: Subscription) => answer(each, given.expand, resources, call);
      return listPage({ ...listing, write, shows: (each) => isAsked(each, given) }, given);
    },
  });
}

function retrieve(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${URL}/:id`,
    params: retrieveParams,
    act: (given, call) => {
      const subscription = find(resources, call);
      if (subscription instanceof Refusal) return subscription;
      return answer(subscription, given.expand, resources, call);
    },
  });
}

function update(resources: Resources): Endpoint {
  const { submit, warnOnce } = resources;
  return endpoint({
    method: 'POST',
    path: `${URL}/:id`,
    params: updateParams,
    act: (given, call) => {
      const before = find(resources, call);
      if (before instanceof Refusal) return before;
      const subscription = updatedSubscription(before, given, subscriptionContext(resources, call));
      if (subscription instanceof Refusal) return subscription;
      notKeptOf(given).forEach(warnOnce);
      const changed = submit({ kind: 'change_subscription', ...commandOf(call), subscription });
      return thenMaybe(changed, () => answer(subscription, given.expand, resources, call));
    },
  });
}

function cancel(resources: Resources): Endpoint {
  return endpoint({
    method: 'DELETE',
    path: `${URL}/:id`,
    params: cancelParams,
    act: (given, call) => {
      const before = find(resources, call);
      if (before instanceof Refusal) return before;
      // GUESS: one that is already canceled is not found.
      if (before.status === 'canceled') return subscriptionErrors.unknown(before.id);
      const context = subscriptionContext(resources, call);
      const refusal = refuseInvoice(before, given, context);
      if (refusal !== undefined) return refusal;
      const { cancellation_details } = given;
      const details = changedDetails(before, { cancellation_details });
      if (details instanceof Refusal) return details;
      const subscription = cancelNow({ ...before, ...details }, context.now);
      const command = { ...commandOf(call), subscription };
      return thenMaybe(resources.submit({ kind: 'change_subscription', ...command }), () =>
        answer(subscription, given.expand, resources, call),
      );
    },
  });
}

/** Why it cannot be canceled without an invoice that Stripe would create. */
function refuseInvoice(
  subscription: Subscription,
  { invoice_now, prorate }: { invoice_now?: boolean | undefined; prorate?: boolean | undefined },
  { ledger, proration }: SubscriptionContext,
): Refusal | undefined {
  if (subscription.status === 'trialing') return undefined;
  if (invoice_now && hasMetered(subscription, ledger.prices)) return ownErrors.invoiceNow();
  const prorates = prorate && proration === 'refuse' && hasLicensed(subscription, ledger.prices);
  return prorates ? ownErrors.proration('prorate', 'false') : undefined;
}

/** The context of the checks of a call. */
export function subscriptionContext(
  { billing, engine, ids }: Resources,
  call: Call,
  itemsParam = 'items',
): SubscriptionContext {
  return {
    ledger: billing.ledger(call.account),
    customers: engine.account(call.account).customers,
    ids,
    now: secondsOf(call),
    version: call.version,
    itemsParam,
    proration: billing.options.proration,
  };
}

/** The subscription named in the path, canceled or not. */
function find({ billing }: Resources, call: Call): Subscription | Refusal {
  const id = idOf(call);
  return billing.ledger(call.account).subscriptions.get(id) ?? subscriptionErrors.unknown(id);
}

function answer(
  subscription: Subscription,
  expand: ExpandPaths | undefined,
  { billing, engine }: Resources,
  call: Call,
): JsonObject {
  const source = { billing, engine, call };
  const written = writeSubscription(subscription, source);
  return expanded(written, expand, subscriptionExpansions, source);
}

function subscriptionId({ id }: Subscription): string {
  return id;
}
