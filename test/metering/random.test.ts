import { expect, test } from 'vitest';
import { Random } from '../../src/metering/random.ts';

const draws = (random: Random) =>
  Array.from({ length: 8 }, () => [random.token(14), random.uuid(), random.chance(0.5)]);

test('a seed gives everyone the same sequence, and again after a reset', () => {
  const random = new Random(7);
  const first = draws(random);
  expect(draws(new Random(7))).toEqual(first);
  expect(draws(new Random(8))).not.toEqual(first);
  expect(draws(random)).not.toEqual(first);
  random.reset();
  expect(draws(random)).toEqual(first);
  expect(random.isSeeded).toBe(true);
});

test('without a seed, a reset does not restart the sequence', () => {
  const random = new Random();
  const tokens = Array.from({ length: 1000 }, (_token, at) => {
    if (at % 3 === 0) random.reset();
    return random.token(14);
  });
  expect(new Set(tokens).size).toBe(1000);
  expect(random.isSeeded).toBe(false);
});

test('tokens and UUIDs have the form of Stripe’s', () => {
  for (const random of [new Random(), new Random(0), new Random(-(2 ** 31))]) {
    expect(random.token(14)).toMatch(/^[A-Za-z0-9]{14}$/);
    expect(random.uuid()).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
  }
});
