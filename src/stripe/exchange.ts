/** One request as the layers see it, from arrival to answer. */
import type { Caller } from './authentication.ts';
import type { FaultName } from './faults/effects.ts';

/**
 * What a body says that it is; `not_utf8` is JSON in another encoding. Nothing is looked at but the
 * header: an empty body can have any.
 */
export type BodyType = 'form' | 'json' | 'not_utf8' | 'other';

/** Grows as the layers find things out; `undefined` is what no layer has found out yet. */
export interface Exchange {
  readonly requestId: string;
  readonly method: string;
  /** The path of the URL, without the query. */
  readonly path: string;
  /** Names and values in turn, as received. */
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
  /** The request whose answer this one got again. */
  replayOf: string | undefined;
  /** The fault that fired. */
  fault: FaultName | undefined;
}
