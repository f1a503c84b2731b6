/** One line of Stripe's API reference: what comes in, what is done, what goes out. */
import type { AccountName } from '../metering/account-name.ts';
import type { Instant } from '../metering/clocks.ts';
import type { MaybePromise } from '../metering/maybe-promise.ts';
import type { Caller } from './authentication.ts';
import type { Dialect } from './dialect.ts';
import type { Refusal } from './refusal.ts';
import { isPreview } from './versions.ts';

export type Method = 'DELETE' | 'GET' | 'POST';

/** What a handler may know of its request. `atMs` is the time at which it acts. */
export interface Call extends Instant {
  readonly caller: Caller;
  /** The caller's account and mode alone, for commands. */
  readonly account: AccountName;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly version: string;
  /** Values of the path's `:names`. */
  readonly pathParams: Readonly<Record<string, string>>;
  /**
   * The fault `success_without_recording` fired: check everything, change nothing, answer as if.
   */
  readonly discard: boolean;
}

/** What a resource says of a request to those who match faults. */
export interface Facts {
  readonly eventName?: string | undefined;
  readonly customer?: string | undefined;
  readonly identifier?: string | undefined;
}

/**
 * What an endpoint is declared by.
 * @typeParam S how its dialect declares parameters
 * @typeParam P what they are read as
 * @typeParam B what a body decodes to
 * @typeParam R what is answered
 */
export interface EndpointSpec<S, P, B, R> {
  readonly method: Method;
  /** With `:names` for the changing parts. */
  readonly path: string;
  readonly params: S;
  /** Those under a preview version of the API, where they differ. */
  readonly previewParams?: S;
  /**
   * What a fault can match of a request, before its parameters are known to be right: of each event
   * that it brings.
   */
  readonly facts?: (body: B, caller: Caller) => Facts | readonly Facts[];
  /** Acts on parameters that are right: gives what is answered, or the refusal. */
  readonly act: (params: P, call: Call) => MaybePromise<R | Refusal>;
}

/**
 * An endpoint and the dialect it speaks. Its own types are hidden: the layers pass on what they
 * got.
 */
export interface Endpoint
  extends Pick<
    EndpointSpec<unknown, unknown, unknown, unknown>,
    'method' | 'path' | 'facts' | 'act'
  > {
  readonly dialect: Dialect<unknown, unknown>;
  /** Reads the parameters, or says the one thing that is wrong with them. Changes nothing. */
  readonly params: (body: unknown, version: string) => unknown;
}

/** An endpoint of a dialect, given how its parameters are read. */
export function endpointOf<S, P, B, R>(
  dialect: Dialect<B, R>,
  { params, previewParams = params, ...spec }: EndpointSpec<S, P, B, R>,
  parse: (schema: S, body: B) => P | Refusal,
): Endpoint {
  const read = (body: B, version: string) =>
    parse(isPreview(version) ? previewParams : params, body);
  return { ...spec, dialect, params: read } as unknown as Endpoint;
}
