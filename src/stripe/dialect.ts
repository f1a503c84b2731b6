/** How one version of Stripe's API reads requests, identifies callers and writes answers. */
import type { Ids } from '../metering/ids.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './authentication.ts';
import type { Exchange } from './exchange.ts';
import type { Refusal } from './refusal.ts';

/** What identifies the caller. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly stripeAccount: string | undefined;
  readonly stripeContext: string | undefined;
  /** Whether live keys are accepted: a setting. */
  readonly allowLiveKeys: boolean;
}

/** Refusals that do not depend on the endpoint. */
export interface CommonRefusals {
  unknownUrl(method: string, path: string): Refusal;
  /** A body that does not fit this dialect. */
  wrongBody(): Refusal;
  tooLarge(): Refusal;
  unreadable(): Refusal;
  /** @param result the endpoint's result, if it did its work: v2 stores that for the key */
  apiError(result?: unknown): Refusal;
  rateLimit(livemode: boolean, reason: string): Refusal;
  lockTimeout(): Refusal;
  keyInUse(key: string): Refusal;
  /** A key that was first used with other parameters. */
  otherParameters(key: string): Refusal;
  /** Two simultaneous creates for one customer and meter; v2 only. */
  concurrentRequests?(): Refusal;
  /** The token of an expired session; the stream only. */
  sessionExpired?(): Refusal;
}

/** How requests with a used idempotency key are recognized as repeats, or refused. */
export interface KeyConventions {
  /** Which API the keys belong to: v1 and v2 keep theirs apart, and for different times. */
  readonly api: 'v1' | 'v2';
  /** Methods for which keys apply. */
  readonly methods: readonly string[];
  /** What a key belongs to besides the account: on another route it is a different key. */
  routeOf(exchange: Exchange): string;
  /** The part of a request that its repeats must share, as text. */
  requestOf(exchange: Exchange, body: unknown): string;
  /** Whether two such texts mean the same request. */
  isSame(first: string, second: string): boolean;
  otherParameters(key: string): Refusal;
  /** For another path; absent if the route includes the path. */
  otherEndpoint?(key: string, path: string, firstPath: string): Refusal;
  inUse(key: string): Refusal;
  emptyKey(): Refusal;
  longKey(most: number): Refusal;
  /** Replays a stored answer, from its status and body. */
  replay(status: number, body: string): Answer;
}

/**
 * One version of the API.
 * @typeParam B what a body decodes to
 * @typeParam R what an endpoint answers
 */
export interface Dialect<B, R> {
  readonly refusals: CommonRefusals;
  readonly keys: KeyConventions;
  /** An id for a request. */
  requestId(ids: Ids): string;
  /** The version in force, given the request's `Stripe-Version`. */
  versionOf(header: string | undefined): string;
  /** The parameters of a request, query and body, or what is wrong with their form. */
  decode(exchange: Exchange): B | Refusal;
  /** Identifies the caller. */
  caller(credentials: Credentials): Caller | Refusal;
  /** The refusal of the request's version, if it is invalid. */
  refuseVersion(exchange: Exchange): Refusal | undefined;
  /** Writes the result of an endpoint or a layer. */
  write(result: R | Refusal, exchange: Exchange, passedIdempotency: boolean): Answer;
  /** All headers of an answer except those that HTTP itself adds: names and values alternate. */
  headersOf(exchange: Exchange, answer: Answer): string[];
}
