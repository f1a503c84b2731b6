/**
 * Refusals of v1 by whether their request's idempotency key keeps them
 * (docs/stripe/idempotency.md).
 */
import { Refusal, type RefusalFields } from '../refusal.ts';

/** A 400 from before the endpoint: not kept for its key (docs/stripe/idempotency.md). */
export function bad(fields: Omit<RefusalFields, 'status' | 'kept'>): Refusal {
  return new Refusal({ status: 400, kept: false, ...fields });
}

/** A 400 from the endpoint: kept for its key (docs/stripe/idempotency.md). */
export function executed(fields: Omit<RefusalFields, 'status' | 'kept'>): Refusal {
  return new Refusal({ status: 400, kept: true, ...fields });
}

/**
 * The refusal of a parameter that stands within another, such as `default_price_data`. GUESS: that
 * Stripe names the whole path where two parameters do not go together, as it does for one alone.
 */
export function within(outer: string, refusal: Refusal): Refusal {
  const { param } = refusal.fields;
  if (param === undefined) return refusal;
  const [first = '', ...rest] = param.split('[');
  return new Refusal({ ...refusal.fields, param: [outer, `${first}]`, ...rest].join('[') });
}
