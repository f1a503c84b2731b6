import { expect, test } from 'vitest';
import { Claims, MAX_OWN_CLAIMS } from '../../src/storage/claims.ts';

const LIFE = 1000;

function claimsOf(options: object = {}) {
  const claims = new Claims({ lifeMs: LIFE, ...options });
  const claim = (scope: number, name: string, atMs: number, how: object = {}) =>
    claims.claim(
      { scope, name, atMs, sharedMs: atMs, ownClock: false, ...how },
      (number) => `${number} ${name}`,
    );
  return { claims, claim };
}

test('a name is held for its time, within its scope, and its text has the number of its claim', () => {
  const { claims, claim } = claimsOf();
  expect([claim(1, 'a', 0), claim(1, 'a', LIFE - 1), claim(2, 'a', LIFE - 1)]).toEqual([1, 0, 2]);
  expect(claim(1, 'a', LIFE)).toBe(3);
  expect([1, 2, 3].map((number) => claims.read(number))).toEqual(['1 a', '2 a', '3 a']);
  expect([1, 2, 3, 4].map((number) => claims.scopeOf(number))).toEqual([1, 2, 1, undefined]);
  expect(claims.find(1, 'a', LIFE)).toBe(3);
});

test('a refused claim changes nothing, and writes no text', () => {
  const { claims, claim } = claimsOf();
  claim(1, 'a', 0);
  const write = () => {
    throw new Error('not to be called');
  };
  const again = { scope: 1, name: 'a', atMs: 1, sharedMs: 1, ownClock: false };
  expect(claims.claim(again, write)).toBe(0);
  expect(claims.next).toBe(2);
});

test('a scope with its own clock uses that clock, and sees its earlier claims', () => {
  const { claims, claim } = claimsOf();
  claim(1, 'before', 0);
  const own = { ownClock: true, sharedMs: 0 };
  expect(claim(1, 'before', LIFE - 1, own)).toBe(0);
  expect(claim(1, 'a', 5 * LIFE, own)).toBe(2);
  expect([claims.find(1, 'a', 6 * LIFE - 1), claims.find(1, 'a', 6 * LIFE)]).toEqual([2, 0]);
  expect(claim(1, 'before', 5 * LIFE, own)).toBe(3);
  expect(claim(2, 'b', 1)).toBe(4); // claims on the common clock continue, and numbers still match
  expect(claims.read(4)).toBe('4 b');
  claims.forget(1);
  expect(claims.find(1, 'a', 5 * LIFE)).toBe(0);
});

test('a scope with its own clock holds a limited number of names: the oldest become free early', () => {
  const { claims, claim } = claimsOf({ capacity: 0 });
  const own = { ownClock: true, sharedMs: 0 };
  for (let i = 0; i <= MAX_OWN_CLAIMS; i++) claim(1, `${i}`, 0, own);
  expect(claims.find(1, '0', 0)).toBe(0);
  expect(claims.find(1, '1', 0)).toBe(2);
  expect(claims.find(1, `${MAX_OWN_CLAIMS}`, 0)).toBe(MAX_OWN_CLAIMS + 1);
});

test('an expired claim takes a number and holds nothing', () => {
  const { claims, claim } = claimsOf();
  expect(claim(1, 'a', 0, { expired: true, sharedMs: 5 * LIFE })).toBe(1);
  expect(claims.find(1, 'a', 0)).toBe(0);
  expect(claims.read(1)).toBe('1 a');
});

test('if claims end with their text, a name whose text was evicted is free', () => {
  const evicted: number[] = [];
  const onEvicted = (number: number) => void evicted.push(number);
  const { claims, claim } = claimsOf({ capacity: 2, endsWithText: true, onEvicted });
  for (const name of ['a', 'b', 'c']) claim(1, name, 0);
  claim(2, 'd', 0, { ownClock: true });
  expect(evicted).toEqual([1, 2]);
  expect(['a', 'b', 'c'].map((name) => claims.find(1, name, 0))).toEqual([0, 0, 3]);
  for (const name of ['e', 'f']) claim(1, name, 0);
  expect(claims.find(2, 'd', 0)).toBe(0);
});
