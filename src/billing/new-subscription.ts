/**
 * A new subscription: its anchor and the first period of each item
 * (docs/stripe/subscriptions.md#billing).
 */
import { type AnchorConfig, anchorFrom } from './anchor-config.ts';
import { firstPeriod, type Interval, type Period } from './periods.ts';
import type { Price } from './price.ts';
import type {
  BillingMode,
  Subscription,
  SubscriptionDetails,
  SubscriptionItem,
} from './subscription.ts';

/** An item of a new subscription. */
export interface NewItem {
  readonly id: string;
  /** Recurring. */
  readonly price: Price;
  /** Null for a metered price. */
  readonly quantity: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly usageThreshold: number | null;
}

/** The checked input of a new subscription. Times in seconds. */
export interface NewSubscription {
  readonly id: string;
  readonly customer: string;
  readonly now: number;
  /** At least one, all in one currency. */
  readonly items: readonly NewItem[];
  /** At most one of `anchor` and `anchorConfig` is given. */
  readonly anchor: number | null;
  readonly anchorConfig: AnchorConfig | null;
  /** Later than `now`, or null for no trial. */
  readonly trialEnd: number | null;
  readonly billingMode: BillingMode;
  readonly prorationDiscounts: 'included' | 'itemized';
  readonly details: SubscriptionDetails;
}

/** The default details of a subscription. */
export const PLAIN_DETAILS: SubscriptionDetails = {
  collectionMethod: 'charge_automatically',
  daysUntilDue: null,
  description: null,
  metadata: {},
  defaultPaymentMethod: null,
  paymentMethodTypes: null,
  saveDefaultPaymentMethod: 'off',
  missingPaymentMethod: 'create_invoice',
  billingThresholds: null,
  cancellationComment: null,
  cancellationFeedback: null,
};

/**
 * The anchor of the periods: the given one, or the end of the trial, or now. `undefined` for an
 * anchor config with a price by the day or week. GUESS: with mixed intervals a config uses the
 * first item's; with a trial, it starts from the trial's end.
 */
export function anchorOf(given: NewSubscription): number | undefined {
  const { anchor, anchorConfig, trialEnd, now, items } = given;
  const base = trialEnd ?? now;
  if (anchorConfig === null) return anchor ?? base;
  return anchorFrom(anchorConfig, intervalOf((items[0] as NewItem).price), base);
}

/** The subscription, active or trialing. `anchor` is the result of `anchorOf`. */
export function newSubscription(given: NewSubscription, anchor: number): Subscription {
  const { now, trialEnd, items, billingMode } = given;
  return {
    ...given.details,
    id: given.id,
    created: now,
    customer: given.customer,
    currency: (items[0] as NewItem).price.currency,
    status: trialEnd === null ? 'active' : 'trialing',
    startDate: now,
    billingCycleAnchor: anchor,
    anchorConfig: given.anchorConfig,
    billingMode,
    billingModeUpdatedAt: now,
    prorationDiscounts: given.prorationDiscounts,
    cancelAt: null,
    cancelAtPeriodEnd: false,
    canceledAt: null,
    endedAt: null,
    cancellationReason: null,
    trialStart: trialEnd === null ? null : now,
    trialEnd,
    items: items.map((item) => itemOf(item, now, { anchor, trialEnd })),
  };
}

/** The inputs of an item's first period. */
export interface Cycle {
  readonly anchor: number;
  /** Null unless it is trialing. */
  readonly trialEnd: number | null;
}

/**
 * An item that begins now: its first period ends with the trial, or at the next boundary of the
 * anchor's periods.
 */
export function itemOf(item: NewItem, now: number, cycle: Cycle): SubscriptionItem {
  const { price, ...rest } = item;
  return { ...rest, price: price.id, created: now, period: periodFrom(now, price, cycle) };
}

function periodFrom(now: number, price: Price, { anchor, trialEnd }: Cycle): Period {
  if (trialEnd !== null) return { start: now, end: trialEnd };
  return firstPeriod(now, anchor, intervalOf(price));
}

/** The interval of a price that is known to be recurring. */
export function intervalOf(price: Price): Interval {
  return (price.recurring as NonNullable<Price['recurring']>).interval;
}

/** Whether a price bills usage. */
export function isMetered(price: Price): boolean {
  return price.recurring?.usageType === 'metered';
}
