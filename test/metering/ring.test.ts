import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ring } from '../../src/metering/ring.ts';

const ringOf = (capacity: number) => new Ring({ capacity });

test('keeps the last entries by number', () => {
  const ring = ringOf(3);
  for (const entry of ['a', 'b', 'c', 'd', 'e']) ring.push(entry);
  expect([ring.first, ring.next, ring.dropped]).toEqual([3, 6, 2]);
  expect([1, 2, 3, 5, 6].map((number) => ring.at(number))).toEqual([undefined, undefined, 'c', 'e', undefined]);
  expect([...ring.newestFirst()]).toEqual([5, 4, 3]);
  expect([...ring.newestFirst(5)]).toEqual([4, 3]);
});

test('a ring of none counts only', () => {
  const ring = ringOf(0);
  for (const entry of ['a', 'b']) ring.push(entry);
  expect([[...ring.newestFirst()], ring.dropped, ring.next]).toEqual([[], 2, 3]);
});

test('heavy texts make room by their bytes', () => {
  const ring = new Ring({ maxBytes: 1000 });
  for (const letter of ['a', 'b', 'ü']) ring.push(letter.repeat(letter === 'ü' ? 250 : 500));
  expect([ring.first, ring.next]).toEqual([2, 4]);
  ring.push('x'.repeat(1001));
  expect([...ring.newestFirst()]).toEqual([]);
});

test('heavy texts leave no more behind than light ones', () => {
  const ring = new Ring({ maxBytes: 1_000_000 });
  for (let i = 0; i < 1500; i++) ring.push('x'.repeat(i % 3 === 0 ? 900_000 : 100));
  expect(ring.memoryBytes).toBeLessThan(1_600_000);
  for (let i = 0; i < 200_000; i++) ring.push('text');
  expect(ring.memoryBytes).toBeLessThan(6_000_000);
});

test('whoever wants is told of each that is let go, by number and tag', () => {
  const dropped: number[][] = [];
  const ring = new Ring({ capacity: 2, onDrop: (number, tag) => dropped.push([number, tag]) });
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
      fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant('ü'.repeat(9000)), fc.constant('z'.repeat(100_000))), { minLength: 1 }),
      (capacity, count, texts) => {
        const ring = ringOf(capacity);
        const list = Array.from({ length: count }, (_text, at) => `${at}${texts[at % texts.length]}`);
        for (const text of list) ring.push(text);
        const first = Math.max(0, count - capacity);
        expect([ring.first, ring.next, ring.dropped]).toEqual([first + 1, count + 1, first]);
        expect([...ring.newestFirst()].map((number) => ring.at(number))).toEqual(list.slice(first).reverse());
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
  expect([...ring.newestFirst()].map((number) => ring.at(number))).toEqual(list.slice(-5000).reverse());
});
