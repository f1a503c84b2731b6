/**
 * The idempotency layer: one execution per key, then the same answer for 24 hours in v1
 * (docs/stripe/idempotency.md), or for 30 days in v2, but only after a success
 * (docs/stripe/idempotency.md#v2-keys).
 */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import type { Clocks, Instant } from '../metering/clocks.ts';
import type { MaybePromise } from '../metering/maybe-promise.ts';
import { Claims } from '../storage/claims.ts';
import { line, number, optional, packing, rest, text } from '../storage/packing.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './authentication.ts';
import type { Dialect, KeyConventions } from './dialect.ts';
import type { Exchange } from './exchange.ts';
import type { Refusal } from './refusal.ts';
import { thenMaybe } from './then-maybe.ts';

/** Which API the keys belong to: v1 and v2 keep theirs apart. */
type Api = KeyConventions['api'];

/** How long v1 keeps an answer, in milliseconds on the mock's clock. */
export const KEPT_MS = 86_400_000;
/** The same for v2: 30 days (docs/stripe/idempotency.md#v2-keys). */
export const V2_KEPT_MS = 30 * KEPT_MS;
const LIVES = { v1: KEPT_MS, v2: V2_KEPT_MS } as const;
/** The most that each API keeps, in bytes: about 160,000 keys of small requests. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** The maximum length of a key (docs/stripe/idempotency.md). */
export const MAX_KEY_LENGTH = 255;

/** A finished execution: what its repeats are compared with, and the answer they get. */
interface Kept {
  readonly path: string;
  readonly requestId: string;
  readonly status: number;
  readonly body: string;
  /** The part of the request that its repeats must share. */
  readonly request: string;
  /** When it stops being replayed, in milliseconds on the account's clock. */
  readonly untilMs: number | undefined;
}

/** The commands that change keys. */
export interface KeyCommands {
  /** Stores the answer of an execution for its key. */
  keep_answer: Instant &
    Kept & {
      readonly api: Api;
      readonly account: AccountName;
      /** What its key belongs to besides the account. */
      readonly route: string;
      readonly key: string;
    };
  /** Forgets the keys of an account in both modes, with its connected accounts; or all. */
  forget_keys: { readonly account: string | undefined };
}

/** The outcome of each command. */
export interface KeyOutcomes {
  keep_answer: undefined;
  forget_keys: undefined;
}

/** A request with a key, from a known caller. */
export interface KeyedRequest {
  readonly exchange: Exchange;
  readonly dialect: Dialect<unknown, unknown>;
  readonly key: string;
  /** The decoded parameters. */
  readonly body: unknown;
}

/** Dependencies of the idempotency layer. */
export interface IdempotencyOptions {
  readonly clocks: Clocks;
  /** Submits the command that keeps an answer. */
  readonly keep: (
    command: { readonly kind: 'keep_answer' } & KeyCommands['keep_answer'],
  ) => MaybePromise<undefined>;
  /** The most that each API keeps, in bytes. Default: MAX_KEPT_BYTES. */
  readonly maxBytes?: number;
}

/** Keys and the answers kept for them. */
export class Idempotency {
  readonly #options: IdempotencyOptions;
  /** Created on first use: most users need only one API. */
  #claims: { [A in Api]?: Claims } = {};
  /** The scopes within which keys are unique, by name. */
  readonly #scopes = new Map<string, { readonly number: number; readonly account: string }>();
  #lastScope = 0;
  /** First requests that are not answered yet. After a reset, their answers are not stored. */
  #underWay = new Map<string, KeyedRequest>();

  constructor(options: IdempotencyOptions) {
    this.#options = options;
  }

  /**
   * Answers a request with a key: by executing it, or with the answer to the first request with its
   * key.
   */
  once(request: KeyedRequest, execute: () => MaybePromise<Answer>): MaybePromise<Answer> {
    const seen = this.#answerSeen(request);
    if (seen !== undefined) return seen;
    const answer = execute();
    if (answer instanceof Promise) return this.#await(request, answer);
    return thenMaybe(this.#keep(request, answer), () => answer);
  }

  /** The answer to a request that does not have to be executed. */
  #answerSeen(request: KeyedRequest): Answer | undefined {
    const { exchange, dialect, key } = request;
    const { keys } = dialect;
    if (key === '') return dialect.write(keys.emptyKey(), exchange, true);
    if (key.length > MAX_KEY_LENGTH) {
      return dialect.write(keys.longKey(MAX_KEY_LENGTH), exchange, true);
    }
    const first = this.#underWay.size === 0 ? undefined : this.#underWay.get(nameOf(request));
    if (first !== undefined) {
      const asked = keys.requestOf(first.exchange, first.body);
      const refusal = mismatch({ path: first.exchange.path, request: asked }, request);
      return dialect.write(refusal ?? keys.inUse(key), exchange, true);
    }
    const kept = this.#find(request);
    return kept === undefined ? undefined : again(kept, request);
  }

  /** The answer kept for a key of an account, if it is the answer to the request with that id. */
  answerOf(
    { account, livemode }: AccountName,
    key: string,
    requestId: string,
  ): Pick<Kept, 'status' | 'body'> | undefined {
    const nowMs = this.#options.clocks.now(account);
    const places = (['v1', 'v2'] as const).flatMap((each) =>
      this.#keptFor(each, account, livemode),
    );
    for (const { claims, scope } of places) {
      const found = claims.read(claims.find(scope, key, nowMs));
      const answer = found === undefined ? undefined : kept.unpack(found);
      if (answer?.requestId === requestId) return answer;
    }
    return undefined;
  }

  /** Where the answers of an account are, by route. */
  #keptFor(api: Api, account: string, livemode: boolean) {
    const claims = this.#claims[api];
    const within = scopeName({ account, livemode }, `${api} `);
    return claims === undefined
      ? []
      : [...this.#scopes]
          .filter(([name]) => name.startsWith(within))
          .map(([, { number: scope }]) => ({ claims, scope }));
  }

  /** Applies the command of that name. */
  keep(command: KeyCommands['keep_answer']): undefined {
    const { api, account, route, key, atMs, sharedMs } = command;
    const ownClock = this.#options.clocks.hasOwn(account.account);
    const scope = this.#openScope(account, `${api} ${route}`);
    const claim = { scope, name: key, atMs, sharedMs, ownClock };
    this.#claimsOf(api).claim(claim, () => packKept(command));
  }

  /** Applies the command of that name. */
  forget({ account }: KeyCommands['forget_keys']): undefined {
    const isOf = (name: string | undefined) => account === undefined || isWithin(name, account);
    if (account === undefined) this.#claims = {};
    for (const [name, scope] of this.#scopes) {
      if (!isOf(scope.account)) continue;
      this.#scopes.delete(name);
      for (const claims of Object.values(this.#claims)) claims.forget(scope.number);
    }
    for (const [name, { exchange }] of this.#underWay) {
      if (isOf(exchange.caller?.account)) this.#underWay.delete(name);
    }
  }

  #find({ exchange, dialect: { keys }, key }: KeyedRequest): Kept | undefined {
    const caller = exchange.caller as Caller;
    const scope = this.#scopes.get(scopeName(caller, `${keys.api} ${keys.routeOf(exchange)}`));
    const claims = this.#claims[keys.api];
    if (scope === undefined || claims === undefined) return undefined;
    const nowMs = this.#options.clocks.now(caller.account);
    const number = claims.find(scope.number, key, nowMs);
    if (number === 0) return undefined;
    const found = kept.unpack(claims.read(number) as string);
    return nowMs < (found.untilMs ?? Number.POSITIVE_INFINITY) ? found : undefined;
  }

  async #await(request: KeyedRequest, late: Promise<Answer>): Promise<Answer> {
    const name = nameOf(request);
    this.#underWay.set(name, request);
    try {
      const answer = await late;
      if (this.#underWay.get(name) === request) await this.#keep(request, answer);
      return answer;
    } finally {
      if (this.#underWay.get(name) === request) this.#underWay.delete(name);
    }
  }

  #keep({ exchange, dialect, key, body }: KeyedRequest, given: Answer): MaybePromise<undefined> {
    const answer = given.keptInstead ?? given;
    if (!answer.kept) return undefined;
    const { path, requestId, caller } = exchange;
    const { account, livemode } = caller as Caller;
    const { keys } = dialect;
    return this.#options.keep({
      kind: 'keep_answer',
      api: keys.api,
      account: { account, livemode },
      route: keys.routeOf(exchange),
      key,
      ...this.#options.clocks.instant(account),
      path,
      requestId,
      status: answer.status,
      body: answer.body,
      request: keys.requestOf(exchange, body),
      untilMs: answer.keptUntilMs,
    });
  }

  #openScope(account: AccountName, within: string): number {
    const name = scopeName(account, within);
    let scope = this.#scopes.get(name);
    if (scope === undefined) {
      scope = { number: ++this.#lastScope, account: account.account };
      this.#scopes.set(name, scope);
    }
    return scope.number;
  }

  #claimsOf(api: Api): Claims {
    const { maxBytes = MAX_KEPT_BYTES } = this.#options;
    let claims = this.#claims[api];
    if (claims === undefined) {
      claims = new Claims({ lifeMs: LIVES[api], maxBytes, endsWithText: true });
      this.#claims[api] = claims;
    }
    return claims;
  }
}

function again(kept: Kept, request: KeyedRequest): Answer {
  const { exchange, dialect } = request;
  const refusal = mismatch(kept, request);
  if (refusal !== undefined) return dialect.write(refusal, exchange, true);
  exchange.replayOf = kept.requestId;
  return dialect.keys.replay(kept.status, kept.body);
}

/** Why a request is not a repeat of the first one with its key. */
function mismatch(
  first: Pick<Kept, 'path' | 'request'>,
  { exchange, dialect, key, body }: KeyedRequest,
): Refusal | undefined {
  const { keys } = dialect;
  const { path } = exchange;
  if (first.path !== path && keys.otherEndpoint !== undefined)
    return keys.otherEndpoint(key, path, first.path);
  const request = keys.requestOf(exchange, body);
  return keys.isSame(first.request, request) ? undefined : keys.otherParameters(key);
}

const maybeNumber = optional(number);
const kept = packing<Kept>({
  path: line,
  untilMs: maybeNumber,
  requestId: line,
  status: number,
  request: text,
  body: rest,
});

function packKept({ path, untilMs, requestId, status, request, body }: Kept): string {
  return kept.pack({
    path,
    untilMs: maybeNumber.write(untilMs),
    requestId,
    status: number.write(status),
    request: text.write(request),
    body,
  });
}

function nameOf({ exchange, dialect: { keys }, key }: KeyedRequest): string {
  const { caller } = exchange;
  return `${scopeName(caller as Caller, `${keys.api} ${keys.routeOf(exchange)}`)} ${key}`;
}

/** The scope within which keys are unique. GUESS: that it is account and mode. */
function scopeName({ account, livemode }: AccountName, within: string): string {
  return `${livemode} ${account} ${within}`;
}
