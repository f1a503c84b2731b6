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
const BLOCK = 1024; // texts in a block
const FIRST_BYTES = 1 << 14;

/** A stretch of the sequence. */
interface Block {
  /** The texts in UTF-8, one behind the other. */
  bytes: Buffer;
  /** Where in `bytes` each text ends. */
  readonly ends: Uint32Array;
  readonly tags: Uint32Array;
  used: number;
}

/**
 * Texts are numbered from 1 in the order they came; the oldest make room for the newest, and their bytes are used again.
 * Bytes, since what lives long costs the garbage collector dearly: as objects, the events and requests kept took half of a request's time; as strings, a quarter.
 */
export class Ring {
  readonly #capacity: number;
  readonly #maxBytes: number;
  readonly #onDrop: RingOptions['onDrop'];
  readonly #blocks: Block[] = [];
  #spare: Block | undefined;
  #first = 1;
  #next = 1;
  #bytes = 0;

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

  /**
   * Adds a text as number `next`, and lets go what is too much.
   * @param tag what can be asked of the text without reading it: a whole number below 2^32
   */
  push(text: string, tag = 0): void {
    const block = this.#openBlock();
    const start = startOf(block, block.used);
    const end = start + write(block, text, start);
    block.ends[block.used] = end;
    block.tags[block.used++] = tag;
    this.#next++;
    this.#bytes += end - start;
    while (this.#next - this.#first > this.#capacity || this.#bytes > this.#maxBytes) this.#drop();
  }

  /** The text of that number, unless it was let go or has not come yet. */
  at(number: number): string | undefined {
    if (!this.#has(number)) return undefined;
    const { block, slot } = this.#find(number);
    return block.bytes.toString('utf8', startOf(block, slot), block.ends[slot]);
  }

  /** The tag of that number, likewise. */
  tagAt(number: number): number | undefined {
    if (!this.#has(number)) return undefined;
    const { block, slot } = this.#find(number);
    return block.tags[slot];
  }

  /** The numbers from the newest to the oldest, starting below `before` when given. */
  *newestFirst(before: number = this.#next): Generator<number> {
    for (let number = Math.min(before, this.#next) - 1; number >= this.#first; number--) yield number;
  }

  #has(number: number): boolean {
    return number >= this.#first && number < this.#next;
  }

  #find(number: number): { block: Block; slot: number } {
    const blocksBehind = Math.floor((number - 1) / BLOCK) - Math.floor((this.#first - 1) / BLOCK);
    return { block: this.#blocks[blocksBehind] as Block, slot: (number - 1) % BLOCK };
  }

  #openBlock(): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.used < BLOCK) return last;
    const block = this.#spare ?? newBlock(last?.bytes.length ?? FIRST_BYTES);
    this.#spare = undefined;
    this.#blocks.push(block);
    return block;
  }

  #drop(): void {
    const { block, slot } = this.#find(this.#first);
    this.#onDrop?.(this.#first, block.tags[slot] as number);
    this.#bytes -= (block.ends[slot] as number) - startOf(block, slot);
    this.#first++;
    if (slot < BLOCK - 1) return;
    this.#blocks.shift();
    block.used = 0;
    this.#spare = block;
  }
}

function newBlock(size: number): Block {
  return { bytes: Buffer.allocUnsafeSlow(size), ends: new Uint32Array(BLOCK), tags: new Uint32Array(BLOCK), used: 0 };
}

function startOf({ ends }: Block, slot: number): number {
  return slot === 0 ? 0 : (ends[slot - 1] as number);
}

/** Writes a text at a place, behind which there is nothing yet. Gives its bytes. */
function write(block: Block, text: string, start: number): number {
  if (start + text.length * 3 > block.bytes.length) makeRoom(block, start, Buffer.byteLength(text));
  return block.bytes.write(text, start);
}

function makeRoom(block: Block, start: number, bytes: number): void {
  if (start + bytes <= block.bytes.length) return;
  const wider = Buffer.allocUnsafeSlow(Math.max(block.bytes.length * 2, start + bytes));
  block.bytes.copy(wider, 0, 0, start);
  block.bytes = wider;
}
