/**
 * Parsers of single values and whole forms: what each accepts, and Stripe's messages for everything
 * else.
 */
import { expect, test } from 'vitest';
import { Refusal } from '../../../src/stripe/refusal.ts';
import { decodeForm, type FormHash } from '../../../src/stripe/v1/form.ts';
import {
  hash,
  optional,
  optionalHash,
  params,
  parseParams,
  required,
} from '../../../src/stripe/v1/params.ts';
import {
  integer,
  oneOf,
  stringList,
  stringMap,
  text,
  unsettableText,
} from '../../../src/stripe/v1/parsers.ts';

const schema = params({
  name: required(text(5)),
  note: optional(unsettableText(5)),
  count: optional(integer({ min: 1, max: 10 })),
  kind: optional(oneOf(['day', 'hour', 'week'])),
  map: optional(stringMap),
  list: optional(stringList),
  inner: optionalHash({ key: required(text(3)), deep: optionalHash({ n: required(integer()) }) }),
});

const read = (form: string) => {
  const given = parseParams(schema, decodeForm(form) as FormHash);
  return given instanceof Refusal
    ? [given.fields.code ?? null, given.fields.param ?? null, given.message]
    : given;
};

test.each([
  ['name=Ann', { name: 'Ann' }],
  ['name=ünïcø', { name: 'ünïcø' }],
  ['name=a&note=', { note: null }],
  ['name=a&count=10', { count: 10 }],
  ['name=a&count=%2B2', { count: 2 }],
  ['name=a&kind=week', { kind: 'week' }],
  [
    'name=a&map[b]=1&map[a]=',
    {
      map: new Map([
        ['b', '1'],
        ['a', ''],
      ]),
    },
  ],
  ['name=a&list[]=x&list[]=y', { list: ['x', 'y'] }],
  ['name=a&list[0]=x&list[1]=y', { list: ['x', 'y'] }],
  ['name=a&inner[key]=x&inner[deep][n]=4', { inner: { key: 'x', deep: { n: 4 } } }],
])('%s is read', (form, expected) => {
  expect(read(form)).toMatchObject(expected);
});

test.each([
  ['', ['parameter_missing', 'name', 'Missing required param: name.']],
  ['name=', ['parameter_invalid_empty', 'name']],
  ['name[a]=1', [null, 'name', 'Invalid string: {"a"=>"1"}']],
  ['name=abcdefghij', [null, 'name', 'Invalid string: abcd...ghij; must be at most 5 characters']],
  [
    'name=a&count=0',
    ['parameter_invalid_integer', 'count', 'This value must be greater than or equal to 1.'],
  ],
  ['name=a&count=11', ['parameter_invalid_integer', 'count']],
  ['name=a&count=1.5', ['parameter_invalid_integer', 'count', 'Invalid integer: 1.5']],
  ['name=a&count=99999999999999999999', ['parameter_invalid_integer', 'count']],
  ['name=a&kind=year', [null, 'kind', 'Invalid kind: must be one of day, hour, or week']],
  ['name=a&map=x', [null, 'map', 'Invalid object']],
  ['name=a&map[b][c]=1', [null, 'map[b]', 'Invalid string: {"c"=>"1"}']],
  ['name=a&list=x', [null, 'list', 'Invalid array']],
  ['name=a&list[]=', ['parameter_invalid_empty', 'list[0]']],
  ['name=a&inner=x', [null, 'inner', 'Invalid object']],
  ['name=a&inner[x]=1', ['parameter_unknown', 'inner[x]', 'Received unknown parameter: inner[x]']],
  ['name=a&inner[key]=toolong', [null, 'inner[key]']],
  [
    'name=a&inner[key]=x&inner[deep][n]=y',
    ['parameter_invalid_integer', 'inner[deep][n]', 'Invalid integer: y'],
  ],
  ['nmae=a', ['parameter_unknown', 'nmae', 'Received unknown parameter: nmae. Did you mean name?']],
  ['x=1&y=2&name=a', ['parameter_unknown', 'x', 'Received unknown parameters: x, y']],
] as [string, (string | null)[]][])('%s is refused', (form, expected) => {
  expect((read(form) as unknown[]).slice(0, expected.length)).toEqual(expected);
});

test('reports unknown parameters first, then the declared ones in order', () => {
  expect(read('unknown=1&count=x')).toEqual(expect.arrayContaining(['unknown']));
  expect(read('kind=x&count=x')).toEqual(['parameter_missing', 'name', expect.any(String)]);
  expect(read('kind=x&count=x&name=a')).toEqual(expect.arrayContaining(['count']));
});

test('requires a required hash, and names an unknown parameter in it', () => {
  const strict = params({ inner: hash({ a: required(text(3)) }) });
  const messageOf = (form: string) =>
    (parseParams(strict, decodeForm(form) as FormHash) as Refusal).message;
  expect(messageOf('')).toBe('Missing required param: inner.');
  expect(messageOf('inner[b]=1')).toBe('Received unknown parameter: inner[b]');
});
