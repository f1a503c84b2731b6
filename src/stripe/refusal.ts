/** An error as a value: cheap, returned instead of thrown, and written by its dialect. */
import type { Caller } from './authentication.ts';

/** The fields of a refusal. */
export interface RefusalFields {
  readonly status: number;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  /** Default: chosen by the dialect. */
  readonly type?: string;
  /** Default: chosen by the dialect. */
  readonly docUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it is stored for the request's idempotency key, and replayed. */
  readonly kept: boolean;
  /** The endpoint's result, if a fault hides it but it is still stored for the key and replayed. */
  readonly keeps?: unknown;
  /**
   * How the body is written. `bare`: pretty-printed, without request_log_url, like 401s and routing
   * errors, in both versions. `compact`: one line, like 429 and 409
   * (docs/stripe/meter-events.md#response). Default: `full`.
   */
  readonly form?: 'full' | 'bare' | 'compact';
  /**
   * Whether the answer is sent without Request-Id and Stripe-Version, as for an invalid key
   * (docs/stripe/requests.md#authentication). Default: false.
   */
  readonly anonymous?: boolean;
  /** The caller, if the refused credentials still identify it. */
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
