/** How one version of Stripe's API talks: it reads requests, names callers and writes answers. */
import type { Ids } from '../metering/ids.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './authentication.ts';
import type { Exchange } from './exchange.ts';
import type { Refusal } from './refusal.ts';

/** What says who calls. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly stripeAccount: string | undefined;
  /** Whether live keys are taken: a setting. */
  readonly allowLiveKeys: boolean;
}

/** Refusals that do not depend on the endpoint. */
export interface CommonRefusals {
  unknownUrl(method: string, path: string): Refusal;
  /** A body that is no body of this dialect. */
  wrongBody(): Refusal;
  tooLarge(): Refusal;
  unreadable(): Refusal;
  apiError(): Refusal;
  rateLimit(livemode: boolean, reason: string): Refusal;
  lockTimeout(): Refusal;
  keyInUse(key: string): Refusal;
}

/** How repeats of a request with an idempotency key are told from other requests, and refused. */
export interface KeyConventions {
  /** What of a request its repeats must have too, as text. */
  requestOf(exchange: Exchange): string;
  /** Whether two such texts mean the same request. */
  isSame(first: string, second: string): boolean;
  otherParameters(key: string): Refusal;
  otherEndpoint(key: string, path: string, firstPath: string): Refusal;
  inUse(key: string): Refusal;
  emptyKey(): Refusal;
  longKey(most: number): Refusal;
  /** The kept answer again, from its status and body. */
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
  /** Who calls. */
  caller(credentials: Credentials): Caller | Refusal;
  /** What is wrong with the request's version, if anything. */
  refuseVersion(exchange: Exchange): Refusal | undefined;
  /** Writes what an endpoint or a layer gave. */
  write(result: R | Refusal, exchange: Exchange, passedIdempotency: boolean): Answer;
  /** All headers of an answer but those that HTTP itself adds: names and values in turn. */
  headersOf(exchange: Exchange, answer: Answer): string[];
}
