import { expect, test } from 'vitest';
import { Fingerprinter } from '../../src/storage/fingerprint.ts';

/**
 * From `vectors_hsip64` in the reference implementation: key 00 01 … 07, messages 00 01 02 … of
 * that many bytes.
 */
const VECTORS = {
  4: 'd5e78a175be52ea1',
  6: 'ce3e91358aa2bc25',
  8: 'edfee820bce4858c',
  10: '95b0469f06a6f2ee',
  12: '7bc71f9faef5c799',
};
const KEY = [0x03020100, 0x07060504] as const;

test.each(Object.entries(VECTORS))(
  'HalfSipHash-2-4 of %s bytes, as in the reference implementation',
  (bytes, expected) => {
    const fingerprinter = new Fingerprinter(new Uint32Array([...KEY, ...KEY]));
    const message = Buffer.from(Array.from({ length: Number(bytes) }, (_byte, at) => at));
    fingerprinter.take(message.readUInt32LE(), message.subarray(4).toString('utf16le'));
    expect(Buffer.from(fingerprinter.print.buffer).toString('hex')).toBe(expected + expected);
  },
);

test('every key gives different fingerprints, and each half has its own key', () => {
  const prints = [new Fingerprinter(), new Fingerprinter()].map((fingerprinter) => {
    fingerprinter.take(1, 'identifier');
    return [...fingerprinter.print];
  });
  expect(new Set(prints.flat()).size).toBe(8);
});
