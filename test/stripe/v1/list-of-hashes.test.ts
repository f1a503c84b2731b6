import { expect, test } from 'vitest';
import { Refusal } from '../../../src/stripe/refusal.ts';
import { decodeForm, type FormHash } from '../../../src/stripe/v1/form.ts';
import {
  listOfHashes,
  optional,
  optionalHash,
  optionalListOfHashes,
  params,
  parseParams,
  required,
} from '../../../src/stripe/v1/params.ts';
import { integer, text } from '../../../src/stripe/v1/parsers.ts';

const schema = params({
  items: listOfHashes({
    price: required(text(20)),
    quantity: optional(integer({ min: 0 })),
    period: optionalHash({ end: required(integer()) }),
  }),
  tiers: optionalListOfHashes({ up_to: required(text(20)) }, 2),
});

function read(form: string): unknown {
  const parsed = parseParams(schema, decodeForm(form) as FormHash);
  return parsed instanceof Refusal ? parsed.fields : parsed;
}

const two = [
  { price: 'a', quantity: 1 },
  { price: 'b', quantity: 2 },
];

test.each([
  ['by number', 'items[0][price]=a&items[0][quantity]=1&items[1][price]=b&items[1][quantity]=2'],
  [
    'in another order',
    'items[1][quantity]=2&items[0][quantity]=1&items[1][price]=b&items[0][price]=a',
  ],
  ['with gaps', 'items[3][price]=a&items[3][quantity]=1&items[10][price]=b&items[10][quantity]=2'],
  ['without numbers', 'items[][price]=a&items[][quantity]=1&items[][price]=b&items[][quantity]=2'],
])('%s', (_name, form) => {
  expect(read(form)).toMatchObject({ items: two });
});

test('reads lists without indexes, with nested hashes', () => {
  expect(
    read('items[][price]=a&items[][period][end]=1&items[][period][end]=2&items[][price]=b'),
  ).toMatchObject({
    items: [
      { price: 'a', period: { end: 1 } },
      { price: 'b', period: { end: 2 } },
    ],
  });
});

test('may be absent if it is optional', () => {
  expect(read('items[0][price]=a')).toMatchObject({ tiers: undefined });
});

test.each([
  ['', 'Missing required param: items.', 'items'],
  [
    'items[0][price]=a&items[1][quantity]=1',
    'Missing required param: items[1][price].',
    'items[1][price]',
  ],
  ['items[0][price]=a&items[0][quantity]=x', 'Invalid integer: x', 'items[0][quantity]'],
  [
    'items[0][price]=a&items[0][period][start]=1',
    'Received unknown parameter: items[0][period][start]',
    'items[0][period][start]',
  ],
  [
    'items[][price]=a&items[][colour]=x',
    'Received unknown parameter: items[0][colour]',
    'items[0][colour]',
  ],
  ['items[0][price]=a&items[0][period]=1', 'Invalid object', 'items[0][period]'],
  ['items=a', 'Invalid array', 'items'],
  ['items[price]=a', 'Invalid array', 'items'],
  ['items[0]=a', 'Invalid object', 'items[0]'],
  ['items[0][price]=a&items[1]=b', 'Invalid object', 'items[1]'],
  ['items=', /^You passed an empty string for 'items'\./, 'items'],
  [
    'items[0][price]=a&tiers[0][up_to]=1&tiers[1][up_to]=2&tiers[2][up_to]=3',
    'Array tiers exceeded maximum 2 allowed elements.',
    'tiers',
  ],
])('%j is refused', (form, message, param) => {
  expect(read(form)).toMatchObject({
    status: 400,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
    param,
  });
});
