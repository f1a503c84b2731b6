import { expect, test } from 'vitest';
import { shownQuantity } from '../../src/billing/shown-quantity.ts';
import { decimal } from './terms.ts';

test.each([
  ['0', 0, '0'],
  ['31', 31, '31'],
  ['2.5', 2, '2.5'],
  ['2.999999999999', 2, '2.999999999999'],
  ['0.000000000001', 0, '0.000000000001'],
  ['1.50', 1, '1.5'],
  ['9007199254740991.5', 9007199254740991, '9007199254740991.5'],
])('%s is shown as %s and %s', (text, quantity, quantityDecimal) => {
  expect(shownQuantity(decimal(text))).toEqual({ quantity, quantityDecimal });
});

test('a quantity too large for a double is not shown wrongly', () => {
  expect(shownQuantity(decimal('9007199254740992'))).toBeUndefined();
});
