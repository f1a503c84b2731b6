/** Builds the updated subscription from the parameters of an update, or returns the refusal. */
import type { Subscription } from '../../billing/subscription.ts';
import { moveTrialEnd } from '../../billing/subscription-changes.ts';
import { Refusal } from '../../stripe/refusal.ts';
import type { FormValue } from '../../stripe/v1/form.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, optionalListOfHashes, type ParamParser } from '../../stripe/v1/params.ts';
import { notComputed, oneOf } from '../../stripe/v1/parsers.ts';
import { type GivenCancellation, withCancellation } from './subscription-cancellation.ts';
import { refuseTrialEnd } from './subscription-creation.ts';
import { changedDetails, type GivenDetails } from './subscription-details.ts';
import { ownErrors, subscriptionErrors } from './subscription-errors.ts';
import { changedItems, type ItemChange, refuseCosts } from './subscription-item-changes.ts';
import {
  cancellationDetails,
  commonFields,
  itemChangeFields,
  notComputedUnlessEmpty,
  prorationFields,
} from './subscription-params.ts';
import { MAX_ITEMS, type SubscriptionContext } from './subscription-prices.ts';

/** `now` or `unchanged`, alone or, in newer versions, as the `type` of a hash. */
function anchorChange(value: FormValue): ReturnType<ParamParser<'now' | 'unchanged'>> {
  const read = oneOf(['now', 'unchanged']);
  if (!(value instanceof Map)) return read(value);
  const type = value.get('type');
  if (type === undefined) return (param) => parameterErrors.missing(`${param}[type]`);
  const result = read(type);
  return typeof result === 'function' ? (param) => result(`${param}[type]`) : result;
}

/** Parameters of an update, except `expand`. */
export const updateFields = {
  ...commonFields,
  billing_cycle_anchor: optional(anchorChange),
  cancellation_details: cancellationDetails,
  items: optionalListOfHashes(itemChangeFields, MAX_ITEMS),
  pause_collection: optional(notComputedUnlessEmpty),
  proration_date: prorationFields.proration_date,
  trial_period_days: optional(notComputed),
} as const;

/** The parameters of an update; undefined means not given. */
export interface GivenUpdate extends GivenDetails, GivenCancellation {
  readonly billing_cycle_anchor?: 'now' | 'unchanged' | undefined;
  readonly items?: readonly ItemChange[] | undefined;
  readonly trial_end?: 'now' | number | undefined;
}

/** The parameters that a canceled subscription still accepts. */
const OF_CANCELED: ReadonlySet<string> = new Set(['cancellation_details', 'metadata', 'expand']);

/** The subscription after an update, or the refusal. Nothing has changed yet. */
export function updatedSubscription(
  before: Subscription,
  given: GivenUpdate,
  context: SubscriptionContext,
): Subscription | Refusal {
  if (before.status === 'canceled' && saysMore(given)) return subscriptionErrors.canceled();
  if (given.billing_cycle_anchor === 'now') return ownErrors.newCycle('billing_cycle_anchor');
  const details = changedDetails(before, given);
  if (details instanceof Refusal) return details;
  const trial = withTrialEnd({ ...before, ...details }, given.trial_end, context);
  if (trial instanceof Refusal) return trial;
  const items = changedItems(trial, given.items ?? [], context);
  if (items instanceof Refusal) return items;
  const refusal = refuseCosts(trial, items, given.proration_behavior, context);
  return refusal ?? withCancellation(items, given, context);
}

function saysMore(given: GivenUpdate): boolean {
  return Object.entries(given).some(
    ([name, value]) => value !== undefined && !OF_CANCELED.has(name),
  );
}

/** Only for a trial: otherwise Stripe would end the billing cycle and invoice it. */
export function withTrialEnd(
  subscription: Subscription,
  end: 'now' | number | undefined,
  { now, ledger }: SubscriptionContext,
): Subscription | Refusal {
  if (end === undefined) return subscription;
  if (subscription.status !== 'trialing') {
    // GUESS: ending a trial without one does nothing.
    return end === 'now' ? subscription : ownErrors.newCycle('trial_end');
  }
  if (end === 'now') return moveTrialEnd(subscription, now, now, ledger.prices);
  return refuseTrialEnd(end, now) ?? moveTrialEnd(subscription, end, now, ledger.prices);
}
