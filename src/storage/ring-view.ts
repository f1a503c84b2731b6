/**
 * A snapshot of a ring's texts, searched without decoding those that do not match
 * (docs/decisions/long-reads.md).
 */

/** A consecutive part of the sequence. */
export interface Block {
  /** The number of its first text. */
  first: number;
  /** The texts in UTF-8, one after another. */
  bytes: Buffer;
  /** Where in `bytes` each text ends. */
  readonly ends: Uint32Array;
  readonly tags: Uint32Array;
  /** For each text 0, or the number of its mark; allocated with the first mark. */
  marks: Uint32Array | undefined;
  used: number;
  /** Whether a view uses it: its bytes are then never reused. */
  isLent: boolean;
}

/** Where a text begins in its block. */
export function startOf({ ends }: Block, slot: number): number {
  return slot === 0 ? 0 : (ends[slot - 1] as number);
}

/** The last of these blocks (ascending) that begins at or before a number. */
export function blockOf(blocks: readonly Block[], number: number): Block {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((blocks[middle] as Block).first <= number) low = middle;
    else high = middle - 1;
  }
  return blocks[low] as Block;
}

/** Which texts to find. An absent criterion matches all. */
export interface Sought {
  /** Byte strings that the text must all contain, in UTF-8. Put the rarest first. */
  readonly needles?: readonly Buffer[];
  /** Whether a text with that tag and number matches. */
  readonly isSelected?: ((tag: number, number: number) => boolean) | undefined;
}

/** In which order, and from where. */
export interface Direction {
  /** Only texts with lower numbers. */
  readonly before?: number | undefined;
  /** From old to new instead of from new to old. */
  readonly oldestFirst?: boolean;
}

/** A text that was found. */
export interface Found {
  readonly number: number;
  readonly tag: number;
  readonly text: string;
  /** Whether it was marked when the view was taken. */
  readonly isMarked: boolean;
}

/** The part of a ring that a view shows. */
export interface ViewOptions {
  readonly blocks: readonly Block[];
  /** The number of its first text, and the one after its last. */
  readonly first: number;
  readonly end: number;
  /** The number of the last mark. */
  readonly lastMark: number;
}

/** Not affected by texts pushed, evicted or marked later: a view keeps its texts in memory. */
export class RingView {
  readonly #options: ViewOptions;

  constructor(options: ViewOptions) {
    this.#options = options;
  }

  /**
   * Each matching text, and undefined after each block of at most 1024 texts, where a caller can
   * pause.
   */
  *search(
    sought: Sought = {},
    { before, oldestFirst = false }: Direction = {},
  ): Generator<Found | undefined> {
    const { blocks, first } = this.#options;
    const end = Math.min(before ?? this.#options.end, this.#options.end);
    for (const block of oldestFirst ? blocks : blocks.toReversed()) {
      const slots = slotsOf(block, slotsBetween(block, first, end), sought);
      for (const slot of oldestFirst ? slots : slots.toReversed()) yield this.#found(block, slot);
      yield undefined;
    }
  }

  /** The text of that number, if it existed when the view was taken. */
  at(number: number): Found | undefined {
    const { blocks, first, end } = this.#options;
    if (number < first || number >= end) return undefined;
    const block = blockOf(blocks, number);
    return this.#found(block, number - block.first);
  }

  #found(block: Block, slot: number): Found {
    const mark = block.marks?.[slot] ?? 0;
    return {
      number: block.first + slot,
      tag: block.tags[slot] as number,
      text: block.bytes.toString('utf8', startOf(block, slot), block.ends[slot]),
      isMarked: mark > 0 && mark <= this.#options.lastMark,
    };
  }
}

/** Those of the given slots (ascending) whose text matches. */
function slotsOf(
  block: Block,
  slots: readonly number[],
  { needles = [], isSelected }: Sought,
): readonly number[] {
  const selected =
    isSelected === undefined
      ? slots
      : slots.filter((slot) => isSelected(block.tags[slot] as number, block.first + slot));
  return needles.reduce((some, needle) => slotsWith(block, some, needle), selected);
}

/** The slots of the texts from `first` to before `end`, ascending. */
function slotsBetween(block: Block, first: number, end: number): number[] {
  const slots: number[] = [];
  const stop = Math.min(block.used, end - block.first);
  for (let slot = Math.max(0, first - block.first); slot < stop; slot++) slots.push(slot);
  return slots;
}

/**
 * Those of the given slots (ascending) whose text contains a needle. The block is searched as a
 * whole, which for a rare needle takes a tenth of the time of searching text by text.
 */
function slotsWith(block: Block, slots: readonly number[], needle: Buffer): readonly number[] {
  const found: number[] = [];
  const last = slots.at(-1);
  if (last === undefined) return found;
  // The bytes after the last text may be all zeros, which packed texts are full of: slow to search.
  const bytes = block.bytes.subarray(0, block.ends[last]);
  let at = -1; // the next position of the needle
  for (const slot of slots) {
    const start = startOf(block, slot);
    if (at < start) at = bytes.indexOf(needle, start);
    if (at < 0) break;
    if (at + needle.length <= (block.ends[slot] as number)) found.push(slot);
  }
  return found;
}
