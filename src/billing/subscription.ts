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
  /** The open period, or the last one of a canceled subscription. */
  readonly period: Period;
  /** Stripe's `billing_thresholds[usage_gte]`: kept and shown, but causes no early invoice. */
  readonly usageThreshold: number | null;
}

export type SubscriptionStatus = 'active' | 'trialing' | 'canceled';
export type BillingMode = 'classic' | 'flexible';

/** The fields of a subscription that are kept and shown but change no amount. */
export interface SubscriptionDetails {
  readonly collectionMethod: 'charge_automatically' | 'send_invoice';
  readonly daysUntilDue: number | null;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly defaultPaymentMethod: string | null;
  /** Stripe's `payment_settings[payment_method_types]`. */
  readonly paymentMethodTypes: readonly string[] | null;
  readonly saveDefaultPaymentMethod: 'off' | 'on_subscription';
  /** What happens at a trial's end without a payment method; here every customer has one. */
  readonly missingPaymentMethod: 'cancel' | 'create_invoice' | 'pause';
  /** Stripe's `billing_thresholds`: kept and shown, but cause no early invoice. */
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
  /** The anchor of its periods. */
  readonly billingCycleAnchor: number;
  /** The config that the anchor was computed from, or null. */
  readonly anchorConfig: AnchorConfig | null;
  readonly billingMode: BillingMode;
  /** When it got its billing mode. */
  readonly billingModeUpdatedAt: number;
  /** In flexible mode: Stripe's `billing_mode[flexible][proration_discounts]`. */
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
