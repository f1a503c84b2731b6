/** The idempotency layer: one key, one execution, the same answer for 24 hours (v1.md 3.7). */
import { type AccountName, isWithin } from '../metering/account-name.ts';
import type { Clocks, Instant } from '../metering/clocks.ts';
import type { MaybePromise } from '../metering/maybe-promise.ts';
import { Claims } from '../storage/claims.ts';
import { number, packing, text } from '../storage/packing.ts';
import type { Answer } from './answer.ts';
import type { Caller } from './authentication.ts';
import type { Dialect } from './dialect.ts';
import type { Exchange } from './exchange.ts';
import type { Refusal } from './refusal.ts';
import { thenMaybe } from './then-maybe.ts';

/** How long an answer is kept, in milliseconds on the mock's clock, from when it was there. */
export const KEPT_MS = 86_400_000;
/** How much is kept at most, in bytes: of small requests some 160,000 keys. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** The longest key (v1.md 3.7). */
export const MAX_KEY_LENGTH = 255;

/** An execution that ended: what its repeats are compared with, and what they get. */
interface Kept {
  readonly path: string;
  readonly requestId: string;
  readonly status: number;
  readonly body: string;
  /** What of the request its repeats must have too. */
  readonly request: string;
}

/** The commands that change keys. */
export interface KeyCommands {
  /** Keeps the answer of an execution for its key. */
  keep_answer: Instant & Kept & { readonly account: AccountName; readonly key: string };
  /** Forgets the keys of an account in both modes, with its connected accounts; or all. */
  forget_keys: { readonly account: string | undefined };
}

/** What becomes of each. */
export interface KeyOutcomes {
  keep_answer: undefined;
  forget_keys: undefined;
}

/** A request with a key, from a caller who is known. */
export interface KeyedRequest {
  readonly exchange: Exchange;
  readonly dialect: Dialect<unknown, unknown>;
  readonly key: string;
}

/** Dependencies of the idempotency layer. */
export interface IdempotencyOptions {
  readonly clocks: Clocks;
  /** Submits the command that keeps an answer. */
  readonly keep: (
    command: { readonly kind: 'keep_answer' } & KeyCommands['keep_answer'],
  ) => MaybePromise<undefined>;
  /** How much is kept at most, in bytes. Default MAX_KEPT_BYTES. */
  readonly maxBytes?: number;
}

/** Keys and the answers kept for them. */
export class Idempotency {
  readonly #options: IdempotencyOptions;
  #claims: Claims;
  readonly #scopes = { test: new Map<string, number>(), live: new Map<string, number>() };
  #lastScope = 0;
  /** First requests that are not answered yet. A reset forgets them: their answers are not kept. */
  #underWay = new Map<string, Exchange>();

  constructor(options: IdempotencyOptions) {
    this.#options = options;
    this.#claims = this.#newClaims();
  }

  /** Answers a request with a key: by executing it, or as the first with its key was answered. */
  once(
    { exchange, dialect, key }: KeyedRequest,
    execute: () => MaybePromise<Answer>,
  ): MaybePromise<Answer> {
    const seen = this.#answerSeen({ exchange, dialect, key });
    if (seen !== undefined) return seen;
    const answer = execute();
    if (answer instanceof Promise) return this.#await({ exchange, dialect, key }, answer);
    return thenMaybe(this.#keep({ exchange, dialect, key }, answer), () => answer);
  }

  /** The answer to a request that need not be executed. */
  #answerSeen({ exchange, dialect, key }: KeyedRequest): Answer | undefined {
    const { keys } = dialect;
    if (key === '') return dialect.write(keys.emptyKey(), exchange, true);
    if (key.length > MAX_KEY_LENGTH) {
      return dialect.write(keys.longKey(MAX_KEY_LENGTH), exchange, true);
    }
    const first = this.#underWay.size === 0 ? undefined : this.#underWay.get(nameOf(exchange, key));
    if (first !== undefined) {
      const request = keys.requestOf(first);
      const refusal = mismatch({ path: first.path, request }, { exchange, dialect, key });
      return dialect.write(refusal ?? keys.inUse(key), exchange, true);
    }
    const kept = this.#find(exchange, key);
    return kept === undefined ? undefined : again(kept, { exchange, dialect, key });
  }

  /** Applies the command of that name. */
  keep(command: KeyCommands['keep_answer']): undefined {
    const { account, key, atMs, sharedMs } = command;
    const ownClock = this.#options.clocks.hasOwn(account.account);
    const scope = this.#openScope(account);
    const claim = { scope, name: key, atMs, sharedMs, ownClock };
    this.#claims.claim(claim, () => kept.pack(command));
  }

  /** Applies the command of that name. */
  forget({ account }: KeyCommands['forget_keys']): undefined {
    if (account === undefined) this.#claims = this.#newClaims();
    for (const scopes of Object.values(this.#scopes)) {
      for (const [name, scope] of scopes) {
        if (account !== undefined && !isWithin(name, account)) continue;
        scopes.delete(name);
        this.#claims.forget(scope);
      }
    }
    for (const [name, { caller }] of this.#underWay) {
      if (account === undefined || isWithin(caller?.account, account)) this.#underWay.delete(name);
    }
  }

  #find({ caller }: Exchange, key: string): Kept | undefined {
    const { account } = caller as Caller;
    const scope = this.#scopesLike(caller as Caller).get(account);
    if (scope === undefined) return undefined;
    const number = this.#claims.find(scope, key, this.#options.clocks.now(account));
    return number === 0 ? undefined : kept.unpack(this.#claims.read(number) as string);
  }

  async #await(request: KeyedRequest, late: Promise<Answer>): Promise<Answer> {
    const { exchange, key } = request;
    const name = nameOf(exchange, key);
    this.#underWay.set(name, exchange);
    try {
      const answer = await late;
      if (this.#underWay.get(name) === exchange) await this.#keep(request, answer);
      return answer;
    } finally {
      if (this.#underWay.get(name) === exchange) this.#underWay.delete(name);
    }
  }

  #keep({ exchange, dialect, key }: KeyedRequest, answer: Answer): MaybePromise<undefined> {
    if (!answer.kept) return undefined;
    const { path, requestId, caller } = exchange;
    const { account, livemode } = caller as Caller;
    return this.#options.keep({
      kind: 'keep_answer',
      account: { account, livemode },
      key,
      ...this.#options.clocks.instant(account),
      path,
      requestId,
      status: answer.status,
      body: answer.body,
      request: dialect.keys.requestOf(exchange),
    });
  }

  /** What an account's keys are unique within. GUESS: that it is account and mode. */
  #openScope(account: AccountName): number {
    const scopes = this.#scopesLike(account);
    let scope = scopes.get(account.account);
    if (scope === undefined) scopes.set(account.account, (scope = ++this.#lastScope));
    return scope;
  }

  #newClaims(): Claims {
    const { maxBytes = MAX_KEPT_BYTES } = this.#options;
    return new Claims({ lifeMs: KEPT_MS, maxBytes, endsWithText: true });
  }

  #scopesLike({ livemode }: AccountName): Map<string, number> {
    return livemode ? this.#scopes.live : this.#scopes.test;
  }
}

function again(kept: Kept, request: KeyedRequest): Answer {
  const { exchange, dialect } = request;
  const refusal = mismatch(kept, request);
  if (refusal !== undefined) return dialect.write(refusal, exchange, true);
  exchange.replayOf = kept.requestId;
  return dialect.keys.replay(kept.status, kept.body);
}

/** Why a request is no repeat of the first with its key. */
function mismatch(
  first: Pick<Kept, 'path' | 'request'>,
  { exchange, dialect, key }: KeyedRequest,
): Refusal | undefined {
  const { keys } = dialect;
  if (first.path !== exchange.path) return keys.otherEndpoint(key, exchange.path, first.path);
  const request = keys.requestOf(exchange);
  return keys.isSame(first.request, request) ? undefined : keys.otherParameters(key);
}

const kept = packing<Kept>({
  path: text,
  requestId: text,
  status: number,
  body: text,
  request: text,
});

function nameOf({ caller }: Exchange, key: string): string {
  return `${caller?.livemode} ${caller?.account} ${key}`;
}
