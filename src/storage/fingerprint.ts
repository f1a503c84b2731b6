/**
 * Keyed fingerprints of texts: two HalfSipHash-2-4 of 64 bits each, over a scope and the text in
 * UTF-16LE (https://github.com/veorq/SipHash).
 */
import { randomFillSync } from 'node:crypto';

/**
 * 32-bit words in a fingerprint: with 128 bits, the chance that two of 86 million texts collide is
 * one in 10^23.
 */
export const PRINT_WORDS = 4;

/**
 * Fingerprints under one random key, so that nobody can construct collisions. In a request,
 * `crypto.hash('sha1')` took five times as long, mostly for the call into OpenSSL and back.
 */
export class Fingerprinter {
  readonly #key: Uint32Array;
  /** The result of the last call of `take`. */
  readonly print = new Uint32Array(PRINT_WORDS);

  /** @param key four words; random by default */
  constructor(key: Uint32Array = randomFillSync(new Uint32Array(PRINT_WORDS))) {
    this.#key = key;
  }

  /**
   * Puts the fingerprint of a text into `print`.
   * @param scope a whole number below 2^32: the same text has a different fingerprint in each scope
   */
  take(scope: number, text: string): void {
    const key = this.#key;
    halfSipHash(scope, text, key[0] as number, key[1] as number, this.print, 0);
    halfSipHash(scope, text, key[2] as number, key[3] as number, this.print, 2);
  }
}

/**
 * Writes the two words of HalfSipHash-2-4. Its state is in four local variables: anywhere else, it
 * took twice as long.
 */
function halfSipHash(
  scope: number,
  text: string,
  k0: number,
  k1: number,
  out: Uint32Array,
  at: number,
): void {
  let v0 = k0 | 0;
  let v1 = k1 ^ 0xee;
  let v2 = k0 ^ 0x6c796765;
  let v3 = k1 ^ 0x74656462;
  // Then two steps of four rounds, each of which yields a word of the result.
  const words = (text.length >> 1) + 2;
  for (let step = 0; step < words + 2; step++) {
    const word = wordOf(scope, text, step, words);
    if (step === words) v2 ^= 0xee;
    if (step === words + 1) v1 ^= 0xdd;
    v3 ^= word;
    for (let rounds = step < words ? 2 : 4; rounds > 0; rounds--) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    v0 ^= word;
    if (step >= words) out[at + step - words] = v1 ^ v3;
  }
}

/**
 * The scope, then two code units of the text per word; the last word has any remaining unit and the
 * length in bytes.
 */
function wordOf(scope: number, text: string, step: number, words: number): number {
  const at = step * 2 - 2;
  if (step === 0) return scope | 0;
  if (step < words - 1) return text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
  return step === words - 1
    ? ((text.length * 2 + 4) << 24) | (at < text.length ? text.charCodeAt(at) : 0)
    : 0;
}
