import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  boolean,
  nullable,
  number,
  optional,
  packing,
  text,
  textMap,
  textNeedle,
  valueNeedle,
  word,
} from '../../src/storage/packing.ts';

/** Strings that contain the characters which separate and escape fields. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\0', '\x01', '\\', '0', '1', '=', '', 'ü') }),
);

test('a packed record is read back unchanged, whatever its content', () => {
  const packed = packing({
    text,
    maybe: optional(text),
    none: nullable(text),
    count: number,
    some: optional(number),
    flag: boolean,
    kind: word<'one' | 'other'>(),
    map: textMap,
    last: text,
  });
  const record = fc.record({
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
      const written = packed.pack(given);
      expect(packed.unpack(written)).toEqual({ ...given, count: given.count + 0 });
      const held = Buffer.from(written);
      for (const each of [given.text, given.last, ...given.map.keys(), ...given.map.values()]) {
        expect(held.includes(textNeedle(each))).toBe(true);
      }
      for (const each of given.map.values()) expect(held.includes(valueNeedle(each))).toBe(true);
      expect(held.includes(packed.needle('maybe', given.maybe))).toBe(true);
      expect(held.includes(packed.needle('kind', given.kind))).toBe(true);
    }),
  );
});
