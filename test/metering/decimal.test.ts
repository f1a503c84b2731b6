import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  atLeastZero,
  compare,
  type Decimal,
  decimalPlaces,
  divideWhole,
  multiply,
  parseDecimal,
  roundHalfUp,
  significantDigits,
  smaller,
  subtract,
  toFloatText,
  toSafeInteger,
  toText,
  truncate,
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

test.each([
  ['2', '3', '6'],
  ['-2', '0', '0'],
  ['0.000000000001', '0.000000000001', '0.000000000000000000000001'],
  [
    '999999999999.999999999999',
    '999999999999.999999999999',
    '999999999999999999999998.000000000000000000000001',
  ],
  ['9007199254740991', '9007199254740991', '81129638414606663681390495662081'],
  ['3037000500', '3037000500', '9223372037000250000'],
  ['0.25', '4', '1'],
  ['-1.5', '0.5', '-0.75'],
])('%s times %s is %s', (a, b, product) => {
  expect(toText(multiply(read(a), read(b)))).toBe(product);
  expect(toText(multiply(read(b), read(a)))).toBe(product);
});

test('a product is never a negative zero', () => {
  expect(Object.is(multiply(-2, 0), 0)).toBe(true);
});

test.each([
  ['1', '2', '1'],
  ['-1', '-2', '-2'],
  ['0.1', '0.2', '0.1'],
  ['10', '9.999999999999', '9.999999999999'],
  ['9007199254740993', '9007199254740992', '9007199254740992'],
  ['0.000000000001', '0', '0'],
  ['-0.5', '0', '-0.5'],
])('the smaller of %s and %s is %s', (a, b, least) => {
  expect(toText(smaller(read(a), read(b)))).toBe(least);
  expect(toText(smaller(read(b), read(a)))).toBe(least);
  expect(Math.sign(compare(read(a), read(b)))).toBe(-Math.sign(compare(read(b), read(a))));
});

test('equal numbers in different notation compare as equal', () => {
  expect(compare(read('1.50'), read('1.5'))).toBe(0);
  expect(compare({ units: 100n, scale: 2 }, 1)).toBe(0);
});

test.each([
  ['-0.000000000001', '0'],
  ['-50', '0'],
  ['0', '0'],
  ['0.5', '0.5'],
])('%s, but at least zero, is %s', (text, clamped) => {
  expect(toText(atLeastZero(read(text)))).toBe(clamped);
});

test.each([
  ['0.499999999999', '0', '0'],
  ['0.5', '1', '0'],
  ['1.5', '2', '1'],
  ['2.5', '3', '2'],
  ['2.999999999999', '3', '2'],
  ['-0.5', '-1', '0'],
  ['-0.499999999999', '0', '0'],
  ['-2.5', '-3', '-2'],
  ['7', '7', '7'],
  ['9007199254740992.5', '9007199254740993', '9007199254740992'],
])('%s is rounded to %s and truncated to %s', (text, rounded, cut) => {
  expect(toText(roundHalfUp(read(text)))).toBe(rounded);
  expect(toText(truncate(read(text)))).toBe(cut);
});

test.each([
  ['150', '60', '3', '2'],
  ['120', '60', '2', '2'],
  ['60.000001', '60', '2', '1'],
  ['0', '60', '0', '0'],
  ['0.000000000001', '1000000', '1', '0'],
  ['-1', '60', '0', '-1'],
  ['9007199254740993', '1', '9007199254740993', '9007199254740993'],
])('%s divided by %s is %s up and %s down', (value, divisor, up, down) => {
  expect(toText(divideWhole(read(value), read(divisor), 'up'))).toBe(up);
  expect(toText(divideWhole(read(value), read(divisor), 'down'))).toBe(down);
});

test.each([
  ['1.000', 0],
  ['0.050', 2],
  ['0.000000000001', 12],
  ['9007199254740993', 0],
])('%s needs %i decimals', (text, places) => {
  expect(decimalPlaces(read(text))).toBe(places);
});

test.each([
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', undefined],
  ['-9007199254740992', undefined],
  ['0.5', undefined],
])('%s as a number for JSON: %s', (text, number) => {
  expect(toSafeInteger(read(text))).toBe(number);
});
