/** Code points for random strings: those of fast-check's unit `binary`, at a fraction of its cost. */
import fc from 'fast-check';

/** The surrogates: halves of pairs, not characters. */
const FIRST = 0xd800;
const COUNT = 0x800;

/**
 * Any character, as `unit` of `fc.string`. To look for strings such as `__proto__`, `fc.string`
 * asks its unit for the number of a character; `binary` keeps a table of all 1.1 million for that,
 * which takes more than a second to make and, in each worker, memory that every collection walks.
 */
export const codePoint = fc
  .nat(0x10ffff - COUNT)
  .map(characterOf, numberOf as (character: unknown) => number);

function characterOf(number: number): string {
  return String.fromCodePoint(number < FIRST ? number : number + COUNT);
}

/** Throws for what is not one character, as fast-check expects. */
function numberOf(character: string): number {
  const point = character.codePointAt(0) ?? FIRST;
  const isSurrogate = point >= FIRST && point < FIRST + COUNT;
  if (isSurrogate || character !== String.fromCodePoint(point)) throw new Error('not a character');
  return point < FIRST ? point : point - COUNT;
}
