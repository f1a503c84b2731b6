import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  type Decimal,
  decimalPlaces,
  parseDecimal,
  significantDigits,
  subtract,
  toFloatText,
  toText,
} from '../../src/metering/decimal.ts';

const read = (text: string) => parseDecimal(text) as Decimal;
const sum = (...texts: string[]) => toText(texts.map(read).reduce(add, 0));

test.each([
  ['10', '10', '10.0'],
  ['0', '0', '0.0'],
  ['-0', '0', '0.0'],
  ['007', '7', '7.0'],
  ['-1.250', '-1.25', '-1.25'],
  ['.5', '0.5', '0.5'],
  ['5.', '5', '5.0'],
  ['-.05', '-0.05', '-0.05'],
  ['9007199254740993', '9007199254740993', '9007199254740993.0'],
  ['0.1000', '0.1', '0.1'],
])('%s is %s, as a float %s', (text, plain, float) => {
  expect(toText(read(text))).toBe(plain);
  expect(toFloatText(read(text))).toBe(float);
});

test.each([
  '',
  ' ',
  '.',
  '-',
  '1e3',
  '+5',
  '1,5',
  ' 5',
  '5 ',
  '0x10',
  'abc',
  'NaN',
  'Infinity',
  '٣',
  '1'.repeat(401),
])('%j is no number', (text) => {
  expect(parseDecimal(text)).toBeUndefined();
});

test('a hundred times 0.1 is 10', () => {
  expect(toFloatText(Array.from({ length: 100 }, () => read('0.1')).reduce(add, 0))).toBe('10.0');
});

test('sums stay exact beyond what a double holds', () => {
  expect(sum('999999999999999', '999999999999999', '0.000000000001')).toBe(
    '1999999999999998.000000000001',
  );
  expect(sum('9007199254740991', '1', '1')).toBe('9007199254740993');
});

test.each([
  ['123456789012345', 15],
  ['1234567890123456', 16],
  ['0.0001234', 4],
  ['1000000000000000000', 1],
  ['-1.50', 2],
  ['0', 0],
  ['10.01', 4],
])('%s has %i significant digits', (text, digits) => {
  expect(significantDigits(text)).toBe(digits);
});

test.each([
  ['0.0000000000001', 13],
  ['43.8996644020081', 13],
  ['-.000000000001', 12],
  ['0.1000000000000000', 1],
  ['1.0000000000000', 0],
  ['12345678901234567890', 0],
  ['5.', 0],
])('%s has %i decimals', (text, decimals) => {
  expect(decimalPlaces(text)).toBe(decimals);
});

test('what was added can be taken back, in any order', () => {
  const value = fc.tuple(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.nat(12)).map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
    return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
  });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 30 }), (texts) => {
      const values = texts.map(read);
      const total = values.reduce(add, 0);
      expect(toText([...values].reverse().reduce(subtract, total))).toBe('0');
      const scaled = texts.reduce(
        (units, text) =>
          units +
          BigInt(text.replace('.', '')) * 10n ** BigInt(12 - (text.length - text.indexOf('.') - 1)),
        0n,
      );
      expect(toText(subtract(total, { units: scaled, scale: 12 }))).toBe('0');
    }),
  );
});
