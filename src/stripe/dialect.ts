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
  readonly stripeContext: string | undefined;
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
  /** @param result what the endpoint gave, if it did its work: version 2 keeps that for the key */
  apiError(result?: unknown): Refusal;
  rateLimit(livemode: boolean, reason: string): Refusal;
  lockTimeout(): Refusal;
  keyInUse(key: string): Refusal;
  /** A key with other parameters than those it was first used with. */
  otherParameters(key: string): Refusal;
  /** Two creates at once for one customer and meter: version 2 alone. */
  concurrentRequests?(): Refusal;
  /** The token of a session that ended: the stream alone. */
  sessionExpired?(): Refusal;
}

/** How repeats of a request with an idempotency key are told from other requests, and refused. */
export interface KeyConventions {
  /** Whose keys they are: those of each version are kept apart, each for its own time. */
  readonly api: 'v1' | 'v2';
  /** Methods whose keys count. */
  readonly methods: readonly string[];
  /** What beside the account a key belongs to: under another route it is another key. */
  routeOf(exchange: Exchange): string;
  /** What of a request its repeats must have too, as text. */
  requestOf(exchange: Exchange, body: unknown): string;
  /** Whether two such texts mean the same request. */
  isSame(first: string, second: string): boolean;
  otherParameters(key: string): Refusal;
  /** For another path; absent where the route has the path in it. */
  otherEndpoint?(key: string, path: string, firstPath: string): Refusal;
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
