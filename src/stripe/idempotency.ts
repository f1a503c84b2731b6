/** The idempotency layer: one key, one execution, the same answer for 24 hours (v1.md 3.7). */
import { isDeepStrictEqual } from 'node:util';
import type { AccountName } from '../metering/account.ts';
import type { Clock } from '../metering/clock.ts';
import type { IdentifierWindow } from '../metering/identifiers.ts';
import type { Ring } from '../metering/ring.ts';
import { type Answer, executedAnswer, toAnswer } from './answers.ts';
import { idempotencyErrors, type Refusal } from './errors.ts';
import type { Eventually } from './eventually.ts';
import type { Exchange } from './exchange.ts';
import { decodeForm } from './form.ts';
import { pack, unpack } from './packing.ts';

/** How long an answer is kept, in milliseconds on the mock's clock, from when it was there. */
export const KEPT_MS = 86_400_000;
/** How much is kept at most, in bytes: of small requests some 160,000 keys. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** The longest key (v1.md 3.7). */
export const MAX_KEY_LENGTH = 255;

/** What keys are kept in. Each key kept makes one claim and one text: the claim's ordinal is the text's number. */
export interface IdempotencyStores {
  /** Holds what it is given for `KEPT_MS`. */
  readonly keys: IdentifierWindow;
  readonly answers: Ring;
}

/** An execution that ended: what its twins are compared with, and what they get. */
interface Kept {
  readonly path: string;
  readonly form: string;
  readonly requestId: string;
  readonly status: number;
  readonly body: string;
}

/** Keys and the answers kept for them. */
export class Idempotency {
  readonly #clock: Clock;
  readonly #newStores: () => IdempotencyStores;
  #stores: IdempotencyStores;
  readonly #scopes = { test: new Map<string, number>(), live: new Map<string, number>() };
  #lastScope = 0;
  /** First requests that are not answered yet. */
  readonly #underWay = new Map<string, Exchange>();

  /** @param newStores makes empty stores; a reset asks for others */
  constructor(clock: Clock, newStores: () => IdempotencyStores) {
    this.#clock = clock;
    this.#newStores = newStores;
    this.#stores = newStores();
  }

  /** Answers a request with a key: by executing it, or as its twin was answered. An executed answer is kept, any other forgotten. */
  once(account: AccountName, key: string, exchange: Exchange, execute: () => Eventually<Answer>): Eventually<Answer> {
    if (key === '') return toAnswer(idempotencyErrors.emptyKey(), exchange, true);
    if (key.length > MAX_KEY_LENGTH) return toAnswer(idempotencyErrors.longKey(MAX_KEY_LENGTH), exchange, true);
    const scope = this.#scopeOf(account);
    const first = this.#underWay.size === 0 ? undefined : this.#underWay.get(nameOf(scope, key));
    if (first !== undefined) return toAnswer(mismatch(first, key, exchange) ?? idempotencyErrors.inUse(key), exchange, true);
    const kept = this.#find(scope, key);
    if (kept !== undefined) return again(kept, key, exchange);
    const answer = execute();
    if (!(answer instanceof Promise)) return this.#keep(scope, key, exchange, answer);
    this.#underWay.set(nameOf(scope, key), exchange);
    return answer.then((late) => this.#keep(scope, key, exchange, late)).finally(() => this.#underWay.delete(nameOf(scope, key)));
  }

  /** Forgets all keys, or those of one account. */
  clear(account?: AccountName): void {
    if (account !== undefined) {
      this.#scopesLike(account).delete(account.account); // its next request gets another scope, in which no key is known
    } else {
      this.#scopes.test.clear(); // what is under way keeps its old scope, which nobody asks for again
      this.#scopes.live.clear();
      this.#stores = this.#newStores();
    }
  }

  #find(scope: number, key: string): Kept | undefined {
    const ordinal = this.#stores.keys.holder(scope, key, this.#clock.now());
    return ordinal === 0 ? undefined : unpackKept(this.#stores.answers.at(ordinal) as string);
  }

  #keep(scope: number, key: string, exchange: Exchange, answer: Answer): Answer {
    if (!answer.executed) return answer;
    const { keys, answers } = this.#stores;
    if (keys.claim(scope, key, this.#clock.now()) === 0) return answer; // never so far; but then no answer may go under another key's number
    answers.push(packKept(exchange, answer));
    keys.forgetBelow(answers.first);
    return answer;
  }

  /** What an account's keys are unique within. That it is account and mode: not recorded. */
  #scopeOf(account: AccountName): number {
    const scopes = this.#scopesLike(account);
    let scope = scopes.get(account.account);
    if (scope === undefined) scopes.set(account.account, (scope = ++this.#lastScope));
    return scope;
  }

  #scopesLike({ livemode }: AccountName): Map<string, number> {
    return livemode ? this.#scopes.live : this.#scopes.test;
  }
}

function again(kept: Kept, key: string, exchange: Exchange): Answer {
  const refusal = mismatch(kept, key, exchange);
  if (refusal !== undefined) return toAnswer(refusal, exchange, true);
  exchange.replayOf = kept.requestId;
  return executedAnswer(kept.status, kept.body);
}

/** Why a request is no twin of the first with its key. */
function mismatch(first: Pick<Kept, 'path' | 'form'>, key: string, exchange: Exchange): Refusal | undefined {
  if (first.path !== exchange.path) return idempotencyErrors.otherEndpoint(key, exchange.path, first.path);
  return sameParameters(first.form, exchange.form) ? undefined : idempotencyErrors.otherParameters(key);
}

/** Parameters are compared after decoding, whatever their order and spelling (not recorded). */
function sameParameters(first: string, second: string): boolean {
  return first === second || isDeepStrictEqual(decodeForm(first), decodeForm(second));
}

const FIELDS = 5;

/** The answer's body is JSON, so the form, which can be anything, comes last. */
function packKept({ requestId, path, form }: Exchange, { status, body }: Answer): string {
  return pack([requestId, status, path, body, form]);
}

function unpackKept(text: string): Kept {
  const [requestId = '', status, path = '', body = '', form = ''] = unpack(text, FIELDS);
  return { requestId, status: Number(status), path, body, form };
}

function nameOf(scope: number, key: string): string {
  return `${scope} ${key}`;
}
