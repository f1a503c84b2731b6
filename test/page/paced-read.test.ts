/** The pace of repeated reads: never two at once, and never all the time. */
import { expect, test } from 'vitest';
import { PacedRead } from '../../src/page/paced-read.ts';

/** A reader whose reads and waits end when the test says so. */
function paced() {
  let nowMs = 0;
  let reads = 0;
  let end = () => {};
  const waits: { readonly run: () => void; readonly ms: number }[] = [];
  const reader = new PacedRead({
    nowMs: () => nowMs,
    read: () => {
      reads++;
      return new Promise((resolve) => (end = resolve));
    },
    later: (run, ms) => {
      waits.push({ run, ms });
      return () => void waits.splice(0);
    },
  });
  return {
    reader,
    waits,
    reads: () => reads,
    /** Ends the current read after this long. */
    async took(ms: number) {
      nowMs += ms;
      end();
      await new Promise(setImmediate);
    },
    passed() {
      const { run, ms } = waits.shift() as (typeof waits)[number];
      nowMs += ms;
      run();
    },
  };
}

test('asked during a read, it reads once more, after a pause', async () => {
  const { reader, waits, reads, took, passed } = paced();
  reader.again();
  for (let i = 0; i < 5; i++) reader.again();
  expect(reads()).toBe(1);
  await took(10);
  reader.again();
  expect(waits.map(({ ms }) => ms)).toEqual([1000]);
  passed();
  expect(reads()).toBe(2);
  await took(10);
  expect(waits).toEqual([]);
});

test('long reads come less often: they take at most a twentieth of the time', async () => {
  const { reader, waits, took } = paced();
  reader.again();
  await took(300);
  reader.again();
  expect(waits.map(({ ms }) => ms)).toEqual([6000]);
});

test('does not read once stopped', async () => {
  const { reader, reads, took, waits } = paced();
  reader.again();
  reader.again();
  reader.stop();
  await took(10);
  expect([reads(), waits]).toEqual([1, []]);
});
