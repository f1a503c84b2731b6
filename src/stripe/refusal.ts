/** An error as a value: made cheaply, returned rather than thrown, and written by its dialect. */
import type { Caller } from './authentication.ts';

/** What makes a refusal. */
export interface RefusalFields {
  readonly status: number;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  /** Left to the dialect unless given. */
  readonly type?: string;
  /** Left to the dialect unless given. */
  readonly docUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it is kept for the request's idempotency key, and given again to its repeats. */
  readonly kept: boolean;
  /**
   * What the endpoint gave, where a fault hides it and the key keeps it all the same: repeats get
   * that.
   */
  readonly keeps?: unknown;
  /**
   * How the body is written. `bare`: pretty, without request_log_url, as 401s and routing errors
   * are, in both versions. `compact`: one line, as 429 and 409 are
   * (docs/stripe/meter-events.md#response). Default `full`.
   */
  readonly form?: 'full' | 'bare' | 'compact';
  /**
   * Whether the answer goes without Request-Id and Stripe-Version, as a bad key's does
   * (docs/stripe/requests.md#authentication).
   * Default false.
   */
  readonly anonymous?: boolean;
  /** Whose request it is, where credentials that are refused say so all the same. */
  readonly caller?: Caller;
}

/** Why a request is refused. */
export class Refusal {
  readonly fields: RefusalFields;

  constructor(fields: RefusalFields) {
    this.fields = fields;
  }

  get status(): number {
    return this.fields.status;
  }

  get message(): string {
    return this.fields.message;
  }
}
