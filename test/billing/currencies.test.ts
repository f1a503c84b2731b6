import { expect, test } from 'vitest';
import { currencyDecimals, moneyText } from '../../src/billing/currencies.ts';
import { decimal } from './terms.ts';

test.each([
  ['usd', '0', '$0.00'],
  ['usd', '5', '$0.05'],
  ['usd', '3.6', '$0.036'],
  ['usd', '0.000000000001', '$0.00000000000001'],
  ['usd', '100000', '$1,000.00'],
  ['usd', '99999', '$999.99'],
  ['usd', '123456789012', '$1,234,567,890.12'],
  ['usd', '100000.25', '$1,000.0025'],
  ['cad', '4999', '$49.99'],
  ['eur', '177300', '€1,773.00'],
  ['gbp', '1000', '£10.00'],
  ['jpy', '12000', '¥12,000'],
  ['jpy', '0.5', '¥0.5'],
  ['jpy', '0', '¥0'],
  ['chf', '175000', 'CHF 1,750.00'],
  ['brl', '50000', 'R$ 500.00'],
  ['sek', '49900', '499.00 kr'],
  ['pln', '61377', '613.77 zł'],
  ['xof', '500', 'XOF 500'],
  ['kwd', '5120', 'KWD 5.120'],
  ['thb', '2500', 'THB 25.00'],
  ['constructor', '100', 'CONSTRUCTOR 1.00'],
])('%s %s is %s', (currency, amount, text) => {
  expect(moneyText(decimal(amount), currency)).toBe(text);
});

test('sixteen currencies have no decimals', () => {
  const all = 'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' ');
  expect(all.map(currencyDecimals)).toEqual(Array(16).fill(0));
  expect(['usd', 'eur', 'isk', 'huf', 'twd'].map(currencyDecimals)).toEqual(Array(5).fill(2));
  expect(['bhd', 'jod', 'kwd', 'omr', 'tnd'].map(currencyDecimals)).toEqual(Array(5).fill(3));
});
