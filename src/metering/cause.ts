/** The request that a change came of, as the events that tell of it name it. */

/** A request. A change without one is history: it comes from a fixture, and nobody is told. */
export interface Cause {
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
}
