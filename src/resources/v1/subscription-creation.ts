/**
 * Builds a subscription from the parameters of a create, or returns the refusal that Stripe would
 * send.
 */
import type { AnchorConfig } from '../../billing/anchor-config.ts';
import {
  anchorOf,
  isMetered,
  type NewItem,
  type NewSubscription,
  newSubscription,
} from '../../billing/new-subscription.ts';
import { addIntervals } from '../../billing/periods.ts';
import type { Price } from '../../billing/price.ts';
import type { BillingMode, Subscription } from '../../billing/subscription.ts';
import { hasLicensed } from '../../billing/subscription-changes.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, required } from '../../stripe/v1/params.ts';
import { integer, notComputed, text } from '../../stripe/v1/parsers.ts';
import { FLEXIBLE_BY_DEFAULT_SINCE, FLEXIBLE_SINCE, isSince } from '../../stripe/versions.ts';
import { newItems } from './new-items.ts';
import { type GivenCancellation, withCancellation } from './subscription-cancellation.ts';
import { changedDetails, type GivenDetails, PLAIN } from './subscription-details.ts';
import { ownErrors, subscriptionErrors } from './subscription-errors.ts';
import { anchorConfig, billingMode, commonFields, time } from './subscription-params.ts';
import {
  areIntervalsMixed,
  behaviorParam,
  type GivenItem,
  paramsAt,
  runningOf,
  type SubscriptionContext,
} from './subscription-prices.ts';

const MAX_TRIAL_DAYS = 730;
const DAY = 86_400;
/**
 * The most subscriptions that a customer can have, not counting those that have ended
 * (docs/stripe/subscriptions.md#parameters).
 */
const MAX_SUBSCRIPTIONS = 500;

/** Parameters of a create, except `expand` and the items. */
export const creationFields = {
  ...commonFields,
  backdate_start_date: optional(notComputed),
  billing_cycle_anchor: optional(time),
  billing_cycle_anchor_config: anchorConfig,
  billing_mode: billingMode,
  currency: optional(text(3)),
  customer: required(text(5000)),
  customer_account: optional(notComputed),
  trial_period_days: optional(integer({ min: 1 })),
} as const;

/** The parameters of a create; undefined means not given. */
export interface GivenCreation extends GivenDetails, GivenCancellation {
  readonly customer: string;
  readonly items: readonly GivenItem[];
  readonly currency?: string | undefined;
  readonly billing_mode?: GivenMode | undefined;
  readonly billing_cycle_anchor?: number | undefined;
  readonly billing_cycle_anchor_config?: GivenAnchor | undefined;
  readonly trial_end?: 'now' | number | undefined;
  readonly trial_period_days?: number | undefined;
}

/** `billing_mode`. */
export interface GivenMode {
  readonly type: BillingMode;
  readonly flexible?:
    | { readonly proration_discounts?: 'included' | 'itemized' | undefined }
    | undefined;
}

interface GivenAnchor {
  readonly day_of_month: number;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly month?: number | undefined;
  readonly second?: number | undefined;
}

/** The subscription that a create describes, with new ids, or the refusal. */
export function beginSubscription(
  given: GivenCreation,
  context: SubscriptionContext,
): Subscription | Refusal {
  const { customers } = context;
  if (!customers.exists(given.customer)) {
    return parameterErrors.noSuch('customer', given.customer, 'customer');
  }
  const items = newItems(given.items, context);
  if (items instanceof Refusal) return items;
  return refuseCustomer(given, items, context) ?? begin(given, items, context);
}

function begin(
  given: GivenCreation,
  items: readonly NewItem[],
  context: SubscriptionContext,
): Subscription | Refusal {
  const mode = billingModeOf(given.billing_mode, context.version);
  if (mode instanceof Refusal) return mode;
  if (mode === 'classic' && areIntervalsMixed(items.map(({ price }) => price))) {
    return subscriptionErrors.mixedIntervals();
  }
  const trialEnd = trialEndOf(given, context.now);
  if (trialEnd instanceof Refusal) return trialEnd;
  const details = changedDetails(PLAIN, given);
  if (details instanceof Refusal) return details;
  const begun = anchored({
    id: context.ids.subscription(),
    customer: given.customer,
    now: context.now,
    items,
    anchor: given.billing_cycle_anchor ?? null,
    anchorConfig: configOf(given.billing_cycle_anchor_config),
    trialEnd,
    billingMode: mode,
    prorationDiscounts: given.billing_mode?.flexible?.proration_discounts ?? 'included',
    details,
  });
  if (begun instanceof Refusal) return begun;
  const prorates = given.proration_behavior !== 'none' && context.proration === 'refuse';
  if (prorates && isFirstPeriodShort(begun, context)) {
    return ownErrors.proration(behaviorParam(context));
  }
  return withCancellation(begun, given, context);
}

function refuseCustomer(
  { customer, currency: asked }: GivenCreation,
  [first]: readonly NewItem[],
  context: SubscriptionContext,
): Refusal | undefined {
  const { ledger } = context;
  const { currency } = (first as NewItem).price;
  if (asked !== undefined && asked.toLowerCase() !== currency) {
    return subscriptionErrors.otherCurrency(
      currency,
      asked.toLowerCase(),
      paramsAt(context, 0)('price'),
    );
  }
  const running = runningOf(ledger, customer);
  const other = running.find((subscription) => subscription.currency !== currency);
  if (other !== undefined) return subscriptionErrors.customerCurrency(other.currency);
  return running.length < MAX_SUBSCRIPTIONS
    ? undefined
    : subscriptionErrors.tooManySubscriptions(customer);
}

/** Flexible or classic: as requested, or the default of the API version. */
export function billingModeOf(
  asked: GivenMode | undefined,
  version: string,
): BillingMode | Refusal {
  if (asked === undefined) {
    return isSince(version, FLEXIBLE_BY_DEFAULT_SINCE) ? 'flexible' : 'classic';
  }
  if (asked.type === 'classic') {
    return asked.flexible === undefined ? 'classic' : subscriptionErrors.flexibleNeedsType();
  }
  return isSince(version, FLEXIBLE_SINCE) ? 'flexible' : subscriptionErrors.noFlexible();
}

/** GUESS: `trial_end=now` means no trial. */
function trialEndOf(given: GivenCreation, now: number): number | null | Refusal {
  const { trial_end: end, trial_period_days: days } = given;
  if (end !== undefined && days !== undefined) {
    return subscriptionErrors.onlyOneOf('trial_end', 'trial_period_days');
  }
  if (days !== undefined) {
    if (days > MAX_TRIAL_DAYS) return subscriptionErrors.trialTooLong('trial_period_days');
    return now + days * DAY;
  }
  if (end === undefined || end === 'now') return null;
  return refuseTrialEnd(end, now) ?? end;
}

/** Why a trial cannot end at that time, if so. */
export function refuseTrialEnd(end: number, now: number): Refusal | undefined {
  if (end <= now) return subscriptionErrors.past('trial_end', end);
  return end > now + MAX_TRIAL_DAYS * DAY
    ? subscriptionErrors.trialTooLong('trial_end')
    : undefined;
}

/** The anchor config given by the parameters. */
export function configOf(given: GivenAnchor | undefined): AnchorConfig | null {
  if (given === undefined) return null;
  const { day_of_month: dayOfMonth, month, hour, minute, second } = given;
  return {
    dayOfMonth,
    month: month ?? null,
    hour: hour ?? null,
    minute: minute ?? null,
    second: second ?? null,
  };
}

function anchored(begun: NewSubscription): Subscription | Refusal {
  const { anchor: asked, anchorConfig: config, now, trialEnd, items } = begun;
  if (asked !== null && config !== null) {
    return subscriptionErrors.onlyOneOf('billing_cycle_anchor', 'billing_cycle_anchor_config');
  }
  if (asked !== null && asked < now) return subscriptionErrors.past('billing_cycle_anchor', asked);
  const latest = Math.min(...items.map(({ price }) => naturalEnd(price, trialEnd ?? now)));
  if (asked !== null && asked > latest) return subscriptionErrors.anchorTooLate(latest);
  const anchor = anchorOf(begun);
  if (anchor === undefined) return subscriptionErrors.anchorConfigInterval();
  return newSubscription(begun, anchor);
}

function naturalEnd(price: Price, from: number): number {
  return addIntervals(from, (price.recurring as NonNullable<Price['recurring']>).interval, 1);
}

/**
 * Whether a licensed item begins, now or after its trial, with a period shorter than its interval.
 */
function isFirstPeriodShort(begun: Subscription, { ledger }: SubscriptionContext): boolean {
  if (!hasLicensed(begun, ledger.prices)) return false;
  const from = begun.trialEnd ?? begun.startDate;
  return begun.items.some(({ price }) => {
    const found = ledger.prices.get(price) as Price;
    return !isMetered(found) && !isWhole(found, from, begun.billingCycleAnchor);
  });
}

/** Whether the first period is a whole one, beginning or ending at the anchor. */
function isWhole(price: Price, from: number, anchor: number): boolean {
  return anchor === from || anchor === naturalEnd(price, from);
}
