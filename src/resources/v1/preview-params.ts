/** Parameters of an invoice preview, new and old (docs/stripe/invoice-previews.md). */

import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, optionalHash, optionalListOfHashes } from '../../stripe/v1/params.ts';
import { boolean, notComputed, notKept, oneOf, text } from '../../stripe/v1/parsers.ts';
import {
  automaticTax,
  billingMode,
  itemChangeFields,
  notComputedUnlessEmpty,
  prorationFields,
} from './subscription-params.ts';
import { MAX_ITEMS } from './subscription-prices.ts';

const items = optionalListOfHashes(itemChangeFields, MAX_ITEMS);
const trialEnd = optional((value) => (value === 'now' ? value : parameterErrors.notComputed));
/**
 * `next`, the default; `recurring` omits one-time lines and prorations, which do not exist here.
 */
const previewMode = optional(oneOf(['next', 'recurring']));

/** The parameters of both calls, including those that are not computed. */
const sharedFields = {
  automatic_tax: optional(automaticTax),
  currency: optional(text(3)),
  customer: optional(text(5000)),
  customer_details: optional(notComputed),
  discounts: optional(notComputedUnlessEmpty),
  invoice_items: optional(notComputedUnlessEmpty),
  issuer: optional(notKept),
  on_behalf_of: optional(notKept),
  preview_mode: previewMode,
  schedule: optional(notComputed),
  subscription: optional(text(5000)),
} as const;

/** The hypothetical subscription: `subscription_details`. */
const details = {
  billing_cycle_anchor: optional((value) =>
    value === 'unchanged' ? value : parameterErrors.notComputed,
  ),
  billing_mode: billingMode,
  billing_schedules: optional(notComputedUnlessEmpty),
  cancel_at: optional(notComputedUnlessEmpty),
  cancel_at_period_end: optional(boolean),
  cancel_now: optional(boolean),
  default_tax_rates: optional(notComputedUnlessEmpty),
  items,
  metadata: optional(notKept),
  pause: optional(notComputed),
  proration_behavior: prorationFields.proration_behavior,
  proration_date: prorationFields.proration_date,
  resume_at: optional(notComputed),
  start_date: optional(notComputed),
  trial_end: trialEnd,
} as const;

/** Of `POST /v1/invoices/create_preview`, except `expand`. */
export const previewFields = {
  ...sharedFields,
  customer_account: optional(notComputed),
  schedule_details: optional(notComputed),
  subscription_details: optionalHash(details),
} as const;

/** Of `GET /v1/invoices/upcoming`, except `expand`. */
export const upcomingFields = {
  ...sharedFields,
  coupon: optional(notComputedUnlessEmpty),
  subscription_billing_cycle_anchor: details.billing_cycle_anchor,
  subscription_cancel_at: details.cancel_at,
  subscription_cancel_at_period_end: details.cancel_at_period_end,
  subscription_cancel_now: details.cancel_now,
  subscription_default_tax_rates: details.default_tax_rates,
  subscription_details: optionalHash(details),
  subscription_items: items,
  subscription_proration_behavior: details.proration_behavior,
  subscription_proration_date: details.proration_date,
  subscription_resume_at: details.resume_at,
  subscription_start_date: details.start_date,
  subscription_trial_end: details.trial_end,
} as const;
