import { expect, test } from 'vitest';
import { decodeForm, type FormHash } from '../../../src/stripe/v1/form.ts';
import { heapLeftBy } from '../../collected.ts';

const decode = (text: string) => decodeForm(text) as FormHash;

test('keeping a value or a name of a long form does not retain the form', () => {
  const filler = 'x'.repeat(1_000_000);
  const bytes = heapLeftBy(() =>
    Array.from({ length: 50 }, (_form, at) => {
      const form = decode(
        `customer=customer_number_${at}&payload[name_number_${at}]=1&x=${filler}`,
      );
      return [form.get('customer'), ...(form.get('payload') as FormHash).keys()];
    }),
  );
  expect(bytes).toBeLessThan(5_000_000);
});

test('decodes a long form like a short one', () => {
  const pairs = 'name_of_a_parameter=ü+🙂+is+a+value&payload[%C3%BCber_and_under]=%F0%9F%99%82&a=b';
  const short = decode(pairs);
  const long = decode(`${pairs}&x=${'x'.repeat(2000)}`);
  long.delete('x');
  expect(long).toEqual(short);
  expect(short.get('name_of_a_parameter')).toBe('ü 🙂 is a value');
});

const nested = (decoded: FormHash): unknown =>
  Object.fromEntries(
    [...decoded].map(([name, value]) => [name, value instanceof Map ? nested(value) : value]),
  );

test.each([
  ['', {}],
  ['&&', {}],
  ['a=1', { a: '1' }],
  ['a', { a: '' }],
  ['a=', { a: '' }],
  ['a=1=2', { a: '1=2' }],
  ['a=b+c%20d%2B', { a: 'b c d+' }],
  ['a[b]=1&a[c][d]=2', { a: { b: '1', c: { d: '2' } } }],
  ['a%5Bb%5D=1', { a: { b: '1' } }],
  ['a[]=1&a[]=2', { a: ['1', '2'] }],
  ['a[0]=1&a[1]=2', { a: { 0: '1', 1: '2' } }],
  ['%C3%BC[%C3%A9]=%F0%9F%98%80', { ü: { é: '😀' } }],
  ['a]=1&[b]=2', { 'a]': '1', '[b]': '2' }],
])('%s is read', (form, expected) => {
  expect(nested(decode(form))).toEqual(expected);
});

test('a hash keeps the order sent, and __proto__ is just a name', () => {
  const { keys } = { keys: [...decode('b=1&__proto__=2&a[__proto__]=3&10=4').keys()] };
  expect(keys).toEqual(['b', '__proto__', 'a', '10']);
});

test.each([
  ['a=%', { fault: 'encoding' }],
  ['a=%C3', { fault: 'encoding' }],
  ['a=1&a=2', { fault: 'repeated', param: 'a' }],
  ['a[b]=1&a[b]=2', { fault: 'repeated', param: 'a[b]' }],
  ['a=1&a[b]=2', { fault: 'shape', param: 'a' }],
  ['a[b]=1&a=2', { fault: 'shape', param: 'a' }],
  ['a[]=1&a[b]=2', { fault: 'shape' }],
  [`a${'[b]'.repeat(30)}=1`, { fault: 'too_deep', param: 'a' }],
  [Array.from({ length: 1001 }, (_, i) => `a${i}=1`).join('&'), { fault: 'too_many' }],
])('%s is not a form', (form, expected) => {
  expect(decodeForm(form)).toMatchObject(expected);
});
