import { expect, test } from 'vitest';
import { MAX_WEIGHT, Ring } from '../../src/metering/ring.ts';

const dropped: string[] = [];
const ringOf = (capacity: number) => new Ring<string>({ capacity, weigh: (entry) => entry.length, onDrop: (entry) => dropped.push(entry.slice(0, 1)) });

test('keeps the last entries by number', () => {
  const ring = ringOf(3);
  for (const entry of ['a', 'b', 'c', 'd', 'e']) ring.push(entry);
  expect([ring.first, ring.next, ring.dropped]).toEqual([3, 6, 2]);
  expect([1, 2, 3, 5, 6].map((number) => ring.at(number))).toEqual([undefined, undefined, 'c', 'e', undefined]);
  expect([...ring.newestFirst()]).toEqual(['e', 'd', 'c']);
  expect([...ring.newestFirst(5)]).toEqual(['d', 'c']);
});

test('a ring of none counts only', () => {
  const ring = ringOf(0);
  for (const entry of ['a', 'b']) ring.push(entry);
  expect([[...ring.newestFirst()], ring.dropped, ring.next]).toEqual([[], 2, 3]);
});

test('heavy entries make room by weight', () => {
  const ring = ringOf(1000);
  dropped.length = 0;
  for (const letter of ['a', 'b', 'c']) ring.push(letter.repeat(MAX_WEIGHT / 2));
  expect([ring.first, ring.next, dropped]).toEqual([2, 4, ['a']]);
});
