/** One request as the layers see it, from arrival to answer. */
import type { Effect, FaultFacts } from '../metering/faults.ts';
import type { Caller } from './authentication.ts';
import type { FormHash } from './form.ts';

/** Grows as the layers find things out; `undefined` is what no layer has found out yet. */
export interface Exchange {
  readonly requestId: string;
  readonly method: string;
  /** The path of the URL, without the query. */
  readonly path: string;
  /** Names and values in turn, as received. */
  readonly rawHeaders: readonly string[];
  /** The query and the body as one text: a form unless `isForm` says otherwise. */
  readonly form: string;
  readonly isForm: boolean;
  readonly receivedMs: number;
  /** When it arrived, on the machine's monotonic clock in milliseconds: for durations. */
  readonly startedMs: number;
  readonly idempotencyKey: string | undefined;
  /** The version in force. */
  version: string;
  params: FormHash | undefined;
  caller: Caller | undefined;
  /** The request whose answer this one got again. */
  replayOf: string | undefined;
  /** The fault that struck. */
  fault: Effect | undefined;
}

/** What a handler may know of its request. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly version: string;
  /** Values of the path's `:names`. */
  readonly pathParams: Readonly<Record<string, string>>;
  /** The fault `success_without_recording` struck: check everything, change nothing, answer as if. */
  readonly discard: boolean;
}

/** What a resource says of a request to those who match faults. */
export type Facts = Pick<FaultFacts, 'customer' | 'eventName' | 'identifier'>;
