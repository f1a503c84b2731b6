/** An endpoint of Stripe's API reference: its parameters, its action and its answer. */
import type { AccountName } from '../metering/account-name.ts';
import type { Instant } from '../metering/clocks.ts';
import type { MaybePromise } from '../metering/maybe-promise.ts';
import type { Caller } from './authentication.ts';
import type { Dialect } from './dialect.ts';
import type { Refusal } from './refusal.ts';
import { isPreview } from './versions.ts';

export type Method = 'DELETE' | 'GET' | 'POST';

/** What a handler knows about its request. `atMs` is the time at which it acts. */
export interface Call extends Instant {
  readonly caller: Caller;
  /** Only the caller's account and mode, for commands. */
  readonly account: AccountName;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly version: string;
  /** Values of the path's `:names`. */
  readonly pathParams: Readonly<Record<string, string>>;
  /**
   * The fault `success_without_recording` fired: check everything, change nothing, answer as usual.
   */
  readonly discard: boolean;
  /** Called with the command that was submitted and its outcome; undefined if nothing logs them. */
  readonly tell?: ((command: { readonly kind: string }, outcome: unknown) => void) | undefined;
}

/** The facts of a request that faults can match. */
export interface Facts {
  readonly eventName?: string | undefined;
  readonly customer?: string | undefined;
  readonly identifier?: string | undefined;
}

/**
 * The declaration of an endpoint.
 * @typeParam S how its dialect declares parameters
 * @typeParam P what they are read as
 * @typeParam B what a body decodes to
 * @typeParam R what is answered
 */
export interface EndpointSpec<S, P, B, R> {
  readonly method: Method;
  /** With `:names` for the variable parts. */
  readonly path: string;
  readonly params: S;
  /** The parameters under a preview version of the API, if they differ. */
  readonly previewParams?: S;
  /**
   * The facts that a fault can match, for each event of a request, before its parameters are
   * validated.
   */
  readonly facts?: (body: B, caller: Caller) => Facts | readonly Facts[];
  /** Set if it refuses every call: the log then does not offer it. */
  readonly alwaysRefuses?: true;
  /** Acts on valid parameters: returns the answer or the refusal. */
  readonly act: (params: P, call: Call) => MaybePromise<R | Refusal>;
}

/**
 * An endpoint and the dialect it speaks. Its own types are hidden: the layers only pass values on.
 */
export interface Endpoint
  extends Pick<
    EndpointSpec<unknown, unknown, unknown, unknown>,
    'method' | 'path' | 'facts' | 'alwaysRefuses' | 'act'
  > {
  readonly dialect: Dialect<unknown, unknown>;
  /** Reads the parameters, or returns the one error in them. Changes nothing. */
  readonly params: (body: unknown, version: string) => unknown;
}

/** Makes an endpoint of a dialect from its declaration, given how its parameters are read. */
export function endpointOf<S, P, B, R>(
  dialect: Dialect<B, R>,
  { params, previewParams = params, ...spec }: EndpointSpec<S, P, B, R>,
  parse: (schema: S, body: B) => P | Refusal,
): Endpoint {
  const read = (body: B, version: string) =>
    parse(isPreview(version) ? previewParams : params, body);
  return { ...spec, dialect, params: read } as unknown as Endpoint;
}
