/** Claims on names, each with a stored text: an identifier window combined with a ring. */
import { IdentifierWindow } from './identifier-window.ts';
import { ownText } from './own-text.ts';
import { Ring } from './ring.ts';
import type { RingView } from './ring-view.ts';

/** Limits on claims and texts. */
export interface ClaimsOptions {
  /** How long a claim holds, in milliseconds. */
  readonly lifeMs: number;
  /** How many texts are kept at most. Default: no limit. */
  readonly capacity?: number;
  /** How many bytes of texts are kept at most. Default: the ring's default. */
  readonly maxBytes?: number;
  /** Whether a claim ends when its text is evicted, which frees the name. */
  readonly endsWithText?: boolean;
  /** Called with the number and the scope of each evicted text. */
  readonly onEvicted?: (number: number, scope: number) => void;
}

/** What is claimed, and when. */
export interface Claim {
  /** What the name is unique within: a whole number below 2^32, not 0. */
  readonly scope: number;
  readonly name: string;
  /** The time on the claimant's clock, in milliseconds. */
  readonly atMs: number;
  /** The time on the clock that most claimants share, in milliseconds. */
  readonly sharedMs: number;
  /** Whether the claimant has its own clock: its claims are then kept apart. */
  readonly ownClock: boolean;
  /** Whether the claim has already expired: the text gets a number, the name stays free. */
  readonly expired?: boolean;
}

/** The scope of claims that hold no name and only take a number. */
const BLANK = 0;
/** Maximum number of claims kept for one scope with its own clock. */
export const MAX_OWN_CLAIMS = 100_000;

/**
 * Claims are numbered from 1, and each text has the number of its claim. How the two are paired is
 * private to this class.
 */
export class Claims {
  readonly #window: IdentifierWindow;
  readonly #ring: Ring;
  readonly #lifeMs: number;
  readonly #endsWithText: boolean;
  /** Claims of scopes with their own clock: the window needs times that never run backwards. */
  readonly #own = new Map<number, OwnClaims>();
  #latestMs = 0;

  constructor({ lifeMs, capacity, maxBytes, endsWithText, onEvicted }: ClaimsOptions) {
    this.#window = new IdentifierWindow(lifeMs);
    this.#ring = new Ring({
      ...(capacity !== undefined && { capacity }),
      ...(maxBytes !== undefined && { maxBytes }),
      ...(onEvicted !== undefined && { onEvicted }),
    });
    this.#lifeMs = lifeMs;
    this.#endsWithText = endsWithText ?? false;
  }

  /**
   * Claims a name and keeps a text for it.
   * @param write writes the text, given its number; called only if the name is free
   * @returns the number, or 0 if the name is held, in which case nothing changes
   */
  claim(claim: Claim, write: (number: number) => string): number {
    const { scope, name, atMs, sharedMs, ownClock, expired = false } = claim;
    const isBlank = ownClock || expired;
    const windowMs = Math.max(isBlank ? sharedMs : atMs, this.#latestMs);
    if (!expired && this.#holder(scope, name, ownClock ? atMs : windowMs) !== 0) return 0;
    const number = this.#ring.next;
    const text = write(number);
    if (isBlank) this.#window.claim(BLANK, `${number}`, windowMs);
    else this.#window.claimSought(windowMs);
    this.#latestMs = windowMs;
    if (ownClock && !expired) this.#ownOf(scope).add(name, number, atMs);
    this.#ring.push(text, scope);
    if (this.#endsWithText) this.#window.forgetBelow(this.#ring.first);
    return number;
  }

  /** The number of the claim that holds a name, or 0. Changes nothing. */
  find(scope: number, name: string, atMs: number): number {
    return this.#holder(scope, name, atMs);
  }

  /** The text of that number, unless it was evicted or does not exist yet. */
  read(number: number): string | undefined {
    return this.#ring.at(number);
  }

  /** The scope of that number, with the same exceptions. */
  scopeOf(number: number): number | undefined {
    return this.#ring.tagAt(number);
  }

  /** Whether the text of that number is kept. */
  has(number: number): boolean {
    return this.#ring.has(number);
  }

  /** Whether the text of that number is kept and contains all the needles; it is not decoded. */
  contains(number: number, needles: readonly Buffer[]): boolean {
    return this.#ring.contains(number, needles);
  }

  /** Marks the text of that number, if it is kept. */
  mark(number: number): void {
    this.#ring.mark(number);
  }

  /** Whether the text of that number is kept and marked. */
  isMarked(number: number): boolean {
    return this.#ring.isMarked(number);
  }

  /** A snapshot of the texts kept now, with their scopes as tags. */
  view(): RingView {
    return this.#ring.view();
  }

  /** The number that the next claim will get. */
  get next(): number {
    return this.#ring.next;
  }

  /** The number of the oldest text that is kept. */
  get first(): number {
    return this.#ring.first;
  }

  /** Forgets the claims of a scope with its own clock. */
  forget(scope: number): void {
    this.#own.delete(scope);
  }

  /**
   * Claims in memory, and the bytes they take. Claims on an account's own clock count only towards
   * the number, not the bytes.
   */
  get size(): { readonly claims: number; readonly bytes: number } {
    let own = 0;
    for (const claims of this.#own.values()) own += claims.size;
    return { claims: this.#window.size + own, bytes: this.#window.bytes };
  }

  #holder(scope: number, name: string, atMs: number): number {
    const own = this.#own.size === 0 ? undefined : this.#own.get(scope);
    const number = own?.holder(name, atMs) || this.#window.holder(scope, name, atMs);
    return this.#endsWithText && !this.#ring.has(number) ? 0 : number;
  }

  #ownOf(scope: number): OwnClaims {
    let own = this.#own.get(scope);
    if (own === undefined) this.#own.set(scope, (own = new OwnClaims(this.#lifeMs)));
    return own;
  }
}

/** The claims of one scope on its own clock, oldest first. */
class OwnClaims {
  readonly #lifeMs: number;
  readonly #byName = new Map<string, { readonly number: number; readonly atMs: number }>();

  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  get size(): number {
    return this.#byName.size;
  }

  holder(name: string, atMs: number): number {
    const claim = this.#byName.get(name);
    return claim === undefined || atMs - claim.atMs >= this.#lifeMs ? 0 : claim.number;
  }

  add(name: string, number: number, atMs: number): void {
    this.#byName.delete(name); // otherwise an expired claim of that name would keep its position
    this.#byName.set(ownText(name), { number, atMs });
    for (const [oldest, claim] of this.#byName) {
      const isExpired = atMs - claim.atMs >= this.#lifeMs;
      if (!isExpired && this.#byName.size <= MAX_OWN_CLAIMS) return;
      this.#byName.delete(oldest);
    }
  }
}
