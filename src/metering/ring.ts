/** The last N texts of an endless numbered sequence, kept as bytes, and how many older ones were let go. */

/** What bounds a ring. */
export interface RingOptions {
  /** How many texts are kept at most; 0 keeps none and only counts. Any number unless given. */
  readonly capacity?: number;
  /** How many bytes of texts are kept at most; 256 MiB unless given. */
  readonly maxBytes?: number;
  /** Told of the number and the tag of each text that is let go. */
  readonly onDrop?: (number: number, tag: number) => void;
}

const MAX_BYTES = 256 * 1024 * 1024;
/** A block has at most so many texts and, unless it is one text alone, so many bytes: they are free again only together. */
const BLOCK_TEXTS = 1024;
const BLOCK_BYTES = 256 * 1024;
const FIRST_BYTES = 16 * 1024;

/** A stretch of the sequence. */
interface Block {
  /** The number of its first text. */
  first: number;
  /** The texts in UTF-8, one behind the other. */
  bytes: Buffer;
  /** Where in `bytes` each text ends. */
  readonly ends: Uint32Array;
  readonly tags: Uint32Array;
  used: number;
}

/**
 * Texts are numbered from 1 in the order they came; the oldest make room for the newest, and their bytes are used again.
 * Bytes, since what lives long costs the garbage collector dearly: of the time that our own code took for a request it had half while objects were kept,
 * and a quarter with strings.
 */
export class Ring {
  readonly #capacity: number;
  readonly #maxBytes: number;
  readonly #onDrop: RingOptions['onDrop'];
  readonly #blocks: Block[] = [];
  #spare: Block | undefined;
  #first = 1;
  #next = 1;
  #textBytes = 0;

  constructor({ capacity = Number.POSITIVE_INFINITY, maxBytes = MAX_BYTES, onDrop }: RingOptions) {
    this.#capacity = capacity;
    this.#maxBytes = maxBytes;
    this.#onDrop = onDrop;
  }

  /** The number that the next text will get. */
  get next(): number {
    return this.#next;
  }

  /** The number of the oldest text still here. */
  get first(): number {
    return this.#first;
  }

  /** How many texts were let go. */
  get dropped(): number {
    return this.#first - 1;
  }

  /** Bytes of memory behind it. */
  get memoryBytes(): number {
    const blocks = this.#spare === undefined ? this.#blocks : [...this.#blocks, this.#spare];
    return blocks.reduce((sum, { bytes, ends, tags }) => sum + bytes.length + ends.byteLength + tags.byteLength, 0);
  }

  /**
   * Adds a text as number `next`, and lets go what is too much.
   * @param tag what can be asked of the text without reading it: a whole number below 2^32
   */
  push(text: string, tag = 0): void {
    const room = roomFor(text);
    const block = this.#openBlock(room);
    const start = startOf(block, block.used);
    if (start + room > block.bytes.length) widen(block, start, room);
    const end = start + block.bytes.write(text, start);
    block.ends[block.used] = end;
    block.tags[block.used++] = tag;
    this.#next++;
    this.#textBytes += end - start;
    while (this.#next - this.#first > this.#capacity || this.#textBytes > this.#maxBytes) this.#drop();
  }

  /** The text of that number, unless it was let go or has not come yet. */
  at(number: number): string | undefined {
    if (!this.has(number)) return undefined;
    const { block, slot } = this.#find(number);
    return block.bytes.toString('utf8', startOf(block, slot), block.ends[slot]);
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

  /** The numbers from the newest to the oldest, starting below `before` when given. */
  *newestFirst(before: number = this.#next): Generator<number> {
    for (let number = Math.min(before, this.#next) - 1; number >= this.#first; number--) yield number;
  }

  /** The last block that begins at or before a number. */
  #find(number: number): { block: Block; slot: number } {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#blocks[middle] as Block).first <= number) low = middle;
      else high = middle - 1;
    }
    const block = this.#blocks[low] as Block;
    return { block, slot: number - block.first };
  }

  /** The block for the next text, which needs so much room. */
  #openBlock(room: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.used < BLOCK_TEXTS && startOf(last, last.used) + room <= BLOCK_BYTES) return last;
    const block = this.#spare ?? newBlock(last === undefined ? FIRST_BYTES : sizeAfter(last));
    this.#spare = undefined;
    block.first = this.#next;
    block.used = 0;
    this.#blocks.push(block);
    return block;
  }

  /** Lets the oldest text go, and with the last of a block the block. */
  #drop(): void {
    const block = this.#blocks[0] as Block;
    const slot = this.#first - block.first;
    this.#onDrop?.(this.#first, block.tags[slot] as number);
    this.#textBytes -= (block.ends[slot] as number) - startOf(block, slot);
    this.#first++;
    if (this.#first < block.first + block.used) return;
    this.#blocks.shift();
    if (block.bytes.length <= BLOCK_BYTES) this.#spare = block;
  }
}

function newBlock(size: number): Block {
  return { first: 0, bytes: Buffer.allocUnsafeSlow(size), ends: new Uint32Array(BLOCK_TEXTS), tags: new Uint32Array(BLOCK_TEXTS), used: 0 };
}

function startOf({ ends }: Block, slot: number): number {
  return slot === 0 ? 0 : (ends[slot - 1] as number);
}

/** The size for a block behind another: as large, or half as large if that would have done. */
function sizeAfter(last: Block): number {
  const wanted = startOf(last, last.used) > last.bytes.length / 2 ? last.bytes.length : last.bytes.length / 2;
  return Math.min(BLOCK_BYTES, Math.max(FIRST_BYTES, wanted));
}

/** Bytes that a text can need: the most where it is short, exactly where that would be a waste. */
function roomFor(text: string): number {
  return text.length < FIRST_BYTES ? text.length * 3 : Buffer.byteLength(text);
}

/** Moves a block's texts to where there is room behind them. */
function widen(block: Block, start: number, room: number): void {
  const wider = Buffer.allocUnsafeSlow(Math.max(start + room, Math.min(block.bytes.length * 2, BLOCK_BYTES)));
  block.bytes.copy(wider, 0, 0, start);
  block.bytes = wider;
}
