/** The one source of randomness: with a seed, the same calls give the same ids. */
import { randomBytes } from 'node:crypto';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const BASE62 = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const CHARACTERS_PER_DRAW = 5; // 62^5 is below 2^32

/** Draws of one seeded generator. Not for secrets: nothing here is one. */
export class Random {
  readonly #seed: number;
  #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number = randomBytes(4).readInt32LE()) {
    this.#seed = seed;
    this.#generator = xoroshiro128plus(seed);
  }

  /** `length` characters of `[A-Za-z0-9]`, as in Stripe's ids. */
  token(length: number): string {
    const codes: number[] = [];
    while (codes.length < length) this.#draw(codes, Math.min(CHARACTERS_PER_DRAW, length - codes.length));
    return String.fromCharCode(...codes);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const hex = [0, 0, 0, 0].map(() => this.#uint32().toString(16).padStart(8, '0')).join('');
    const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.#uint32() / 2 ** 32 < probability;
  }

  /** Starts the sequence again. */
  reset(): void {
    this.#generator = xoroshiro128plus(this.#seed);
  }

  #uint32(): number {
    return this.#generator.next() >>> 0;
  }

  #draw(codes: number[], count: number): void {
    let draw = this.#uint32();
    for (let i = 0; i < count; i++) {
      codes.push(BASE62.charCodeAt(draw % BASE62.length));
      draw = Math.floor(draw / BASE62.length);
    }
  }
}
