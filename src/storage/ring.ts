/**
 * The last N texts of an endless numbered sequence, stored as bytes, and the number of older ones
 * evicted (docs/decisions/bytes-not-objects.md).
 */
import { type Block, blockOf, RingView, startOf } from './ring-view.ts';

/** Limits of a ring. */
export interface RingOptions {
  /** How many texts are kept at most; 0 keeps none and only counts. Default: no limit. */
  readonly capacity?: number;
  /**
   * How many bytes of memory it uses at most, at least 1 MiB. Default: 64 MiB. A single text that
   * needs more is evicted at once.
   */
  readonly maxBytes?: number;
  /** Called with the number and the tag of each evicted text. */
  readonly onEvicted?: (number: number, tag: number) => void;
}

/** The 100,000 events kept by default take about 25 MiB at typical sizes. */
const MAX_BYTES = 64 * 1024 * 1024;
/**
 * The maximum number of texts and, unless it holds a single text, of bytes in a block: a block is
 * freed as a whole.
 */
const BLOCK_TEXTS = 1024;
const BLOCK_BYTES = 256 * 1024;
const FIRST_BYTES = 16 * 1024;
/** Ends and tags of a block: two words of 32 bits for each text. */
const INDEX_BYTES = BLOCK_TEXTS * 8;
/** The marks of a block that has any. */
const MARK_BYTES = BLOCK_TEXTS * 4;

/**
 * Texts are numbered from 1 in order of arrival; the oldest make room for the newest, and their
 * bytes are reused. They are stored as bytes because long-lived objects are expensive for the
 * garbage collector: it took half of our own code's time per request with objects, and a quarter
 * with strings.
 */
export class Ring {
  readonly #capacity: number;
  readonly #maxBytes: number;
  readonly #onEvicted: RingOptions['onEvicted'];
  readonly #blocks: Block[] = [];
  #spare: Block | undefined;
  #first = 1;
  #next = 1;
  #lastMark = 0;
  /** `memoryBytes`, kept up to date. */
  #heldBytes = 0;

  constructor({
    capacity = Number.POSITIVE_INFINITY,
    maxBytes = MAX_BYTES,
    onEvicted,
  }: RingOptions) {
    this.#capacity = capacity;
    this.#maxBytes = maxBytes;
    this.#onEvicted = onEvicted;
  }

  /** The number that the next text will get. */
  get next(): number {
    return this.#next;
  }

  /** The number of the oldest text still kept. */
  get first(): number {
    return this.#first;
  }

  /** How many texts were evicted. */
  get dropped(): number {
    return this.#first - 1;
  }

  /** Bytes of memory behind it, counted block by block. */
  get memoryBytes(): number {
    const blocks = this.#spare === undefined ? this.#blocks : [...this.#blocks, this.#spare];
    return blocks.reduce(
      (sum, { bytes, ends, tags, marks }) =>
        sum + bytes.length + ends.byteLength + tags.byteLength + (marks?.byteLength ?? 0),
      0,
    );
  }

  /**
   * Adds a text as number `next`, and evicts the oldest as the limits require.
   * @param tag readable without decoding the text: a whole number below 2^32
   */
  push(text: string, tag = 0): void {
    const room = roomFor(text);
    const block = this.#openBlock(room);
    const start = startOf(block, block.used);
    if (start + room > block.bytes.length) this.#widen(block, start, room);
    block.ends[block.used] = start + block.bytes.write(text, start);
    block.tags[block.used++] = tag;
    this.#next++;
    while (this.#next - this.#first > this.#capacity) this.#drop();
    if (this.#heldBytes > this.#maxBytes) this.#shrink();
  }

  /** The text of that number, unless it was evicted or does not exist yet. */
  at(number: number): string | undefined {
    if (!this.has(number)) return undefined;
    const { block, slot } = this.#find(number);
    return block.bytes.toString('utf8', startOf(block, slot), block.ends[slot]);
  }

  /** Whether the text of that number is kept and contains all the needles, in UTF-8. */
  contains(number: number, needles: readonly Buffer[]): boolean {
    if (!this.has(number)) return false;
    const { block, slot } = this.#find(number);
    const text = block.bytes.subarray(startOf(block, slot), block.ends[slot]);
    return needles.every((needle) => text.includes(needle));
  }

  /** The tag of that number, with the same exceptions. */
  tagAt(number: number): number | undefined {
    if (!this.has(number)) return undefined;
    const { block, slot } = this.#find(number);
    return block.tags[slot];
  }

  /** Whether the text of that number is kept. */
  has(number: number): boolean {
    return number >= this.#first && number < this.#next;
  }

  /** Marks the text of that number, if it is kept. A mark lasts as long as its text. */
  mark(number: number): void {
    if (!this.has(number)) return;
    const { block, slot } = this.#find(number);
    if (block.marks === undefined) {
      block.marks = new Uint32Array(BLOCK_TEXTS);
      this.#heldBytes += MARK_BYTES;
    }
    if (block.marks[slot] === 0) block.marks[slot] = ++this.#lastMark;
    if (this.#heldBytes > this.#maxBytes) this.#shrink();
  }

  /** Whether the text of that number is kept and marked. */
  isMarked(number: number): boolean {
    if (!this.has(number)) return false;
    const { block, slot } = this.#find(number);
    return (block.marks?.[slot] ?? 0) > 0;
  }

  /** A snapshot of the current texts. */
  view(): RingView {
    for (const block of this.#blocks) block.isLent = true;
    return new RingView({
      blocks: [...this.#blocks],
      first: this.#first,
      end: this.#next,
      lastMark: this.#lastMark,
    });
  }

  #find(number: number): { block: Block; slot: number } {
    const block = blockOf(this.#blocks, number);
    return { block, slot: number - block.first };
  }

  /** The block for the next text, which needs `room` bytes. */
  #openBlock(room: number): Block {
    const last = this.#blocks.at(-1);
    if (
      last !== undefined &&
      last.used < BLOCK_TEXTS &&
      startOf(last, last.used) + room <= BLOCK_BYTES
    )
      return last;
    const block = this.#spare ?? this.#newBlock(sizeFor(room, last));
    this.#spare = undefined;
    block.first = this.#next;
    block.used = 0;
    this.#blocks.push(block);
    return block;
  }

  #newBlock(size: number): Block {
    this.#heldBytes += size + INDEX_BYTES;
    const bytes = Buffer.allocUnsafeSlow(size);
    const [ends, tags] = [new Uint32Array(BLOCK_TEXTS), new Uint32Array(BLOCK_TEXTS)];
    return { first: 0, bytes, ends, tags, marks: undefined, used: 0, isLent: false };
  }

  /** Moves a block's texts to a larger buffer. */
  #widen(block: Block, start: number, room: number): void {
    const size = Math.max(start + room, Math.min(block.bytes.length * 2, BLOCK_BYTES));
    const wider = Buffer.allocUnsafeSlow(size);
    block.bytes.copy(wider, 0, 0, start);
    this.#heldBytes += size - block.bytes.length;
    block.bytes = wider;
  }

  /** Drops the oldest text, and its block if it was the last one there. */
  #drop(): void {
    const block = this.#blocks[0] as Block;
    this.#onEvicted?.(this.#first, block.tags[this.#first - block.first] as number);
    this.#first++;
    if (this.#first < block.first + block.used) return;
    this.#blocks.shift();
    this.#recycle(block);
  }

  /**
   * Keeps a block for reuse, unless there already is a spare, it is oversized, or a view may still
   * use it.
   */
  #recycle(block: Block): void {
    if (block.marks !== undefined) this.#heldBytes -= MARK_BYTES;
    const isReusable = !block.isLent && block.bytes.length <= BLOCK_BYTES;
    if (this.#spare !== undefined || !isReusable) {
      this.#heldBytes -= block.bytes.length + INDEX_BYTES;
      return;
    }
    block.marks = undefined;
    this.#spare = block;
  }

  /** Drops the oldest texts until the rest is within bounds. */
  #shrink(): void {
    while (this.#heldBytes > this.#maxBytes && this.#first < this.#next) this.#drop();
  }
}

/**
 * The size of the block after another one: the same, or half of it if that would have been enough.
 */
function sizeFor(room: number, last: Block | undefined): number {
  if (last === undefined || room > BLOCK_BYTES / 2) return Math.max(room, FIRST_BYTES);
  const wanted =
    startOf(last, last.used) > last.bytes.length / 2 ? last.bytes.length : last.bytes.length / 2;
  return Math.min(BLOCK_BYTES, Math.max(FIRST_BYTES, wanted));
}

/**
 * Bytes that a text may need: the upper bound if it is short, the exact size where the bound would
 * waste space.
 */
function roomFor(text: string): number {
  return text.length < FIRST_BYTES ? text.length * 3 : Buffer.byteLength(text);
}
