/** The rolling 24-hour window in which an identifier is unique: exact, flat, and without timers. */
import { hash, randomBytes } from 'node:crypto';

/** How long an identifier is held, in milliseconds (v1.md 1.1, "a rolling 24 hour period"). */
export const WINDOW_MS = 86_400_000;

const CHUNK = 1 << 14; // entries in a chunk, and chain heads in a segment: no step ever allocates or frees more than this
const PRINT_WORDS = 4; // 128 bits: two of 86 million identifiers look alike with a chance of one in 10^23
const LATEST_OFFSET = 2 ** 32 - 1;

/** A stretch of the sequence: structure of arrays, 24 bytes an entry. */
interface Chunk {
  /** What `times` count from, in milliseconds since the epoch. */
  baseMs: number;
  readonly prints: Uint32Array;
  readonly times: Uint32Array;
  /** The older neighbour in the entry's chain, as an ordinal modulo 2^32. */
  readonly older: Uint32Array;
  used: number;
}

/**
 * That an identifier is unique whatever the event name, and free after 24 hours exactly ("at least", v1.md 1.1): not recorded.
 *
 * Every claim gets the next ordinal, 1 and up. Entries live equally long, so the sequence itself is the expiry:
 * whole chunks fall off its old end. A hash table of chains finds an entry by fingerprint; each chain runs from new to old,
 * so it ends where the living end, and nothing has to be unlinked. The table grows by splitting one chain at a claim
 * (linear hashing), so no claim pays for the growth of all.
 */
export class IdentifierWindow {
  readonly #key = randomBytes(16).toString('latin1'); // keyed, so that nobody can choose identifiers that look alike
  readonly #print = new Uint32Array(PRINT_WORDS);
  #chunks: Chunk[] = [];
  #firstChunk = 0;
  #next = 1;
  #heads: Uint32Array[] = [new Uint32Array(CHUNK)];
  #buckets = 1;
  #round = 1; // buckets at the start of this round of splits: a power of two

  /**
   * Claims an identifier for 24 hours.
   * @param scope what the identifier is unique within
   * @param nowMs the time of receipt in milliseconds, never less than in an earlier claim
   * @returns the ordinal of the claim, or 0 if the identifier is held
   */
  claim(scope: string, identifier: string, nowMs: number): number {
    this.#fingerprint(scope, identifier);
    if (this.#find(nowMs) !== 0) return 0;
    this.#dropExpired(nowMs);
    const ordinal = this.#append(nowMs);
    if (this.#next - this.#oldest > this.#buckets) this.#split();
    return ordinal;
  }

  /** The ordinal of the claim that holds the identifier, or 0. Changes nothing. */
  holder(scope: string, identifier: string, nowMs: number): number {
    this.#fingerprint(scope, identifier);
    return this.#find(nowMs);
  }

  /** The ordinal that the next successful claim will get. */
  get next(): number {
    return this.#next;
  }

  /** How many entries are in memory: those held, and fewer than one chunk of expired ones. */
  get size(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.used, 0);
  }

  /** Bytes of the arrays behind it. */
  get bytes(): number {
    return this.#chunks.length * CHUNK * 4 * (PRINT_WORDS + 2) + this.#heads.length * CHUNK * 4;
  }

  get #oldest(): number {
    return this.#firstChunk * CHUNK + 1;
  }

  #fingerprint(scope: string, identifier: string): void {
    const digest = hash('sha1', `${this.#key}${scope}\0${identifier}`, 'binary');
    for (let word = 0; word < PRINT_WORDS; word++) {
      const at = word * 4;
      this.#print[word] = digest.charCodeAt(at) | (digest.charCodeAt(at + 1) << 8) | (digest.charCodeAt(at + 2) << 16) | (digest.charCodeAt(at + 3) << 24);
    }
  }

  /** The ordinal of the newest entry with the present fingerprint, unless it has expired. */
  #find(nowMs: number): number {
    const print = this.#print;
    let ordinal = this.#resolve(this.#head(this.#bucketOf(print[0] as number)), this.#next);
    while (ordinal !== 0) {
      const chunk = this.#chunkOf(ordinal);
      const slot = (ordinal - 1) % CHUNK;
      if (samePrint(chunk.prints, slot * PRINT_WORDS, print)) return nowMs - timeOf(chunk, slot) < WINDOW_MS ? ordinal : 0;
      ordinal = this.#resolve(chunk.older[slot] as number, ordinal);
    }
    return 0;
  }

  #append(nowMs: number): number {
    const chunk = this.#openChunk(nowMs);
    const slot = chunk.used++;
    const ordinal = this.#next++;
    const bucket = this.#bucketOf(this.#print[0] as number);
    chunk.prints.set(this.#print, slot * PRINT_WORDS);
    chunk.times[slot] = nowMs - chunk.baseMs;
    chunk.older[slot] = this.#head(bucket);
    this.#setHead(bucket, ordinal);
    return ordinal;
  }

  #openChunk(nowMs: number): Chunk {
    const last = this.#chunks.at(-1);
    if (last === undefined || last.used === CHUNK) return this.#addChunk(nowMs);
    if (nowMs - last.baseMs > LATEST_OFFSET) rebase(last, nowMs - WINDOW_MS);
    return last;
  }

  #addChunk(nowMs: number): Chunk {
    const chunk: Chunk = {
      baseMs: nowMs,
      prints: new Uint32Array(CHUNK * PRINT_WORDS),
      times: new Uint32Array(CHUNK),
      older: new Uint32Array(CHUNK),
      used: 0,
    };
    this.#chunks.push(chunk);
    return chunk;
  }

  /** Lets full chunks go whose newest entry has expired. */
  #dropExpired(nowMs: number): void {
    let expired = 0;
    for (const chunk of this.#chunks) {
      if (chunk.used < CHUNK || nowMs - timeOf(chunk, CHUNK - 1) < WINDOW_MS) break;
      expired++;
    }
    if (expired === 0) return;
    this.#chunks.splice(0, expired);
    this.#firstChunk += expired;
  }

  /** Deals one chain out to itself and a new bucket, keeping both in order from new to old. */
  #split(): void {
    const from = this.#buckets - this.#round;
    const to = this.#buckets;
    if (Math.floor(to / CHUNK) === this.#heads.length) this.#heads.push(new Uint32Array(CHUNK));
    this.#buckets++;
    if (this.#buckets === this.#round * 2) this.#round *= 2;
    this.#deal(from, to);
  }

  #deal(from: number, to: number): void {
    let ordinal = this.#resolve(this.#head(from), this.#next);
    this.#setHead(from, 0);
    this.#setHead(to, 0);
    let fromTail = 0;
    let toTail = 0;
    while (ordinal !== 0) {
      const chunk = this.#chunkOf(ordinal);
      const slot = (ordinal - 1) % CHUNK;
      const bucket = this.#bucketOf(chunk.prints[slot * PRINT_WORDS] as number);
      const older = this.#resolve(chunk.older[slot] as number, ordinal);
      if (bucket === from) fromTail = this.#linkAfter(fromTail, from, ordinal);
      else if (bucket === to) toTail = this.#linkAfter(toTail, to, ordinal);
      else return; // a stale link that looks alive after 2^32 claims: the chain ended before it
      chunk.older[slot] = 0;
      ordinal = older;
    }
  }

  /** Hangs an entry at the end of a bucket's chain; gives the new end. */
  #linkAfter(tail: number, bucket: number, ordinal: number): number {
    if (tail === 0) this.#setHead(bucket, ordinal);
    else this.#chunkOf(tail).older[(tail - 1) % CHUNK] = ordinal;
    return ordinal;
  }

  /** The living ordinal below `newer` that a stored link names, or 0. Links are kept modulo 2^32; the living are far fewer. */
  #resolve(link: number, newer: number): number {
    const age = (this.#next - link) >>> 0;
    const ordinal = this.#next - age;
    return age !== 0 && ordinal >= this.#oldest && ordinal < newer ? ordinal : 0;
  }

  #bucketOf(word: number): number {
    const wide = word & (this.#round * 2 - 1);
    return wide < this.#buckets ? wide : word & (this.#round - 1);
  }

  #chunkOf(ordinal: number): Chunk {
    return this.#chunks[Math.floor((ordinal - 1) / CHUNK) - this.#firstChunk] as Chunk;
  }

  #head(bucket: number): number {
    return (this.#heads[bucket >>> 14] as Uint32Array)[bucket & (CHUNK - 1)] as number;
  }

  #setHead(bucket: number, ordinal: number): void {
    (this.#heads[bucket >>> 14] as Uint32Array)[bucket & (CHUNK - 1)] = ordinal;
  }
}

function timeOf(chunk: Chunk, slot: number): number {
  return chunk.baseMs + (chunk.times[slot] as number);
}

/** Counts a chunk's times from a later instant. What came before it is as expired at it as it was. */
function rebase(chunk: Chunk, baseMs: number): void {
  for (let slot = 0; slot < chunk.used; slot++) chunk.times[slot] = Math.max(0, timeOf(chunk, slot) - baseMs);
  chunk.baseMs = baseMs;
}

function samePrint(prints: Uint32Array, at: number, print: Uint32Array): boolean {
  return prints[at] === print[0] && prints[at + 1] === print[1] && prints[at + 2] === print[2] && prints[at + 3] === print[3];
}
