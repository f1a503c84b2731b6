/** Refusals of v1, stored for the request's idempotency key or not (docs/stripe/idempotency.md). */
import { Refusal, type RefusalFields } from '../refusal.ts';

/** A 400 from before the endpoint: not stored for its key (docs/stripe/idempotency.md). */
export function bad(fields: Omit<RefusalFields, 'status' | 'kept'>): Refusal {
  return new Refusal({ status: 400, kept: false, ...fields });
}

/** A 400 from the endpoint: stored for its key (docs/stripe/idempotency.md). */
export function executed(fields: Omit<RefusalFields, 'status' | 'kept'>): Refusal {
  return new Refusal({ status: 400, kept: true, ...fields });
}

/**
 * The refusal of a parameter nested in another, such as `default_price_data`. GUESS: that Stripe
 * names the full path of conflicting parameters, as it does for a single one.
 */
export function within(outer: string, refusal: Refusal): Refusal {
  const { param } = refusal.fields;
  if (param === undefined) return refusal;
  const [first = '', ...rest] = param.split('[');
  return new Refusal({ ...refusal.fields, param: [outer, `${first}]`, ...rest].join('[') });
}
