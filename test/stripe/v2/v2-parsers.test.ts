/**
 * docs/stripe/v2.md#invalid-fields: every row, with its path, on a schema that has them all.
 */
import { expect, test } from 'vitest';
import { FieldError, fields, optional, required } from '../../../src/stripe/v2/v2-fields.ts';
import { readJson } from '../../../src/stripe/v2/v2-json.ts';
import { array, dateTime, oneOf, stringMap, text } from '../../../src/stripe/v2/v2-parsers.ts';

const parse = fields({
  name: required(text(5)),
  kind: optional(oneOf(['sum', 'count', 'last'])),
  at: optional(dateTime),
  tags: optional(stringMap),
  include: optional(array(oneOf(['b.number', 'a.number']), 3)),
  parts: optional(array(fields({ id: required(text(3)), tags: optional(stringMap) }), 2)),
  inner: optional(fields({ deep: required(fields({ id: required(text(3)) })) })),
});

function read(json: string) {
  const value = readJson(json);
  if (value === undefined) throw new Error(`no JSON: ${json}`);
  const parsed = parse(value);
  return parsed instanceof FieldError ? `${parsed.path.slice(1)}: ${parsed.reason}` : parsed;
}

test.each([
  // unknown, wherever it is, and before any other error
  ['{"name":"a","peer_email":1}', 'peer_email: Unknown field.'],
  ['{"name":1,"x":1}', 'x: Unknown field.'],
  ['{"name":"a","x":null}', 'x: Unknown field.'],
  ['{"name":"a","parts":[{"id":"a"},{"id":"b","x":1}]}', 'parts[1].x: Unknown field.'],
  ['{"name":"a","inner":{"deep":{"id":"a","x":1}}}', 'inner.deep.x: Unknown field.'],
  // not one of the allowed values, which are sorted
  [
    '{"name":"a","kind":"avg"}',
    "kind: Unrecognized enum value 'avg', valid values are: count, last, sum.",
  ],
  [
    '{"name":"a","include":["a.number","b.number","c"]}',
    "include[2]: Unrecognized enum value 'c', valid values are: a.number, b.number.",
  ],
  ['{"name":"a","kind":1}', 'kind: Must be a string.'],
  // missing, or null
  ['{}', 'name: This field is required.'],
  ['{"name":null}', 'name: This field is required.'],
  ['{"name":"a","parts":[{}]}', 'parts[0].id: This field is required.'],
  ['{"name":"a","inner":{}}', 'inner.deep: This field is required.'],
  ['{"name":"a","inner":{"deep":{"id":null}}}', 'inner.deep.id: This field is required.'],
  // of the wrong type
  ['{"name":true}', 'name: Must be a string.'],
  ['{"name":{}}', 'name: Must be a string.'],
  ['{"name":"a","tags":[]}', 'tags: Must be an object.'],
  ['{"name":"a","tags":{"b":1}}', 'tags.b: Must be a string.'],
  ['{"name":"a","tags":{"b":null}}', 'tags.b: Must be a string.'],
  ['{"name":"a","parts":{}}', 'parts: Must be an array.'],
  ['{"name":"a","parts":[1]}', 'parts[0]: Must be an object.'],
  [
    '{"name":"a","parts":[{"id":"a"},{"id":"b","tags":{"c":{}}}]}',
    'parts[1].tags.c: Must be a string.',
  ],
  ['{"name":"a","inner":"b"}', 'inner: Must be an object.'],
  // not a date
  ['{"name":"a","at":1769860800}', 'at: Must be an RFC 3339 date-time.'],
  ['{"name":"a","at":"2026-02-30T00:00:00Z"}', 'at: Must be an RFC 3339 date-time.'],
  // too short, too long, too many
  ['{"name":""}', 'name: Must not be empty.'],
  ['{"name":"abcdef"}', 'name: Must be at most 5 characters.'],
  ['{"name":"a","parts":[{},{},{}]}', 'parts: Must have at most 2 elements.'],
  // with several errors, the first declared field
  ['{"kind":"x"}', 'name: This field is required.'],
  [
    '{"at":1,"kind":"x","name":"a"}',
    "kind: Unrecognized enum value 'x', valid values are: count, last, sum.",
  ],
])('%s: %s', (json, problem) => {
  expect(read(json)).toBe(problem);
});

test('reads valid values, and treats null as absent', () => {
  expect(read('{"name":"😀😀😀😀😀","kind":null,"at":null,"parts":null}')).toEqual({
    name: '😀😀😀😀😀',
  });
  expect(
    read(
      '{"parts":[{"id":"b"}],"at":"2026-01-31T13:00:00+01:00","tags":{"z":"","a":"1"},"name":"a"}',
    ),
  ).toEqual({
    name: 'a',
    at: 1_769_860_800_000,
    tags: new Map([
      ['z', ''],
      ['a', '1'],
    ]),
    parts: [{ id: 'b' }],
  });
});

test('shortens a long value in the message', () => {
  const long = 'x'.repeat(200);
  expect(read(`{"name":"a","kind":"${long}"}`)).toMatch(
    /^kind: Unrecognized enum value '.{1,120}', /,
  );
  expect(read(`{"name":"a","${long}":1}`)).toMatch(/^.{1,120}: Unknown field\.$/);
});
