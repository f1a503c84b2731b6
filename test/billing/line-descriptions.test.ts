import { expect, test } from 'vitest';
import { linesFor } from '../../src/billing/amount-lines.ts';
import { type DescribedPrice, describeLine } from '../../src/billing/line-descriptions.ts';
import type { PriceTerms } from '../../src/billing/price-terms.ts';
import { decimal, perUnit, tiered } from './terms.ts';

const plain: DescribedPrice = {
  productName: 'Name',
  unitLabel: null,
  currency: 'usd',
  interval: { unit: 'month', count: 1 },
  divideBy: null,
};
const described = (terms: PriceTerms, usage: string, changes: Partial<DescribedPrice> = {}) =>
  linesFor(terms, decimal(usage)).map((line) => describeLine(line, { ...plain, ...changes }));

test.each<[string, string, Partial<DescribedPrice>, string]>([
  ['5', '31', {}, '31 × Name (at $0.05 / month)'],
  ['5', '31', { unitLabel: 'credit' }, '31 credit × Name (at $0.05 / month)'],
  ['5', '0', {}, '0 × Name (at $0.05 / month)'],
  ['0.0035', '1000000', {}, '1000000 × Name (at $0.000035 / month)'],
  ['100', '2.5', {}, '2.5 × Name (at $1.00 / month)'],
  ['100000', '1', { interval: { unit: 'year', count: 1 } }, '1 × Name (at $1,000.00 / year)'],
  [
    '90000',
    '1',
    { interval: { unit: 'month', count: 3 } },
    '1 × Name (at $900.00 / every 3 months)',
  ],
  [
    '5000',
    '1',
    { currency: 'chf', interval: { unit: 'week', count: 2 } },
    '1 × Name (at CHF 50.00 / every 2 weeks)',
  ],
  [
    '24900',
    '1',
    { currency: 'sek', interval: { unit: 'day', count: 1 } },
    '1 × Name (at 249.00 kr / day)',
  ],
  ['12000', '1', { currency: 'jpy' }, '1 × Name (at ¥12,000 / month)'],
])('a price of %s, quantity %s, %j', (price, usage, changes, text) => {
  expect(described(perUnit(price), usage, changes)).toEqual([text]);
});

test('describes the lines of a recorded invoice of 2022', () => {
  const terms = tiered('graduated', [
    ['1000', '0', '900'],
    ['inf', '3.6', '0'],
  ]);
  const changes = { productName: 'Gitpod Usage', unitLabel: 'credit' };
  expect(described(terms, '1031', changes)).toEqual([
    '1000 credit × Gitpod Usage (Tier 1 at $0.00 / month)',
    'Gitpod Usage (Tier 1 at $9.00 / month)',
    '31 credit × Gitpod Usage (Tier 2 at $0.036 / month)',
    'Gitpod Usage (Tier 2 at $0.00 / month)',
  ]);
});

test('describes one tier of a volume price', () => {
  const terms = tiered('volume', [
    ['10', '100', '-'],
    ['inf', '800', '-'],
  ]);
  expect(described(terms, '29')).toEqual(['29 × Name (Tier 2 at $8.00 / month)']);
});

test.each([
  ['9892', null, '9892 × Name (at $0.08 per 60 units / month)'],
  ['9892', 'second', '9892 second × Name (at $0.08 per 60 units / month)'],
])('packages of %s %s', (usage, unitLabel, text) => {
  const changes = { unitLabel, divideBy: 60 };
  expect(described(perUnit('8', ['60', 'up']), usage, changes)).toEqual([text]);
});
