/** The one source of randomness: with a seed, the same calls return the same ids. */
import { randomFillSync } from 'node:crypto';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

const BASE62 = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const CHARACTERS_PER_DRAW = 5; // 62^5 is below 2^32

/** A random generator. Not for secrets: nothing here is one. */
export class Random {
  readonly #seed: number | undefined;
  #generator: ReturnType<typeof xoroshiro128plus>;

  /**
   * @param seed a 32-bit integer that fixes the sequence; without it, each generator is different
   */
  constructor(seed?: number) {
    this.#seed = seed;
    this.#generator = seed === undefined ? unseeded() : xoroshiro128plus(seed);
  }

  /**
   * Whether it has a seed: its ids can then repeat those of another run, or from before a reset.
   */
  get isSeeded(): boolean {
    return this.#seed !== undefined;
  }

  /** `length` characters of `[A-Za-z0-9]`, as in Stripe's ids. */
  token(length: number): string {
    const codes: number[] = [];
    while (codes.length < length)
      this.#draw(codes, Math.min(CHARACTERS_PER_DRAW, length - codes.length));
    return String.fromCharCode(...codes);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const hex = [0, 0, 0, 0].map(() => this.#uint32().toString(16).padStart(8, '0')).join('');
    const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3);
    const [first, second, third] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16)];
    return `${first}-${second}-4${third}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** A signed 32-bit integer. */
  int32(): number {
    return this.#uint32() | 0;
  }

  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.#uint32() / 2 ** 32 < probability;
  }

  /** Restarts a seeded sequence. Without a seed it continues, so that ids never repeat. */
  reset(): void {
    if (this.#seed !== undefined) this.#generator = xoroshiro128plus(this.#seed);
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

/** All 128 bits are random: with 32, two servers in one process might get the same ones. */
function unseeded(): ReturnType<typeof xoroshiro128plus> {
  return xoroshiro128plusFromState([...randomFillSync(new Int32Array(4))]);
}
