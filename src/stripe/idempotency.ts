/** The idempotency layer: one key, one execution, the same answer for 24 hours (v1.md 3.7). */
import { isDeepStrictEqual } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { AccountName } from '../metering/account.ts';
import type { Clock } from '../metering/clock.ts';
import type { Answer } from './answers.ts';
import { idempotencyErrors, type Refusal } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { decodeForm } from './form.ts';

/** How long an answer is kept, in milliseconds on the mock's clock. */
export const KEPT_MS = 86_400_000;
/** What a key and its answer count for, in characters; its request's text comes on top. */
const KEY_CHARACTERS = 1000;
/** How much is kept at most, in characters: of small requests some 100,000 keys. The least recently used make room. */
export const MAX_KEPT_CHARACTERS = 110_000_000;
/** The longest key (v1.md 3.7). */
export const MAX_KEY_LENGTH = 255;

interface Entry {
  readonly path: string;
  readonly form: string;
  readonly requestId: string;
  readonly sinceMs: number;
  /** `undefined` while the first request is under way. */
  answer: Answer | undefined;
}

/** What to do with a keyed request. */
export type Beginning =
  | { readonly kind: 'fresh' /** Keeps an executed answer, forgets any other. */; readonly settle: (answer: Answer | undefined) => void }
  | { readonly kind: 'replay'; readonly answer: Answer; readonly requestId: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Keys and the answers kept for them. */
export class Idempotency {
  readonly #clock: Clock;
  readonly #entries = new LRUCache<string, Entry>({
    maxSize: MAX_KEPT_CHARACTERS, // no `max`: the cache would make room for that many at the start
    sizeCalculation: ({ form }) => form.length + KEY_CHARACTERS,
  });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins a request with a key; every `fresh` one has to be settled. */
  begin(account: AccountName, key: string, exchange: Exchange): Beginning {
    if (key === '') return refused(idempotencyErrors.emptyKey());
    if (key.length > MAX_KEY_LENGTH) return refused(idempotencyErrors.longKey(MAX_KEY_LENGTH));
    const name = nameOf(account) + key;
    const known = this.#entries.get(name);
    const now = this.#clock.now();
    if (known !== undefined && now - known.sinceMs < KEPT_MS) return again(known, key, exchange);
    const entry: Entry = { path: exchange.path, form: exchange.form, requestId: exchange.requestId, sinceMs: now, answer: undefined };
    this.#entries.set(name, entry);
    return { kind: 'fresh', settle: (answer) => this.#settle(name, entry, answer) };
  }

  /** Forgets all keys, or those of one account. */
  clear(account?: AccountName): void {
    if (account === undefined) {
      this.#entries.clear();
      return;
    }
    const prefix = nameOf(account);
    for (const name of [...this.#entries.keys()]) if (name.startsWith(prefix)) this.#entries.delete(name);
  }

  #settle(name: string, entry: Entry, answer: Answer | undefined): void {
    if (answer?.executed) entry.answer = answer;
    else if (this.#entries.peek(name) === entry) this.#entries.delete(name);
  }
}

function again(known: Entry, key: string, exchange: Exchange): Beginning {
  if (known.path !== exchange.path) return refused(idempotencyErrors.otherEndpoint(key, exchange.path, known.path));
  if (!sameParameters(known.form, exchange.form)) return refused(idempotencyErrors.otherParameters(key));
  if (known.answer === undefined) return refused(idempotencyErrors.inUse(key));
  return { kind: 'replay', answer: known.answer, requestId: known.requestId };
}

/** Parameters are compared after decoding, whatever their order and spelling (not recorded). */
function sameParameters(first: string, second: string): boolean {
  return first === second || isDeepStrictEqual(decodeForm(first), decodeForm(second));
}

/** Scope account and mode: not recorded. Space cannot be part of an account's name, so no key of one account can look like one of another. */
function nameOf(account: AccountName): string {
  return `${account.livemode ? 'live' : 'test'} ${account.account} `;
}

function refused(refusal: Refusal): Beginning {
  return { kind: 'refused', refusal };
}
