import { expect, test } from 'vitest';
import { type Json, quote, RawJson, toPrettyJson } from '../../../src/stripe/v1/json.ts';

test.each([
  [{}, '{}'],
  [[], '[]'],
  [null, 'null'],
  [{ a: undefined }, '{}'],
  [{ a: 1, b: undefined, c: [true] }, '{\n  "a": 1,\n  "c": [\n    true\n  ]\n}'],
  [{ a: { b: {} } }, '{\n  "a": {\n    "b": {}\n  }\n}'],
  [
    new Map([
      ['10', 'x'],
      ['2', 'y'],
    ]),
    '{\n  "10": "x",\n  "2": "y"\n}',
  ],
  [{ a: new RawJson('10.0') }, '{\n  "a": 10.0\n}'],
  ['ü"\n', '"ü\\"\\n"'],
] as [Json, string][])('%j is written', (value, text) => {
  expect(toPrettyJson(value)).toBe(text);
});

test.each(['', 'plain', 'a"b', 'back\\slash', 'tab\t', 'ü', '\u2028', '\ud800', '\0'])(
  'quotes a string as JSON.stringify does: %j',
  (text) => {
    expect(quote(text)).toBe(JSON.stringify(text));
  },
);
