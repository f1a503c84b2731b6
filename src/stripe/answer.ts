/** What goes back to a client, ready to be written, kept and replayed. */

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  /** Headers that it sets itself, lower case: they win over those of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it is kept for the request's idempotency key. */
  readonly kept: boolean;
  /** What is kept for the key in its place: a success that a fault hides. */
  readonly keptInstead?: Answer;
  /**
   * On the account's clock, in milliseconds: from then on it is not given to repeats, which are
   * executed.
   */
  readonly keptUntilMs?: number;
  /** The error's message, for the log. */
  readonly error: string | undefined;
  /** Whether the idempotency layer saw the request: then a key is echoed. */
  readonly passedIdempotency: boolean;
  /** Whether it goes without Request-Id and Stripe-Version. */
  readonly anonymous: boolean;
}

/**
 * An answer that never arrives: the connection is reset before anything happened, or closed after
 * everything did.
 */
export type Broken = 'reset' | 'lost';
