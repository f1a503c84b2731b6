/**
 * Reads the details of a subscription from its parameters: those that are kept and shown but change
 * no amount.
 */
import { PLAIN_DETAILS } from '../../billing/new-subscription.ts';
import type { SubscriptionDetails } from '../../billing/subscription.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { type MetadataChange, mergeMetadata } from '../../stripe/v1/metadata.ts';
import { notKeptSentences } from './not-kept.ts';
import { subscriptionErrors } from './subscription-errors.ts';
import { NOT_KEPT } from './subscription-params.ts';

/** The details of a subscription that does not exist yet. */
export const PLAIN = PLAIN_DETAILS;

/** The details given by a create or an update; undefined means not given. */
export interface GivenDetails {
  readonly collection_method?: SubscriptionDetails['collectionMethod'] | undefined;
  readonly days_until_due?: number | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: MetadataChange | undefined;
  readonly default_payment_method?: string | null | undefined;
  readonly payment_settings?:
    | {
        readonly payment_method_options?: true | undefined;
        readonly payment_method_types?: readonly string[] | null | undefined;
        readonly save_default_payment_method?:
          | SubscriptionDetails['saveDefaultPaymentMethod']
          | undefined;
      }
    | undefined;
  readonly trial_settings?:
    | {
        readonly end_behavior: {
          readonly missing_payment_method: SubscriptionDetails['missingPaymentMethod'];
        };
      }
    | undefined;
  readonly billing_thresholds?: SubscriptionDetails['billingThresholds'] | undefined;
  readonly cancellation_details?:
    | {
        readonly comment?: string | null | undefined;
        readonly feedback?: string | null | undefined;
      }
    | undefined;
}

/** The details after a change, or the refusal. */
export function changedDetails(
  before: SubscriptionDetails,
  given: GivenDetails,
): SubscriptionDetails | Refusal {
  const { payment_settings: payment, trial_settings: trial, cancellation_details: why } = given;
  const method = given.collection_method ?? before.collectionMethod;
  const daysGiven = given.days_until_due;
  if (method === 'charge_automatically' && daysGiven !== undefined) {
    return subscriptionErrors.needsSendInvoice();
  }
  const days = method === 'send_invoice' ? (daysGiven ?? before.daysUntilDue) : null;
  if (method === 'send_invoice' && days === null) return subscriptionErrors.needsDaysUntilDue();
  return {
    collectionMethod: method,
    daysUntilDue: days,
    description: kept(given.description, before.description),
    metadata: mergeMetadata(before.metadata, given.metadata),
    defaultPaymentMethod: kept(given.default_payment_method, before.defaultPaymentMethod),
    paymentMethodTypes: kept(payment?.payment_method_types, before.paymentMethodTypes),
    saveDefaultPaymentMethod:
      payment?.save_default_payment_method ?? before.saveDefaultPaymentMethod,
    missingPaymentMethod: trial?.end_behavior.missing_payment_method ?? before.missingPaymentMethod,
    billingThresholds: kept(given.billing_thresholds, before.billingThresholds),
    cancellationComment: kept(why?.comment, before.cancellationComment),
    cancellationFeedback: kept(why?.feedback, before.cancellationFeedback),
  };
}

/** Warnings about parameters that are accepted but not kept, one for each. */
export function notKeptOf(
  given: GivenDetails & Readonly<Partial<Record<(typeof NOT_KEPT)[number], true | undefined>>>,
): string[] {
  const options = {
    'payment_settings[payment_method_options]': given.payment_settings?.payment_method_options,
  };
  return [
    ...notKeptSentences('subscriptions', NOT_KEPT, given),
    ...notKeptSentences('subscriptions', ['payment_settings[payment_method_options]'], options),
  ];
}

/** A value that null unsets. */
function kept<T>(given: T | undefined, before: T): T {
  return given === undefined ? before : given;
}
