/** Compares random prices and quantities with a plain model that uses only whole bigints. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesFor, totalOf } from '../../src/billing/amount-lines.ts';
import { toText } from '../../src/metering/decimal.ts';
import { runs } from '../runs.ts';
import { decimal, perUnit, type TierText, tiered } from './terms.ts';

/** Twelve decimals: everything below is counted in units of 10^-12, products in 10^-24. */
const ONE = 10n ** 12n;

/** A number of units of 10^-12 as text, always with twelve decimals. */
const written = (units: bigint) => `${units / ONE}.${String(units % ONE).padStart(12, '0')}`;

/** Rounds a number of units of 10^-24 to the nearest whole, by doubling: halves go up. */
const nearest = (product: bigint) => {
  const one = ONE * ONE;
  const rest = product % one;
  return product / one + (rest * 2n >= one ? 1n : 0n);
};

/** Small and large, whole and fractional, and many whose products end in exactly a half. */
const amount = fc.oneof(
  fc.bigInt(0n, 10n ** 15n),
  fc.bigInt(0n, 1000n).map((whole) => whole * ONE),
  fc.constantFrom(0n, 1n, ONE / 2n, ONE / 8n, ONE / 20n, 35_000_000n),
);
const quantity = fc.oneof(
  fc.bigInt(0n, 40n).map((whole) => whole * ONE),
  fc.bigInt(0n, 40n * ONE),
  fc.bigInt(0n, 10n ** 27n),
  fc.bigInt(-5n, -1n).map((whole) => whole * ONE),
);

interface ModelTier {
  /** The last whole unit, or none. */
  upTo: bigint | undefined;
  unit: bigint | undefined;
  flat: bigint | undefined;
}

const prices = fc
  .tuple(fc.option(amount, { nil: undefined }), fc.option(amount, { nil: undefined }))
  .map(([unit, flat]) =>
    unit === undefined && flat === undefined ? { unit: 0n, flat } : { unit, flat },
  );
const tiers = fc
  .tuple(
    fc.uniqueArray(fc.bigInt(1n, 40n), { maxLength: 5 }),
    fc.array(prices, { minLength: 6, maxLength: 6 }),
  )
  .map(([ends, all]): ModelTier[] => {
    const rising = ends.toSorted((a, b) => Number(a - b));
    return [...rising, undefined].map((upTo, index) => ({
      upTo,
      ...(all[index] as (typeof all)[0]),
    }));
  });

const text = (value: bigint | undefined) => (value === undefined ? '-' : written(value));
const termsOf = (mode: 'graduated' | 'volume', model: readonly ModelTier[]) =>
  tiered(
    mode,
    model.map(
      ({ upTo, unit, flat }): TierText => [
        upTo === undefined ? 'inf' : String(upTo),
        text(unit),
        text(flat),
      ],
    ),
  );

type ModelLine = [tier: number, quantity: bigint, amount: bigint];

function tierLines(tier: ModelTier, number: number, part: bigint): ModelLine[] {
  const unit: ModelLine = [number, part, nearest(part * (tier.unit ?? 0n))];
  return tier.flat === undefined ? [unit] : [unit, [number, 0n, nearest(tier.flat * ONE)]];
}

/** Fills one tier after another until nothing of the quantity is left. */
function graduated(model: readonly ModelTier[], used: bigint): ModelLine[] {
  const lines: ModelLine[] = [];
  let left = used;
  let start = 0n;
  for (const [index, tier] of model.entries()) {
    if (index > 0 && left === 0n) break;
    const room = tier.upTo === undefined ? left : tier.upTo * ONE - start;
    const part = left < room ? left : room;
    lines.push(...tierLines(tier, index + 1, part));
    left -= part;
    start += room;
  }
  return lines;
}

function volume(model: readonly ModelTier[], used: bigint): ModelLine[] {
  const passed = model.filter(({ upTo }) => upTo !== undefined && upTo * ONE < used).length;
  return tierLines(model[passed] as ModelTier, passed + 1, used);
}

function check(mode: 'graduated' | 'volume', model: ModelTier[], given: bigint): void {
  const used = given < 0n ? 0n : given;
  const expected = (mode === 'graduated' ? graduated : volume)(model, used);
  const sign = given < 0n ? '-' : '';
  const lines = linesFor(
    termsOf(mode, model),
    decimal(sign + written(given < 0n ? -given : given)),
  );
  expect(lines.map((line) => [line.tier, toText(line.quantity), toText(line.amount)])).toEqual(
    expected.map(([tier, part, sum]) => [tier, toText(decimal(written(part))), String(sum)]),
  );
  expect(toText(totalOf(lines))).toBe(String(expected.reduce((sum, [, , each]) => sum + each, 0n)));
}

test.each(['graduated', 'volume'] as const)('%s tiers', (mode) => {
  fc.assert(
    fc.property(tiers, quantity, (model, used) => check(mode, model, used)),
    { numRuns: runs(1000) },
  );
});

test.each(['graduated', 'volume'] as const)('%s tiers, at and next to every bound', (mode) => {
  const beside = fc.constantFrom(-ONE, -1n, 0n, 1n, ONE);
  fc.assert(
    fc.property(tiers, fc.nat(4), beside, (model, which, step) => {
      const end = model[which % model.length]?.upTo ?? 0n;
      check(mode, model, end * ONE + step);
    }),
    { numRuns: runs(1000) },
  );
});

test('per unit', () => {
  fc.assert(
    fc.property(amount, quantity, (price, given) => {
      const used = given < 0n ? 0n : given;
      const usage = given < 0n ? `-${written(-given)}` : written(given);
      const [line] = linesFor(perUnit(written(price)), decimal(usage));
      expect(toText(line!.amount)).toBe(String(nearest(price * used)));
    }),
    { numRuns: runs(1000) },
  );
});

test.each(['up', 'down'] as const)('packages, rounded %s', (round) => {
  fc.assert(
    fc.property(amount, quantity, fc.bigInt(1n, 100n), (price, given, by) => {
      const used = given < 0n ? 0n : given;
      const usage = given < 0n ? `-${written(-given)}` : written(given);
      const full = used / (by * ONE);
      const begun = full * by * ONE < used ? full + 1n : full;
      const [line] = linesFor(perUnit(written(price), [String(by), round]), decimal(usage));
      expect(toText(line!.amount)).toBe(
        String(nearest((round === 'up' ? begun : full) * price * ONE)),
      );
      expect(toText(line!.quantity)).toBe(toText(decimal(written(used))));
    }),
    { numRuns: runs(1000) },
  );
});
