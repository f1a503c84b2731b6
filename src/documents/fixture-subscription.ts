/** Subscriptions of a fixture. */
import type { Metadata, Moment, Owned } from './fixture-document.ts';

/**
 * A subscription: https://docs.stripe.com/api/subscriptions/create. Without a `status` it begins at
 * `created` and is rolled forward to now; with one it is a saved state, restored unchanged.
 */
export interface SubscriptionFixture extends Owned {
  /** The customer's id. */
  readonly customer: string;
  /** Its items, up to 20. */
  readonly items: readonly SubscriptionItemFixture[];
  /** Any unused id of letters, digits and `_`. Default: a new one. */
  readonly id?: string | undefined;
  /** Default: the clock's time. */
  readonly created?: Moment | undefined;
  /** Three letters; must be the currency of the prices, which is the default. */
  readonly currency?: string | null | undefined;
  /** Kept and shown. Default: none. */
  readonly description?: string | null | undefined;
  /** Default: none. */
  readonly metadata?: Metadata | null | undefined;

  /** Where periods begin, in seconds since the epoch. Default: when it is created. */
  readonly billing_cycle_anchor?: number | null | undefined;
  /** The same as parts of a date. */
  readonly billing_cycle_anchor_config?: AnchorConfigFixture | null | undefined;
  /** Default: `flexible`. */
  readonly billing_mode?: BillingModeFixture | null | undefined;
  /** When to invoice early. Kept and shown, with no other effect. */
  readonly billing_thresholds?: BillingThresholdsFixture | null | undefined;

  /** When the trial ends: seconds since the epoch, or `now` for none. */
  readonly trial_end?: number | 'now' | null | undefined;
  /** How long the trial is, in days, up to 730. */
  readonly trial_period_days?: number | null | undefined;
  /** Accepted, with no effect. */
  readonly trial_from_plan?: boolean | null | undefined;
  /** What happens at the trial's end without a payment method. Kept and shown. */
  readonly trial_settings?: TrialSettingsFixture | null | undefined;

  /** When it ends: seconds since the epoch, or at the end of an open period. */
  readonly cancel_at?: number | 'max_period_end' | 'min_period_end' | null | undefined;
  /** Whether it ends with its period. Default: false. */
  readonly cancel_at_period_end?: boolean | null | undefined;
  /** Why it was cancelled. Kept and shown. */
  readonly cancellation_details?: CancellationFixture | null | undefined;

  /** Default: `charge_automatically`. */
  readonly collection_method?: 'charge_automatically' | 'send_invoice' | null | undefined;
  /** How long an invoice may stay unpaid, in days. */
  readonly days_until_due?: number | null | undefined;
  /** Kept and shown. Default: none. */
  readonly default_payment_method?: string | null | undefined;
  /** Kept and shown. */
  readonly payment_settings?: PaymentSettingsFixture | null | undefined;
  /** No effect here: nothing is paid. */
  readonly payment_behavior?: PaymentBehavior | null | undefined;
  /** No effect here: nothing is paid. */
  readonly off_session?: boolean | null | undefined;
  /** How a short first period is charged; only `none` is computed. */
  readonly proration_behavior?: ProrationBehavior | null | undefined;
  /** Can only be off: no tax is computed. */
  readonly automatic_tax?: { readonly enabled: false } | null | undefined;

  /** In a saved state: its status. */
  readonly status?: 'active' | 'canceled' | 'trialing' | undefined;
  /** In a saved state: when it began. Default: `created`. */
  readonly start_date?: Moment | null | undefined;
  /** In a saved state: when its trial began. */
  readonly trial_start?: Moment | null | undefined;
  /** In a saved state: when it was cancelled. */
  readonly canceled_at?: Moment | null | undefined;
  /** In a saved state: when it ended. */
  readonly ended_at?: Moment | null | undefined;
  /** In a saved state: why it was cancelled. */
  readonly cancellation_reason?: string | null | undefined;
  /** In a saved state: when its billing mode was set. Default: `created`. */
  readonly billing_mode_updated_at?: Moment | null | undefined;

  /** Accepted but not kept. */
  readonly default_source?: unknown;
  /** Accepted but not kept. */
  readonly invoice_settings?: unknown;
  /** Accepted but not kept. */
  readonly on_behalf_of?: unknown;
}

/** An item of a subscription. */
export interface SubscriptionItemFixture {
  /** The price's id. */
  readonly price?: string | undefined;
  /** The old name of `price`. */
  readonly plan?: string | undefined;
  /** How many of a licensed price. Default: 1. */
  readonly quantity?: number | undefined;
  /** Default: none. */
  readonly metadata?: Metadata | undefined;
  /** The usage from which to invoice early. Kept and shown, with no other effect. */
  readonly billing_thresholds?: { readonly usage_gte: number } | undefined;
  /** Any unused id. Default: a new one. */
  readonly id?: string | undefined;
  /** In seconds since the epoch. Default: that of the subscription. */
  readonly created?: number | undefined;
  /** In a saved state: where its period begins, in seconds since the epoch. */
  readonly current_period_start?: number | undefined;
  /** In a saved state: where its period ends, in seconds since the epoch. */
  readonly current_period_end?: number | undefined;
}

/** `billing_cycle_anchor_config`: absent fields are taken from the start. */
export interface AnchorConfigFixture {
  /** From 1 to 31. */
  readonly day_of_month: number;
  /** From 0 to 23. */
  readonly hour?: number | undefined;
  /** From 0 to 59. */
  readonly minute?: number | undefined;
  /** From 1 to 12. */
  readonly month?: number | undefined;
  /** From 0 to 59. */
  readonly second?: number | undefined;
}

/** `billing_mode`. */
export interface BillingModeFixture {
  /** How changes are charged, and whether intervals may differ. */
  readonly type: 'classic' | 'flexible';
  /** Settings of flexible mode. */
  readonly flexible?:
    | {
        /** Default: `included`. */
        readonly proration_discounts?: 'included' | 'itemized' | undefined;
      }
    | undefined;
}

/** `billing_thresholds`. */
export interface BillingThresholdsFixture {
  /** In the currency's smallest unit. */
  readonly amount_gte?: number | undefined;
  /** Default: false. */
  readonly reset_billing_cycle_anchor?: boolean | undefined;
}

/** `trial_settings`. */
export interface TrialSettingsFixture {
  /** What happens at the end of the trial. */
  readonly end_behavior: {
    /** Default: `create_invoice`. */
    readonly missing_payment_method: 'cancel' | 'create_invoice' | 'pause';
  };
}

/** `cancellation_details`. */
export interface CancellationFixture {
  /** The customer's comment. */
  readonly comment?: string | null | undefined;
  /** The customer's reason. */
  readonly feedback?: CancellationFeedback | null | undefined;
}

/** The reasons that a customer can give. */
export type CancellationFeedback =
  | 'customer_service'
  | 'low_quality'
  | 'missing_features'
  | 'other'
  | 'switched_service'
  | 'too_complex'
  | 'too_expensive'
  | 'unused';

/** `payment_settings`. */
export interface PaymentSettingsFixture {
  /** Accepted but not kept. */
  readonly payment_method_options?: unknown;
  /** Kept and shown. Default: none. */
  readonly payment_method_types?: readonly string[] | null | undefined;
  /** Default: `off`. */
  readonly save_default_payment_method?: 'off' | 'on_subscription' | undefined;
}

/** `payment_behavior`. */
export type PaymentBehavior =
  | 'allow_incomplete'
  | 'default_incomplete'
  | 'error_if_incomplete'
  | 'pending_if_incomplete';

/** `proration_behavior`. */
export type ProrationBehavior = 'always_invoice' | 'create_prorations' | 'none';
