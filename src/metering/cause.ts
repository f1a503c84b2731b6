/** The request that caused a change, as the events about the change name it. */

/** A request. A change without one is history: it comes from a fixture, and makes no events. */
export interface Cause {
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}
