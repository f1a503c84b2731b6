/** Refusals of v1 by whether their request's idempotency key keeps them (v1.md 3.7). */
import { Refusal, type RefusalFields } from '../refusal.ts';

/** A 400 from before the endpoint: not kept for its key (3.7). */
export function bad(fields: Omit<RefusalFields, 'status' | 'kept'>): Refusal {
  return new Refusal({ status: 400, kept: false, ...fields });
}

/** A 400 from the endpoint: kept for its key (3.7). */
export function executed(fields: Omit<RefusalFields, 'status' | 'kept'>): Refusal {
  return new Refusal({ status: 400, kept: true, ...fields });
}
