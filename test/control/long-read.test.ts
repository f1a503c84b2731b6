/** Long documents without HTTP: the result is the same, built at once or piece by piece. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drain, LongRead, written } from '../../src/control/long-read.ts';

interface Document {
  readonly data: object[];
  readonly next: number | null;
  readonly total: number;
}

/** A document of those items, with a pause before each; counts how often it begins and ends. */
function documentOf(items: readonly object[]) {
  const counts = { begun: 0, ended: 0 };
  function* data() {
    for (const item of items) {
      yield undefined;
      yield item;
    }
  }
  const read = new LongRead<Document>(undefined, () => {
    counts.begun++;
    let made = 0;
    const counted = (function* () {
      for (const item of data()) {
        if (item !== undefined) made++;
        yield item;
      }
    })();
    const end = () => void counts.ended++;
    return { parts: { data: counted, next: () => made, total: items.length }, end };
  });
  return { read, counts };
}

test('gives the same document piece by piece and drained at once', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (items) => {
      const expected = { data: items, next: items.length, total: items.length };
      const { read, counts } = documentOf(items);
      const pieces = [...written(read)];
      expect(JSON.parse(pieces.join(''))).toEqual(JSON.parse(JSON.stringify(expected)));
      expect(pieces.filter((piece) => piece === undefined)).toHaveLength(items.length);
      expect(drain(read)).toEqual(expected);
      expect(counts).toEqual({ begun: 2, ended: 2 });
    }),
  );
});

test('begins nothing before the first piece, and ends an abandoned document', () => {
  const { read, counts } = documentOf([{ a: 1 }, { b: 2 }]);
  const untouched = written(read);
  untouched.return(undefined);
  expect(counts).toEqual({ begun: 0, ended: 0 });
  const begun = written(read);
  begun.next();
  expect(counts).toEqual({ begun: 1, ended: 0 });
  begun.return(undefined);
  expect(counts).toEqual({ begun: 1, ended: 1 });
});

test('ends a document that fails', () => {
  let ended = 0;
  const read = new LongRead<{ data: object[] }>(undefined, () => ({
    parts: {
      // biome-ignore lint/correctness/useYield: it fails first
      data: (function* (): Generator<object> {
        throw new Error('cannot be made');
      })(),
    },
    end: () => void ended++,
  }));
  expect(() => drain(read)).toThrow('cannot be made');
  expect(() => [...written(read)]).toThrow('cannot be made');
  expect(ended).toBe(2);
});
