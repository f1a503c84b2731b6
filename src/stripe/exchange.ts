/** One request as the layers see it, from arrival to answer. */
import type { Caller } from './authentication.ts';
import type { FaultName } from './faults/effects.ts';

/**
 * The type that a body declares; `not_utf8` is JSON in another encoding. Only the header is
 * checked: an empty body can have any type.
 */
export type BodyType = 'form' | 'json' | 'not_utf8' | 'other';

/** Filled in by the layers; `undefined` means that no layer has set it yet. */
export interface Exchange {
  readonly requestId: string;
  readonly method: string;
  /** The path of the URL, without the query. */
  readonly path: string;
  /** Alternating names and values, as received. */
  readonly rawHeaders: readonly string[];
  /** The query of the URL, without its question mark. */
  readonly query: string;
  readonly body: string;
  readonly bodyType: BodyType;
  /** When it arrived, on the caller's clock once the caller is known, in milliseconds. */
  receivedMs: number;
  /** When it arrived, on the machine's monotonic clock in milliseconds: for durations. */
  readonly startedMs: number;
  readonly idempotencyKey: string | undefined;
  /** The version in force. */
  readonly version: string;
  caller: Caller | undefined;
  /** The request whose answer was replayed for this one. */
  replayOf: string | undefined;
  /** The command that its endpoint submitted, and the outcome: for the log. */
  acted?: { readonly command: { readonly kind: string }; readonly outcome: unknown } | undefined;
  /** The fault that fired. */
  fault: FaultName | undefined;
}
