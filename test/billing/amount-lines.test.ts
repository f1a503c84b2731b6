/**
 * Every row of docs/stripe/invoice-lines.md#per-unit-examples,
 * docs/stripe/invoice-lines.md#package-examples, and its usage lines.
 */
import { describe, expect, test } from 'vitest';
import { type AmountLine, linesFor, totalOf } from '../../src/billing/amount-lines.ts';
import type { PriceTerms } from '../../src/billing/price-terms.ts';
import { shownQuantity } from '../../src/billing/shown-quantity.ts';
import { subtract, toSafeInteger, toText } from '../../src/metering/decimal.ts';
import { decimal, perUnit, type TierText, tiered } from './terms.ts';

/** `1031 → 112`, one for each line. */
const shown = (lines: AmountLine[]) =>
  lines.map(({ quantity, amount }) => `${toText(quantity)} → ${toText(amount)}`);
const lines = (terms: PriceTerms, usage: string) => linesFor(terms, decimal(usage));
const total = (terms: PriceTerms, usage: string) => toText(totalOf(lines(terms, usage)));

describe('per unit', () => {
  test.each([
    ['P1', '0.05', '30', '2'],
    ['P2', '0.000035', '1000000', '35'],
    ['P3', '0.000035', '14285', '0'],
    ['P4', '0.000035', '14286', '1'],
    ['P5', '0.000000000001', '500000000000', '1'],
    ['P6', '0.000000000001', '499999999999', '0'],
    ['P7', '100', '2.5', '250'],
    ['P8', '33.3', '2.5', '83'],
    ['P10, jpy', '0.5', '3', '2'],
    ['P11, jpy', '0.35', '7', '2'],
  ])('%s: %s times %s is %s', (_, price, usage, amount) => {
    expect(lines(perUnit(price), usage)).toEqual([
      {
        kind: 'unit',
        tier: null,
        quantity: decimal(usage),
        amount: decimal(amount),
        unitAmount: decimal(price),
      },
    ]);
  });

  test('P7: shows the quantity truncated, and as an exact decimal', () => {
    const [line] = lines(perUnit('100'), '2.5') as [AmountLine];
    expect(shownQuantity(line.quantity)).toEqual({ quantity: 2, quantityDecimal: '2.5' });
  });

  test('P9: events of +5 and −10 bill a quantity of 0', () => {
    const [line] = linesFor(perUnit('10'), subtract(5, 10)) as [AmountLine];
    expect(line).toMatchObject({ quantity: 0, amount: 0 });
  });
});

describe('graduated and volume', () => {
  const tiers: TierText[] = [
    ['5', '700', '-'],
    ['10', '650', '-'],
    ['inf', '600', '-'],
  ];

  test.each([
    ['0', ['0 → 0'], '0', '0 → 0', '0'],
    ['1', ['1 → 700'], '700', '1 → 700', '700'],
    ['5', ['5 → 3500'], '3500', '5 → 3500', '3500'],
    ['6', ['5 → 3500', '1 → 650'], '4150', '6 → 3900', '3900'],
    ['10', ['5 → 3500', '5 → 3250'], '6750', '10 → 6500', '6500'],
    ['11', ['5 → 3500', '5 → 3250', '1 → 600'], '7350', '11 → 6600', '6600'],
    ['20', ['5 → 3500', '5 → 3250', '10 → 6000'], '12750', '20 → 12000', '12000'],
    ['25', ['5 → 3500', '5 → 3250', '15 → 9000'], '15750', '25 → 15000', '15000'],
  ])('usage %s', (usage, graduated, graduatedTotal, volume, volumeTotal) => {
    const [byTier, whole] = [tiered('graduated', tiers), tiered('volume', tiers)];
    expect(shown(lines(byTier, usage))).toEqual(graduated);
    expect(total(byTier, usage)).toBe(graduatedTotal);
    expect(shown(lines(whole, usage))).toEqual([volume]);
    expect(total(whole, usage)).toBe(volumeTotal);
  });

  test('the lines name their tiers and prices', () => {
    expect(lines(tiered('graduated', tiers), '6')).toEqual([
      { kind: 'tier_unit', tier: 1, quantity: 5, amount: 3500, unitAmount: 700 },
      { kind: 'tier_unit', tier: 2, quantity: 1, amount: 650, unitAmount: 650 },
    ]);
    expect(lines(tiered('volume', tiers), '6')).toEqual([
      { kind: 'tier_unit', tier: 2, quantity: 6, amount: 3900, unitAmount: 650 },
    ]);
  });

  test('a volume total can fall as usage rises', () => {
    const terms = tiered('volume', [
      ['10000', '50', '-'],
      ['inf', '40', '-'],
    ]);
    expect(total(terms, '10000')).toBe('500000');
    expect(total(terms, '10001')).toBe('400040');
  });
});

describe('unit and flat amounts', () => {
  const tiers: TierText[] = [
    ['5', '500', '1000'],
    ['10', '400', '2000'],
    ['15', '300', '3000'],
    ['20', '200', '4000'],
    ['inf', '100', '5000'],
  ];

  test.each([
    ['graduated', '0', ['0 → 0', '0 → 1000'], '1000'],
    ['graduated', '5', ['5 → 2500', '0 → 1000'], '3500'],
    [
      'graduated',
      '12',
      ['5 → 2500', '0 → 1000', '5 → 2000', '0 → 2000', '2 → 600', '0 → 3000'],
      '11100',
    ],
    [
      'graduated',
      '25',
      [
        ...['5 → 2500', '0 → 1000', '5 → 2000', '0 → 2000', '5 → 1500', '0 → 3000'],
        ...['5 → 1000', '0 → 4000', '5 → 500', '0 → 5000'],
      ],
      '22500',
    ],
    ['volume', '0', ['0 → 0', '0 → 1000'], '1000'],
    ['volume', '5', ['5 → 2500', '0 → 1000'], '3500'],
    ['volume', '12', ['12 → 3600', '0 → 3000'], '6600'],
    ['volume', '25', ['25 → 2500', '0 → 5000'], '7500'],
  ] as const)('%s, usage %s', (mode, usage, expected, sum) => {
    const terms = tiered(mode, tiers);
    expect(shown(lines(terms, usage))).toEqual(expected);
    expect(total(terms, usage)).toBe(sum);
  });

  test('a flat line has quantity 0 and shows the flat amount as its price', () => {
    expect(lines(tiered('volume', tiers), '12')[1]).toEqual({
      kind: 'tier_flat',
      tier: 3,
      quantity: 0,
      amount: 3000,
      unitAmount: 3000,
    });
  });
});

describe('two recorded invoices', () => {
  const credits = tiered('graduated', [
    ['1000', '0', '900'],
    ['inf', '3.6', '0'],
  ]);

  test.each([
    ['1031', ['1000 → 0', '0 → 900', '31 → 112', '0 → 0'], '1012'],
    ['1001', ['1000 → 0', '0 → 900', '1 → 4', '0 → 0'], '904'],
    ['1000', ['1000 → 0', '0 → 900'], '900'],
    ['0', ['0 → 0', '0 → 900'], '900'],
  ])('2022, usage %s', (usage, expected, sum) => {
    expect(shown(lines(credits, usage))).toEqual(expected);
    expect(total(credits, usage)).toBe(sum);
  });

  test.each([
    ['0', ['0 → 0', '0 → 999'], '999'],
    ['150000', ['100000 → 0', '0 → 999', '50000 → 1000'], '1999'],
  ])('2020, no unit amount in the first tier, usage %s', (usage, expected, sum) => {
    const terms = tiered('graduated', [
      ['100000', '-', '999'],
      ['inf', '0.02', '-'],
    ]);
    expect(shown(lines(terms, usage))).toEqual(expected);
    expect(total(terms, usage)).toBe(sum);
  });
});

describe('rounding is per line', () => {
  const halves: TierText[] = [
    ['3', '0.5', '-'],
    ['inf', '0.5', '-'],
  ];
  const small: TierText[] = [
    ['10', '0.25', '-'],
    ['inf', '0.125', '-'],
  ];

  test.each([
    ['graduated', halves, '6', ['3 → 2', '3 → 2'], '4'],
    ['volume', halves, '6', ['6 → 3'], '3'],
    ['graduated', halves, '4', ['3 → 2', '1 → 1'], '3'],
    ['graduated', small, '12.5', ['10 → 3', '2.5 → 0'], '3'],
    ['graduated', small, '10.000000000001', ['10 → 3', '0.000000000001 → 0'], '3'],
  ] as const)('%s %j, usage %s', (mode, tiers, usage, expected, sum) => {
    expect(shown(lines(tiered(mode, tiers), usage))).toEqual(expected);
    expect(total(tiered(mode, tiers), usage)).toBe(sum);
  });
});

describe('packages', () => {
  test.each([
    ['1000', '60', 'up', '150', '3000'],
    ['1000', '60', 'down', '150', '2000'],
    ['1000', '5', 'up', '1', '1000'],
    ['1000', '5', 'up', '3', '1000'],
    ['1000', '5', 'up', '5', '1000'],
    ['1000', '5', 'up', '6', '2000'],
    ['1000', '5', 'up', '7', '2000'],
    ['8', '60', 'up', '9892', '1320'],
    ['8', '60', 'up', '60.000001', '16'],
    ['4', '100', 'up', '10001', '404'],
    ['1000', '60', 'up', '0', '0'],
    ['1000', '60', 'down', '0', '0'],
    ['1000', '60', 'down', '59', '0'],
  ] as const)('%s per %s, %s, usage %s is %s', (price, by, round, usage, amount) => {
    expect(lines(perUnit(price, [by, round]), usage)).toEqual([
      {
        kind: 'package',
        tier: null,
        quantity: decimal(usage),
        amount: decimal(amount),
        unitAmount: decimal(price),
      },
    ]);
  });

  test('an amount with decimals is rounded after the packages are counted', () => {
    expect(total(perUnit('0.5', ['60', 'up']), '121')).toBe('2');
  });
});

describe('usage lines beside a fee', () => {
  test.each([
    ['250000', ['100000 → 0', '150000 → 15000']],
    ['99999', ['99999 → 0']],
    ['100001', ['100000 → 0', '1 → 0']],
    ['100005', ['100000 → 0', '5 → 1']],
  ])('usage %s', (usage, expected) => {
    const terms = tiered('graduated', [
      ['100000', '0', '-'],
      ['inf', '0.1', '-'],
    ]);
    expect(shown(lines(terms, usage))).toEqual(expected);
  });
});

describe('amounts too large for a double', () => {
  test('stay exact, and cannot be written as JSON numbers', () => {
    const [line] = lines(perUnit('99.999999999999'), '1000000000000000000') as [AmountLine];
    expect(toText(line.amount)).toBe('99999999999999000000');
    expect(toSafeInteger(line.amount)).toBeUndefined();
  });

  test('a total can be too large even if each line is not', () => {
    const terms = tiered('graduated', [
      ['1', '9007199254740991', '-'],
      ['inf', '1', '-'],
    ]);
    const sum = totalOf(lines(terms, '2'));
    expect(toText(sum)).toBe('9007199254740992');
    expect(toSafeInteger(sum)).toBeUndefined();
  });
});
