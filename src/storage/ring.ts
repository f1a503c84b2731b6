/**
 * The last N texts of an endless numbered sequence, kept as bytes, and how many older ones were
 * evicted (docs/decisions/bytes-not-objects.md).
 */
import { type Block, blockOf, RingView, startOf } from './ring-view.ts';

/** What bounds a ring. */
export interface RingOptions {
  /** How many texts are kept at most; 0 keeps none and only counts. Any number unless given. */
  readonly capacity?: number;
  /**
   * How many bytes of memory it takes at most, at least 1 MiB; 64 MiB unless given. A single text
   * that needs more is evicted at once.
   */
  readonly maxBytes?: number;
  /** Told of the number and the tag of each text that is evicted. */
  readonly onEvicted?: (number: number, tag: number) => void;
}

/** The 100,000 events that are kept by default take about 25 MiB, as most senders write them. */
const MAX_BYTES = 64 * 1024 * 1024;
/**
 * A block has at most so many texts and, unless it is one text alone, so many bytes: they are free
 * again only together.
 */
const BLOCK_TEXTS = 1024;
const BLOCK_BYTES = 256 * 1024;
const FIRST_BYTES = 16 * 1024;
/** Ends and tags of a block: two words of 32 bits for each text. */
const INDEX_BYTES = BLOCK_TEXTS * 8;
/** The marks of a block that has any. */
const MARK_BYTES = BLOCK_TEXTS * 4;

/**
 * Texts are numbered from 1 in the order they came; the oldest make room for the newest, and their
 * bytes are used again.
 * Bytes, since what lives long costs the garbage collector dearly: of the time that our own code
 * took for a request it had half while objects were kept,
 * and a quarter with strings.
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
  /** `memoryBytes`, kept up. */
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

  /** The number of the oldest text still here. */
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
   * Adds a text as number `next`, and lets go what is too much.
   * @param tag what can be asked of the text without reading it: a whole number below 2^32
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

  /** The text of that number, unless it was evicted or has not come yet. */
  at(number: number): string | undefined {
    if (!this.has(number)) return undefined;
    const { block, slot } = this.#find(number);
    return block.bytes.toString('utf8', startOf(block, slot), block.ends[slot]);
  }

  /** Whether the text of that number is here and has all the needles, in UTF-8, within it. */
  contains(number: number, needles: readonly Buffer[]): boolean {
    if (!this.has(number)) return false;
    const { block, slot } = this.#find(number);
    const text = block.bytes.subarray(startOf(block, slot), block.ends[slot]);
    return needles.every((needle) => text.includes(needle));
  }

  /** The tag of that number, likewise. */
  tagAt(number: number): number | undefined {
    if (!this.has(number)) return undefined;
    const { block, slot } = this.#find(number);
    return block.tags[slot];
  }

  /** Whether the text of that number is here. */
  has(number: number): boolean {
    return number >= this.#first && number < this.#next;
  }

  /** Marks the text of that number, if it is here. A mark stays as long as its text. */
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

  /** Whether the text of that number is here and marked. */
  isMarked(number: number): boolean {
    if (!this.has(number)) return false;
    const { block, slot } = this.#find(number);
    return (block.marks?.[slot] ?? 0) > 0;
  }

  /** The texts as they are now, however late they are looked at. */
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

  /** The block for the next text, which needs so much room. */
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

  /** Moves a block's texts to where there is room behind them. */
  #widen(block: Block, start: number, room: number): void {
    const size = Math.max(start + room, Math.min(block.bytes.length * 2, BLOCK_BYTES));
    const wider = Buffer.allocUnsafeSlow(size);
    block.bytes.copy(wider, 0, 0, start);
    this.#heldBytes += size - block.bytes.length;
    block.bytes = wider;
  }

  /** Lets the oldest text go, and with the last of a block the block. */
  #drop(): void {
    const block = this.#blocks[0] as Block;
    this.#onEvicted?.(this.#first, block.tags[this.#first - block.first] as number);
    this.#first++;
    if (this.#first < block.first + block.used) return;
    this.#blocks.shift();
    this.#letGo(block);
  }

  /**
   * Keeps a block to be used again, unless one is there already, it is larger than most, or a view
   * may still show it.
   */
  #letGo(block: Block): void {
    if (block.marks !== undefined) this.#heldBytes -= MARK_BYTES;
    const isReusable = !block.isLent && block.bytes.length <= BLOCK_BYTES;
    if (this.#spare !== undefined || !isReusable) {
      this.#heldBytes -= block.bytes.length + INDEX_BYTES;
      return;
    }
    block.marks = undefined;
    this.#spare = block;
  }

  /** Lets texts go, block by block, until the rest is within bounds. */
  #shrink(): void {
    while (this.#heldBytes > this.#maxBytes && this.#first < this.#next) this.#drop();
  }
}

/** The size for a block behind another: as large, or half as large if that would have done. */
function sizeFor(room: number, last: Block | undefined): number {
  if (last === undefined || room > BLOCK_BYTES / 2) return Math.max(room, FIRST_BYTES);
  const wanted =
    startOf(last, last.used) > last.bytes.length / 2 ? last.bytes.length : last.bytes.length / 2;
  return Math.min(BLOCK_BYTES, Math.max(FIRST_BYTES, wanted));
}

/** Bytes that a text can need: the most where it is short, exactly where that would be a waste. */
function roomFor(text: string): number {
  return text.length < FIRST_BYTES ? text.length * 3 : Buffer.byteLength(text);
}
