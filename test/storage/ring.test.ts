import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ring } from '../../src/storage/ring.ts';

const ringOf = (capacity: number) => new Ring({ capacity });

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
  expect([...ring.newestFirst()]).toEqual([5, 4, 3]);
  expect([...ring.newestFirst(5)]).toEqual([4, 3]);
});

test('a ring of none counts only', () => {
  const ring = ringOf(0);
  for (const entry of ['a', 'b']) ring.push(entry);
  expect([[...ring.newestFirst()], ring.dropped, ring.next]).toEqual([[], 2, 3]);
});

const MIB = 2 ** 20;

test('heavy texts make room by their bytes', () => {
  const ring = new Ring({ maxBytes: MIB });
  for (const letter of ['a', 'b', 'ü'])
    ring.push(letter.repeat(letter === 'ü' ? 200_000 : 400_000));
  expect([ring.first, ring.next]).toEqual([2, 4]);
  expect(ring.at(3)).toBe('ü'.repeat(200_000));
  ring.push('x'.repeat(MIB));
  expect([[...ring.newestFirst()], ring.dropped]).toEqual([[], 4]);
});

test('64 MiB unless told otherwise', () => {
  const ring = new Ring({});
  for (let i = 0; i < 100; i++) ring.push('x'.repeat(MIB));
  expect(ring.memoryBytes).toBeGreaterThan(62 * MIB);
  expect(ring.memoryBytes).toBeLessThanOrEqual(64 * MIB);
});

test('the events of an ordinary sender are all kept, in little more than their bytes', () => {
  const ring = ringOf(100_000);
  for (let i = 0; i < 120_000; i++) ring.push('x'.repeat(240));
  expect([ring.dropped, ring.at(20_001)]).toEqual([20_000, 'x'.repeat(240)]);
  expect(ring.memoryBytes).toBeLessThan(1.2 * 100_000 * 240);
});

test('heavy texts leave no more behind than light ones', () => {
  const ring = new Ring({ maxBytes: 1_500_000 });
  for (let i = 0; i < 1500; i++) ring.push('x'.repeat(i % 3 === 0 ? 900_000 : 100));
  expect(ring.memoryBytes).toBeLessThanOrEqual(1_500_000);
  for (let i = 0; i < 200_000; i++) ring.push('text');
  expect(ring.memoryBytes).toBeLessThanOrEqual(1_500_000);
});

/** Around every bound: what a block begins with, half a block, a block, and more than one. */
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

test('it never takes more memory than it may, whatever the sizes', () => {
  const maxBytes = 2 * MIB;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1500 }),
      fc.array(fc.tuple(size, fc.integer({ min: 1, max: 1200 })), { maxLength: 8 }),
      (capacity, runs) => {
        const ring = new Ring({ capacity, maxBytes });
        const lengths: number[] = [];
        for (const [length, times] of runs) {
          for (let i = 0; i < Math.min(times, 6_000_000 / (length + 1)); i++) {
            ring.push('x'.repeat(length));
            lengths.push(length);
            if (ring.memoryBytes > maxBytes) throw new Error(`${ring.memoryBytes} bytes`);
          }
        }
        const kept = [...ring.newestFirst()];
        expect(kept.map((number) => ring.at(number)?.length)).toEqual(
          lengths.slice(lengths.length - kept.length).reverse(),
        );
        expect(ring.dropped).toBe(lengths.length - kept.length);
      },
    ),
    { numRuns: 20 },
  );
});

test('whoever wants is told of each that is let go, by number and tag', () => {
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
          fc.string({ unit: 'binary', maxLength: 40 }),
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
        expect([...ring.newestFirst()].map((number) => ring.at(number))).toEqual(
          list.slice(first).reverse(),
        );
        expect(ring.at(first)).toBeUndefined();
      },
    ),
    { numRuns: 40 },
  );
});

test('agrees with a plain list over many blocks', () => {
  const ring = ringOf(5000);
  const list = Array.from({ length: 20_000 }, (_text, at) => 'ab'.repeat(at % 700));
  for (const text of list) ring.push(text);
  expect([...ring.newestFirst()].map((number) => ring.at(number))).toEqual(
    list.slice(-5000).reverse(),
  );
});
