/** An answer to a client, ready to write, store and replay. */

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  /** Its own headers, in lower case; they override the common ones. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it is stored for the request's idempotency key. */
  readonly kept: boolean;
  /** The answer to store for the key instead: a success that a fault hides. */
  readonly keptInstead?: Answer;
  /**
   * The time, on the account's clock in milliseconds, from which it is no longer replayed and
   * repeats are executed.
   */
  readonly keptUntilMs?: number;
  /** The error's message, for the log. */
  readonly error: string | undefined;
  /** Whether the idempotency layer saw the request; if so, a key is echoed. */
  readonly passedIdempotency: boolean;
  /** Whether it is sent without Request-Id and Stripe-Version. */
  readonly anonymous: boolean;
}

/**
 * An answer that never arrives: the connection is reset before anything happens, or closed after
 * everything has.
 */
export type Broken = 'reset' | 'lost';
