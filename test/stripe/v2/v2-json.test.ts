import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonValue, MAX_LEVELS, readJson } from '../../../src/stripe/v2/v2-json.ts';
import { runs } from '../../runs.ts';

/** A value as `JSON.parse` would return it, except for `__proto__`. */
function plain(value: JsonValue | undefined): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

test.each([
  ['{}'],
  [' \t\r\n{ "a" : [ 1 , -0.5e+3 , true , false , null , "x" ] } '],
  ['"\\/\\u00e9\\n\\"\\\\"'],
  ['"\\\\"'],
  ['"\\ud83d\\ude00"'],
  ['[[],{},[{}]]'],
  ['0'],
  ['-0'],
])('%s is read as JSON.parse reads it', (text) => {
  expect(plain(readJson(text))).toEqual(JSON.parse(text));
});

test.each([
  ['nothing', ''],
  ['white space alone', '  '],
  ['a word', 'nope'],
  ['a trailing comma', '{"a":1,}'],
  ['a trailing comma in a list', '[1,]'],
  ['two values', '{} {}'],
  ['an open object', '{"a":1'],
  ['an open list', '[1'],
  ['an open string', '"a'],
  ['an open string with an escape', '"a\\"'],
  ['a name without a colon', '{"a" 1}'],
  ['a name that is no string', '{a:1}'],
  ['single quotes', "{'a':1}"],
  ['a control character', '"a\nb"'],
  ['an unknown escape', '"\\x"'],
  ['a leading zero', '01'],
  ['a plus', '+1'],
  ['a bare point', '1.'],
  ['NaN', 'NaN'],
  ['a comment', '{}//'],
  ['a byte order mark', '\ufeff{}'],
  ['no-break space', '\u00a0{}'],
  ['a name that stands twice', '{"a":1,"b":2,"a":1}'],
  ['the same name by an escape', '{"a":1,"\\u0061":1}'],
  ['half a surrogate pair', '"\\ud800"'],
  ['half a surrogate pair in a name', '{"\\udc00":1}'],
])('%s is refused', (_what, text) => {
  expect(readJson(text)).toBeUndefined();
});

test('keeps the order of members, and treats strange names as plain names', () => {
  const hash = readJson('{"10":"a","2":"b","__proto__":"c","constructor":"d","":"e"}');
  expect([...(hash as Map<string, string>)]).toEqual([
    ['10', 'a'],
    ['2', 'b'],
    ['__proto__', 'c'],
    ['constructor', 'd'],
    ['', 'e'],
  ]);
  expect(({} as { c?: unknown }).c).toBeUndefined();
});

test('accepts nesting up to the limit, and a number too large for a double', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(readJson(nested(MAX_LEVELS))).toBeDefined();
  expect(readJson(nested(MAX_LEVELS + 1))).toBeUndefined();
  expect(readJson(nested(400_000))).toBeUndefined();
  expect(readJson('1e999')).toBe(Number.POSITIVE_INFINITY);
});

test('accepts and refuses the same texts as JSON.parse, with the same results', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(), fc.string(), (json, at, junk) => {
      expect(plain(readJson(json))).toEqual(JSON.parse(json));
      const broken = json.slice(0, at % (json.length + 1)) + junk + json.slice(at % json.length);
      let isJson = true;
      try {
        JSON.parse(broken);
      } catch {
        isJson = false;
      }
      if (!isJson) expect(readJson(broken)).toBeUndefined();
    }),
    { numRuns: runs(2000) },
  );
});

test('reads a megabyte of any one character quickly', () => {
  const startedMs = performance.now();
  for (const text of ['"', '\\', '"\\', '[', '{"a":', '1', '-', ' ', '""', '"\\\\'])
    readJson(text.repeat(1_048_576 / text.length));
  readJson(`"${'\\"'.repeat(524_288)}"`);
  readJson(`{${Array.from({ length: 80_000 }, (_n, at) => `"${at}":1`).join(',')}}`);
  expect(performance.now() - startedMs).toBeLessThan(5000);
});
