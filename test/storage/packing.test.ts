import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boolean,
  line,
  nullable,
  number,
  optional,
  packing,
  rest,
  text,
  textMap,
  textNeedle,
  valueNeedle,
  word,
} from '../../src/storage/packing.ts';
import { codePoint } from '../code-points.ts';

/** Strings that contain the characters which separate and escape fields. */
const anyText = fc.oneof(
  fc.string({ unit: codePoint }),
  fc.string({ unit: fc.constantFrom('\0', '\x01', '\\', '0', '1', '=', '', 'ü') }),
);

interface Given {
  readonly own: string;
  readonly text: string;
  readonly maybe: string | undefined;
  readonly none: string | null;
  readonly count: number;
  readonly some: number | undefined;
  readonly flag: boolean;
  readonly kind: 'one' | 'other';
  readonly map: ReadonlyMap<string, string>;
  readonly last: string;
}

test('a packed record is read back unchanged, whatever its content', () => {
  const fields = {
    own: line,
    text,
    maybe: optional(text),
    none: nullable(text),
    count: number,
    some: optional(number),
    flag: boolean,
    kind: word<'one' | 'other'>(),
    map: textMap,
    last: rest,
  };
  const packed = packing<Given>(fields);
  const record = fc.record({
    own: anyText.map((each) => each.replaceAll('\0', '')),
    text: anyText,
    maybe: fc.option(anyText, { nil: undefined }),
    none: fc.option(anyText),
    count: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    some: fc.option(fc.integer(), { nil: undefined }),
    flag: fc.boolean(),
    kind: fc.constantFrom('one' as const, 'other' as const),
    map: fc.array(fc.tuple(anyText, anyText)).map((entries) => new Map(entries)),
    last: anyText,
  });
  fc.assert(
    fc.property(record, (given) => {
      const written = packed.pack({
        own: fields.own.write(given.own),
        text: fields.text.write(given.text),
        maybe: fields.maybe.write(given.maybe),
        none: fields.none.write(given.none),
        count: fields.count.write(given.count),
        some: fields.some.write(given.some),
        flag: fields.flag.write(given.flag),
        kind: fields.kind.write(given.kind),
        map: fields.map.write(given.map),
        last: fields.last.write(given.last),
      });
      expect(packed.unpack(written)).toEqual({ ...given, count: given.count + 0 });
      const held = Buffer.from(written);
      for (const each of [given.text, ...given.map.keys(), ...given.map.values()]) {
        expect(held.includes(textNeedle(each))).toBe(true);
      }
      for (const each of given.map.values()) expect(held.includes(valueNeedle(each))).toBe(true);
      expect(held.includes(Buffer.from(given.last))).toBe(true);
      expect(held.includes(packed.needle('maybe', given.maybe))).toBe(true);
      expect(held.includes(packed.needle('kind', given.kind))).toBe(true);
    }),
  );
});

test('values written in another order are refused', () => {
  const packed = packing({ first: line, second: line });
  expect(() => packed.pack({ second: '2', first: '1' })).toThrow(
    'fields first,second were written as second,first',
  );
});
