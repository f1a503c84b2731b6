import { expect, test } from 'vitest';
import { parseAmountDecimal, tiersFault } from '../../src/billing/price-terms.ts';
import { type Decimal, toText } from '../../src/metering/decimal.ts';
import { decimal, type TierText, tierOf } from './terms.ts';

test.each(['0', '1000', '0.05', '123.45', '0.000000000001', '.5', '99999999999.999999999999'])(
  'accepts an amount of %s',
  (text) => {
    expect(parseAmountDecimal(text)).toEqual(decimal(text));
  },
);

test.each([
  ['', 'not_a_decimal'],
  ['ten', 'not_a_decimal'],
  ['1e-6', 'not_a_decimal'],
  ['1,5', 'not_a_decimal'],
  ['$1', 'not_a_decimal'],
  ['-1', 'negative'],
  ['-0.000000000001', 'negative'],
  ['0.0000000000001', 'too_many_decimals'],
  ['1.1234567890123', 'too_many_decimals'],
])('%j is not an amount: %s', (text, fault) => {
  expect(parseAmountDecimal(text)).toBe(fault);
});

test('trailing zeros do not count as decimals', () => {
  const value = parseAmountDecimal('0.0500000000000000');
  expect(toText(value as Decimal)).toBe('0.05');
});

test.each<[TierText[], ReturnType<typeof tiersFault>]>([
  [[['inf', '1', '-']], undefined],
  [
    [
      ['1', '-', '0'],
      ['2', '0', '-'],
      ['inf', '1', '1'],
    ],
    undefined,
  ],
  [[], { fault: 'no_tiers', index: 0 }],
  [
    [
      ['1', '1', '-'],
      ['inf', '-', '-'],
    ],
    { fault: 'missing_amount', index: 1 },
  ],
  [
    [
      ['1', '1', '-'],
      ['2', '1', '-'],
    ],
    { fault: 'last_has_end', index: 1 },
  ],
  [
    [
      ['inf', '1', '-'],
      ['inf', '1', '-'],
    ],
    { fault: 'end_missing', index: 0 },
  ],
  [
    [
      ['5', '1', '-'],
      ['5', '1', '-'],
      ['inf', '1', '-'],
    ],
    { fault: 'not_rising', index: 1 },
  ],
  [
    [
      ['0', '1', '-'],
      ['inf', '1', '-'],
    ],
    { fault: 'not_rising', index: 0 },
  ],
])('tiers %j: %j', (tiers, fault) => {
  expect(tiersFault(tiers.map(tierOf))).toEqual(fault);
});
