import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ring } from '../../src/storage/ring.ts';
import type { Direction, RingView, Sought } from '../../src/storage/ring-view.ts';
import { codePoint } from '../code-points.ts';
import { runs } from '../runs.ts';

const ringOf = (capacity: number) => new Ring({ capacity });
const foundIn = (view: RingView, sought?: Sought, direction?: Direction) =>
  [...view.search(sought, direction)].filter((found) => found !== undefined);
const numbersIn = (ring: Ring, direction?: Direction) =>
  foundIn(ring.view(), {}, direction).map(({ number }) => number);

test('keeps the last entries by number', () => {
  const ring = ringOf(3);
  for (const entry of ['a', 'b', 'c', 'd', 'e']) ring.push(entry);
  expect([ring.first, ring.next, ring.dropped]).toEqual([3, 6, 2]);
  expect([1, 2, 3, 5, 6].map((number) => ring.at(number))).toEqual([
    undefined,
    undefined,
    'c',
    'e',
    undefined,
  ]);
  expect(numbersIn(ring)).toEqual([5, 4, 3]);
  expect(numbersIn(ring, { before: 5 })).toEqual([4, 3]);
});

test('a ring with capacity 0 only counts', () => {
  const ring = ringOf(0);
  for (const entry of ['a', 'b']) ring.push(entry);
  expect([numbersIn(ring), ring.dropped, ring.next]).toEqual([[], 2, 3]);
});

const MIB = 2 ** 20;

test('evicts large texts by size', () => {
  const ring = new Ring({ maxBytes: MIB });
  for (const letter of ['a', 'b', 'ü'])
    ring.push(letter.repeat(letter === 'ü' ? 200_000 : 400_000));
  expect([ring.first, ring.next]).toEqual([2, 4]);
  expect(ring.at(3)).toBe('ü'.repeat(200_000));
  ring.push('x'.repeat(MIB));
  expect([numbersIn(ring), ring.dropped]).toEqual([[], 4]);
});

test('holds 64 MiB by default', () => {
  const ring = new Ring({});
  for (let i = 0; i < 100; i++) ring.push('x'.repeat(MIB));
  expect(ring.memoryBytes).toBeGreaterThan(62 * MIB);
  expect(ring.memoryBytes).toBeLessThanOrEqual(64 * MIB);
});

test('keeps all events of typical size, in little more than their own bytes', () => {
  const ring = ringOf(100_000);
  for (let i = 0; i < 120_000; i++) ring.push('x'.repeat(240));
  expect([ring.dropped, ring.at(20_001)]).toEqual([20_000, 'x'.repeat(240)]);
  expect(ring.memoryBytes).toBeLessThan(1.2 * 100_000 * 240);
});

test('takes no more memory after large texts than after small ones', () => {
  const ring = new Ring({ maxBytes: 1_500_000 });
  for (let i = 0; i < 1500; i++) ring.push('x'.repeat(i % 3 === 0 ? 900_000 : 100));
  expect(ring.memoryBytes).toBeLessThanOrEqual(1_500_000);
  for (let i = 0; i < 200_000; i++) ring.push('text');
  expect(ring.memoryBytes).toBeLessThanOrEqual(1_500_000);
});

/** Sizes around every bound: a block's initial size, half a block, a block, and more than one. */
const size = fc.constantFrom(
  0,
  10,
  250,
  16_383,
  16_385,
  90_000,
  131_073,
  200_000,
  262_144,
  300_000,
  900_000,
);

test('never exceeds its memory limit, whatever the sizes', () => {
  const maxBytes = 2 * MIB;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1500 }),
      fc.array(fc.tuple(size, fc.integer({ min: 1, max: 1200 }), fc.boolean()), { maxLength: 8 }),
      (capacity, runs) => {
        const ring = new Ring({ capacity, maxBytes });
        const lengths: number[] = [];
        for (const [length, times, isSeen] of runs) {
          if (isSeen) ring.view();
          for (let i = 0; i < Math.min(times, 6_000_000 / (length + 1)); i++) {
            ring.push('x'.repeat(length));
            lengths.push(length);
            if (i % 3 === 0) ring.mark(ring.next - 1 - (i % 7));
            if (ring.memoryBytes > maxBytes) throw new Error(`${ring.memoryBytes} bytes`);
          }
        }
        const kept = numbersIn(ring);
        expect(kept.map((number) => ring.at(number)?.length)).toEqual(
          lengths.slice(lengths.length - kept.length).reverse(),
        );
        expect(ring.dropped).toBe(lengths.length - kept.length);
      },
    ),
    { numRuns: runs(20) },
  );
});

test('calls onEvicted for each evicted text, with its number and tag', () => {
  const dropped: number[][] = [];
  const ring = new Ring({ capacity: 2, onEvicted: (number, tag) => dropped.push([number, tag]) });
  for (const tag of [10, 20, 2 ** 32 - 1, 40]) ring.push('text', tag);
  expect(dropped).toEqual([
    [1, 10],
    [2, 20],
  ]);
  expect([2, 3, 4].map((number) => ring.tagAt(number))).toEqual([undefined, 2 ** 32 - 1, 40]);
});

test('agrees with a plain list, whatever the sizes', () => {
  fc.assert(
    fc.property(
      fc.nat(100),
      fc.integer({ min: 1, max: 200 }),
      fc.array(
        fc.oneof(
          fc.string({ unit: codePoint, maxLength: 40 }),
          fc.constant('ü'.repeat(9000)),
          fc.constant('z'.repeat(100_000)),
        ),
        { minLength: 1 },
      ),
      (capacity, count, texts) => {
        const ring = ringOf(capacity);
        const list = Array.from(
          { length: count },
          (_text, at) => `${at}${texts[at % texts.length]}`,
        );
        for (const text of list) ring.push(text);
        const first = Math.max(0, count - capacity);
        expect([ring.first, ring.next, ring.dropped]).toEqual([first + 1, count + 1, first]);
        expect(foundIn(ring.view()).map(({ text }) => text)).toEqual(list.slice(first).reverse());
        expect(ring.at(first)).toBeUndefined();
      },
    ),
    { numRuns: runs(40) },
  );
});

test('agrees with a plain list over many blocks', () => {
  const ring = ringOf(5000);
  const list = Array.from({ length: 20_000 }, (_text, at) => 'ab'.repeat(at % 700));
  for (const text of list) ring.push(text);
  expect(foundIn(ring.view()).map(({ text }) => text)).toEqual(list.slice(-5000).reverse());
});

test('a search finds exactly what checking each text would find, in either direction', () => {
  const unit = fc.constantFrom('a', 'b', '\0', 'ü');
  const text = fc.oneof(fc.string({ unit, maxLength: 12 }), fc.constant('ab'.repeat(9000)));
  const needle = fc.string({ unit, minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 1, maxLength: 60 }),
      fc.array(needle, { maxLength: 2 }),
      fc.record({ capacity: fc.integer({ min: 1, max: 80 }), before: fc.option(fc.nat(70)) }),
      fc.boolean(),
      (texts, needles, { capacity, before }, oldestFirst) => {
        const ring = ringOf(capacity);
        for (const [at, each] of texts.entries()) ring.push(each, at % 3);
        const isSelected = (tag: number, number: number) => tag !== 1 && number !== 4;
        const sought = { needles: needles.map((each) => Buffer.from(each)), isSelected };
        const expected = texts
          .map((each, at) => ({ number: at + 1, tag: at % 3, text: each, isMarked: false }))
          .filter(({ number, tag }) => isSelected(tag, number) && number >= ring.first)
          .filter(({ number }) => before === null || number < before)
          .filter((each) => needles.every((some) => each.text.includes(some)));
        const direction = { before: before ?? undefined, oldestFirst };
        expect(foundIn(ring.view(), sought, direction)).toEqual(
          oldestFirst ? expected : expected.toReversed(),
        );
      },
    ),
  );
});

test('a view is a snapshot: its bytes are not reused', () => {
  const ring = ringOf(1500);
  for (let i = 1; i <= 3000; i++) ring.push(`text ${i}`);
  ring.mark(1600);
  const view = ring.view();
  ring.mark(1601);
  for (let i = 3001; i <= 9000; i++) ring.push(`other ${i}`);
  const found = foundIn(view, {}, { oldestFirst: true });
  expect(found.map(({ text }) => text)).toEqual(
    Array.from({ length: 1500 }, (_text, at) => `text ${at + 1501}`),
  );
  expect(found.filter(({ isMarked }) => isMarked).map(({ number }) => number)).toEqual([1600]);
  expect(ring.isMarked(1601)).toBe(false);
  const at = (number: number) => view.at(number)?.text;
  expect([1500, 1501, 3000, 3001].map(at)).toEqual([
    undefined,
    'text 1501',
    'text 3000',
    undefined,
  ]);
  expect([1600, 1601].map((number) => view.at(number)?.isMarked)).toEqual([true, false]);
});

test('removes a mark with its text, so that the next text does not have it', () => {
  const ring = ringOf(1000);
  for (let i = 0; i < 1000; i++) ring.push('text');
  for (let number = 1; number <= 1000; number++) ring.mark(number);
  expect(ring.isMarked(1000)).toBe(true);
  for (let i = 0; i < 5000; i++) ring.push('text');
  expect(foundIn(ring.view()).filter(({ isMarked }) => isMarked)).toEqual([]);
});
