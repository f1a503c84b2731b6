/**
 * Parameters of subscriptions: used, only kept, or refused
 * (docs/stripe/subscriptions.md#parameters).
 */
import type { FormValue } from '../../stripe/v1/form.ts';
import { metadataParser } from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import {
  hash,
  optional,
  optionalHash,
  type ParamError,
  type ParamParser,
  required,
} from '../../stripe/v1/params.ts';
import {
  boolean,
  integer,
  notComputed,
  notKept,
  oneOf,
  stringList,
  text,
  unsettableText,
} from '../../stripe/v1/parsers.ts';
import { notKeptParams } from './not-kept.ts';

const PAYMENT_BEHAVIORS = [
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
] as const;
const PRORATION_BEHAVIORS = ['always_invoice', 'create_prorations', 'none'] as const;
const FEEDBACK = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;

/** Parameters that are accepted but not kept, and change no amount; each is logged once. */
export const NOT_KEPT = ['default_source', 'invoice_settings', 'on_behalf_of'] as const;

/** A time in seconds. */
export const time = integer({ min: 0 });

/** A parameter that would change an amount; ignored if it only unsets something. */
export const notComputedUnlessEmpty: ParamParser<undefined> = (value) =>
  value === '' ? undefined : notComputed(value);

/** `automatic_tax[enabled]=false`, which is always the case here. */
export function automaticTax(value: FormValue): ReturnType<ParamParser<undefined>> {
  if (!(value instanceof Map)) return parameterErrors.object;
  const enabled = boolean(value.get('enabled') ?? '');
  const within = (error: ParamError) => (param: string) => error(`${param}[enabled]`);
  if (typeof enabled === 'function') return within(enabled);
  return enabled ? within(parameterErrors.notComputed) : undefined;
}

/** `now`, or a time in seconds. */
export const nowOrTime: ParamParser<'now' | number> = (value) =>
  value === 'now' ? value : time(value);

/** When to cancel: a time, the end of an open period, or null to revoke the cancellation. */
export function cancelTime(
  value: FormValue,
): ReturnType<ParamParser<number | 'max_period_end' | 'min_period_end' | null>> {
  if (value === '') return null;
  if (value === 'max_period_end' || value === 'min_period_end') return value;
  return value === 'max_billed_until' ? parameterErrors.notComputed : time(value);
}

/** `amount_gte` and `reset_billing_cycle_anchor`, kept and shown; empty unsets them. */
export function subscriptionThresholds(
  value: FormValue,
): ReturnType<ParamParser<{ amountGte: number | null; resetsAnchor: boolean } | null>> {
  if (value === '') return null;
  const fields = fieldsOf(value, {
    amount_gte: integer({ min: 1 }),
    reset_billing_cycle_anchor: boolean,
  });
  if (typeof fields === 'function') return fields;
  const { amount_gte: amountGte, reset_billing_cycle_anchor: resetsAnchor } = fields;
  return {
    amountGte: (amountGte as number | undefined) ?? null,
    resetsAnchor: (resetsAnchor as boolean | undefined) ?? false,
  };
}

/** `usage_gte`, kept and shown; empty unsets it. */
function itemThreshold(value: FormValue): ReturnType<ParamParser<number | null>> {
  if (value === '') return null;
  const fields = fieldsOf(value, { usage_gte: integer({ min: 1 }) });
  if (typeof fields === 'function') return fields;
  const { usage_gte: usageGte } = fields;
  return usageGte === undefined
    ? (param) => parameterErrors.missing(`${param}[usage_gte]`)
    : (usageGte as number);
}

/** The members of a small hash that may also be unset as a whole. */
function fieldsOf(
  value: FormValue,
  parsers: Readonly<Record<string, ParamParser<unknown>>>,
): Readonly<Record<string, unknown>> | ParamError {
  if (!(value instanceof Map)) return parameterErrors.object;
  const fields: Record<string, unknown> = {};
  for (const [name, member] of value) {
    const path = (param: string) => `${param}[${name}]`;
    const parser = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
    if (parser === undefined) return (param) => parameterErrors.unknown([path(param)]);
    const field = parser(member);
    if (typeof field === 'function') return (param) => (field as ParamError)(path(param));
    fields[name] = field;
  }
  return fields;
}

/** A list of strings, or null to unset it. */
const unsettableList: ParamParser<readonly string[] | null> = (value) =>
  value === '' ? null : stringList(value);

/** The parameters of an item, new or not. `plan` is the old name of `price`. */
export const itemFields = {
  billing_thresholds: optional(itemThreshold),
  current_trial: optional(notComputed),
  discounts: optional(notComputedUnlessEmpty),
  metadata: optional(metadataParser),
  plan: optional(text(5000)),
  price: optional(text(5000)),
  price_data: optional(notComputed),
  quantity: optional(integer({ min: 0 })),
  tax_rates: optional(notComputedUnlessEmpty),
} as const;

/** The parameters of an item in an update. */
export const itemChangeFields = {
  billing_thresholds: itemFields.billing_thresholds,
  clear_usage: optional(boolean),
  current_trial: itemFields.current_trial,
  deleted: optional(boolean),
  discounts: itemFields.discounts,
  id: optional(text(5000)),
  metadata: itemFields.metadata,
  plan: itemFields.plan,
  price: itemFields.price,
  price_data: itemFields.price_data,
  quantity: itemFields.quantity,
  tax_rates: itemFields.tax_rates,
} as const;

/** How to charge changes of an amount within a period. */
export const prorationFields = {
  proration_behavior: optional(oneOf(PRORATION_BEHAVIORS)),
  proration_date: optional(notComputed),
} as const;

export const paymentBehavior = optional(oneOf(PAYMENT_BEHAVIORS));

export const anchorConfig = optionalHash({
  day_of_month: required(integer({ min: 1, max: 31 })),
  hour: optional(integer({ min: 0, max: 23 })),
  minute: optional(integer({ min: 0, max: 59 })),
  month: optional(integer({ min: 1, max: 12 })),
  second: optional(integer({ min: 0, max: 59 })),
});

export const billingMode = optionalHash({
  flexible: optionalHash({ proration_discounts: optional(oneOf(['included', 'itemized'])) }),
  type: required(oneOf(['classic', 'flexible'])),
});

export const cancellationDetails = optionalHash({
  comment: optional(unsettableText(5000)),
  feedback: optional((value) => (value === '' ? null : oneOf(FEEDBACK)(value))),
});

/** The common parameters of a create and an update, including those that change no amount. */
export const commonFields = {
  ...notKeptParams(NOT_KEPT),
  add_invoice_items: optional(notComputedUnlessEmpty),
  application_fee_percent: optional(notComputedUnlessEmpty),
  automatic_tax: optional(automaticTax),
  billing_schedules: optional(notComputedUnlessEmpty),
  billing_thresholds: optional(subscriptionThresholds),
  cancel_at: optional(cancelTime),
  cancel_at_period_end: optional(boolean),
  collection_method: optional(oneOf(['charge_automatically', 'send_invoice'])),
  coupon: optional(notComputedUnlessEmpty),
  days_until_due: optional(integer({ min: 0 })),
  default_payment_method: optional(unsettableText(5000)),
  default_tax_rates: optional(notComputedUnlessEmpty),
  description: optional(unsettableText(500)),
  discounts: optional(notComputedUnlessEmpty),
  metadata: optional(metadataParser),
  off_session: optional(boolean),
  payment_behavior: paymentBehavior,
  payment_settings: optionalHash({
    payment_method_options: optional(notKept),
    payment_method_types: optional(unsettableList),
    save_default_payment_method: optional(oneOf(['off', 'on_subscription'])),
  }),
  pending_invoice_item_interval: optional(notComputedUnlessEmpty),
  promotion_code: optional(notComputedUnlessEmpty),
  proration_behavior: prorationFields.proration_behavior,
  transfer_data: optional(notComputedUnlessEmpty),
  trial_end: optional(nowOrTime),
  trial_from_plan: optional(boolean),
  trial_settings: optionalHash({
    end_behavior: hash({
      missing_payment_method: required(oneOf(['cancel', 'create_invoice', 'pause'])),
    }),
  }),
} as const;
