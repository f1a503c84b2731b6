import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdentifierWindow, WINDOW_MS } from '../../src/storage/identifier-window.ts';
import { runs } from '../runs.ts';

const DAY = 86_400_000;

test('an identifier is held for 24 hours to the millisecond', () => {
  const window = new IdentifierWindow();
  expect(window.claim(1, 'id', 1000)).toBe(1);
  expect(window.claim(1, 'id', 1000 + DAY - 1)).toBe(0);
  expect(window.claim(1, 'id', 1000 + DAY)).toBe(2);
  expect(window.claim(1, 'id', 1000 + DAY + 1)).toBe(0);
});

test('scopes never collide, however they are written', () => {
  const window = new IdentifierWindow();
  expect(window.claim(1, 'b', 0)).toBe(1);
  expect(window.claim(2, 'b', 0)).toBe(2);
  expect(window.claim(12, '', 0)).toBe(3);
  expect(window.claim(1, '2', 0)).toBe(4);
  expect(window.claim(0, '12', 0)).toBe(5);
  expect(window.claim(2 ** 32 - 1, 'b', 0)).toBe(6);
});

test('`holder` returns the ordinal of the claim and changes nothing', () => {
  const window = new IdentifierWindow();
  window.claim(1, 'x', 0);
  window.claim(1, 'y', 0);
  expect(window.holder(1, 'y', 5)).toBe(2);
  expect(window.holder(1, 'z', 5)).toBe(0);
  expect(window.holder(1, 'y', DAY)).toBe(0);
  expect(window.next).toBe(3);
});

test('identifiers that look alike in Unicode are different', () => {
  const window = new IdentifierWindow();
  const identifiers = ['é', 'e\u0301', 'É', ' é', 'é ', '', '\0', '__proto__'];
  expect(identifiers.map((identifier) => window.claim(1, identifier, 0))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
});

/** Many claims, so that chunks fill, expire and are dropped, and the table splits many times. */
test('agrees with a plain model over many chunks', () => {
  const window = new IdentifierWindow();
  const model = new Map<string, number>();
  let now = 0;
  let ordinal = 0;
  for (let i = 0; i < 120_000; i++) {
    now += (i * 7919) % 3000; // about two days in all
    const identifier = `id-${(i * 7919) % 45_007}`;
    const since = model.get(identifier);
    const free = since === undefined || now - since >= WINDOW_MS;
    if (free) model.set(identifier, now);
    const expected = free ? ++ordinal : 0;
    if (window.claim(1, identifier, now) !== expected)
      expect.fail(`claim ${i} of ${identifier} at ${now}`);
  }
  expect(ordinal).toBeGreaterThan(70_000);
  expect(window.size).toBeLessThan(ordinal);
});

test('agrees with a plain model, whatever the steps', () => {
  const step = fc.record({
    identifier: fc.constantFrom('a', 'b', 'c', 'd'),
    scope: fc.constantFrom(1, 2),
    laterMs: fc.oneof(fc.constantFrom(0, 1, DAY - 1, DAY, DAY + 1, 60 * DAY), fc.nat(DAY)),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const window = new IdentifierWindow();
      const model = new Map<string, { sinceMs: number; ordinal: number }>();
      let now = 0;
      let ordinal = 0;
      for (const { identifier, scope, laterMs } of steps) {
        now += laterMs;
        const key = `${scope}/${identifier}`;
        const held = model.get(key);
        const holds = held !== undefined && now - held.sinceMs < DAY;
        expect(window.holder(scope, identifier, now)).toBe(holds ? held.ordinal : 0);
        expect(window.claim(scope, identifier, now)).toBe(holds ? 0 : ++ordinal);
        if (!holds) model.set(key, { sinceMs: now, ordinal });
      }
    }),
    { numRuns: runs(500) },
  );
});

test('a chunk older than 32 bits of milliseconds keeps exact times', () => {
  const window = new IdentifierWindow();
  window.claim(1, 'old', 0);
  const late = 2 ** 32 + 5;
  expect(window.claim(1, 'x', late)).toBe(2);
  expect(window.claim(1, 'x', late + DAY - 1)).toBe(0);
  expect(window.claim(1, 'old', late + DAY - 1)).toBe(3);
  expect(window.claim(1, 'x', late + DAY)).toBe(4);
});

test('works with another window length, and with claims that are forgotten early', () => {
  const window = new IdentifierWindow(1000);
  for (let i = 0; i < 40_000; i++) window.claim(1, `${i}`, 0);
  window.forgetBelow(39_990);
  expect([
    window.holder(1, '39988', 999),
    window.holder(1, '39989', 999),
    window.holder(1, '39989', 1000),
  ]).toEqual([0, 39_990, 0]);
  expect(window.size).toBeLessThan(10_000); // whole chunks were dropped
  expect(window.claim(1, '5', 999)).toBe(40_001);
  expect(window.claim(1, '39999', 999)).toBe(0);
});

test('agrees with a plain model when claims are forgotten early and their memory is reused', () => {
  const lifeMs = 5000;
  const window = new IdentifierWindow(lifeMs);
  const model = new Map<string, { sinceMs: number; ordinal: number }>();
  let now = 0;
  let ordinal = 0;
  let forgotten = 1;
  for (let i = 0; i < 200_000; i++) {
    if (i % 3 === 0) now++;
    if (i % 70_001 === 70_000) now += 2 ** 32; // all expire
    if (i % 9001 === 0)
      window.forgetBelow((forgotten = Math.max(forgotten, window.next - ((i * 7919) % 20_000))));
    const identifier = `id-${(i * 104_729) % 12_007}`;
    const held = model.get(identifier);
    const holds = held !== undefined && now - held.sinceMs < lifeMs && held.ordinal >= forgotten;
    if (window.claim(1, identifier, now) !== (holds ? 0 : ordinal + 1))
      expect.fail(`claim ${i} of ${identifier} at ${now}`);
    if (!holds) model.set(identifier, { sinceMs: now, ordinal: ++ordinal });
  }
  expect(ordinal).toBeGreaterThan(100_000);
  expect(ordinal).toBeLessThan(195_000);
  expect(window.size).toBeLessThan(60_000);
});

test('memory stays flat from one day of claims to the next', () => {
  const window = new IdentifierWindow();
  const perDay = 200_000;
  const bytes: number[] = [];
  for (let day = 0; day < 4; day++) {
    for (let i = 0; i < perDay; i++)
      window.claim(1, `${day}-${i}`, day * DAY + Math.floor((i * DAY) / perDay));
    bytes.push(window.bytes);
  }
  expect(bytes[3]).toBeLessThanOrEqual((bytes[1] as number) * 1.1);
  expect((bytes[3] as number) / perDay).toBeLessThan(40);
});
