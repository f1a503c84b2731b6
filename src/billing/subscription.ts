/**
 * A subscription: which prices a customer pays, and for which periods
 * (docs/stripe/subscriptions.md).
 */
import type { AnchorConfig } from './anchor-config.ts';
import type { Period } from './periods.ts';

/** One price of a subscription. `created` in seconds. */
export interface SubscriptionItem {
  readonly id: string;
  readonly created: number;
  readonly price: string;
  /** Null for a metered price. */
  readonly quantity: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The period that is open, or the last one of a canceled subscription. */
  readonly period: Period;
  /** Stripe's `billing_thresholds[usage_gte]`, kept and shown; no early invoice is made. */
  readonly usageThreshold: number | null;
}

export type SubscriptionStatus = 'active' | 'trialing' | 'canceled';
export type BillingMode = 'classic' | 'flexible';

/** What of a subscription is kept and shown, and changes no amount. */
export interface SubscriptionDetails {
  readonly collectionMethod: 'charge_automatically' | 'send_invoice';
  readonly daysUntilDue: number | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly defaultPaymentMethod: string | null;
  /** Stripe's `payment_settings[payment_method_types]`. */
  readonly paymentMethodTypes: readonly string[] | null;
  readonly saveDefaultPaymentMethod: 'off' | 'on_subscription';
  /** What a trial's end does without a payment method: here every customer has one. */
  readonly missingPaymentMethod: 'cancel' | 'create_invoice' | 'pause';
  /** Stripe's `billing_thresholds`, kept and shown; no early invoice is made. */
  readonly billingThresholds: {
    readonly amountGte: number | null;
    readonly resetsAnchor: boolean;
  } | null;
  readonly cancellationComment: string | null;
  readonly cancellationFeedback: string | null;
}

/** A subscription. Times in seconds. */
export interface Subscription extends SubscriptionDetails {
  readonly id: string;
  readonly created: number;
  readonly customer: string;
  readonly currency: string;
  readonly status: SubscriptionStatus;
  readonly startDate: number;
  /** What its periods are counted from. */
  readonly billingCycleAnchor: number;
  /** What the anchor was made from, or null. */
  readonly anchorConfig: AnchorConfig | null;
  readonly billingMode: BillingMode;
  /** When it got its billing mode. */
  readonly billingModeUpdatedAt: number;
  /** Of a flexible one: Stripe's `billing_mode[flexible][proration_discounts]`. */
  readonly prorationDiscounts: 'included' | 'itemized';
  readonly cancelAt: number | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: number | null;
  readonly endedAt: number | null;
  readonly cancellationReason: string | null;
  readonly trialStart: number | null;
  readonly trialEnd: number | null;
  /** Oldest first. */
  readonly items: readonly SubscriptionItem[];
}
