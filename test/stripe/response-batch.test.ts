import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ResponseBatch } from '../../src/stripe/response-batch.ts';

function batchOf(): { batch: ResponseBatch<number>; sent: number[] } {
  const sent: number[] = [];
  return { batch: new ResponseBatch((item) => sent.push(item)), sent };
}

const [ONE, OTHER] = [{}, {}];

test('what comes within one turn leaves together when it ends, in order', async () => {
  const { batch, sent } = batchOf();
  for (const item of [1, 2, 3]) batch.add(item, item === 2 ? OTHER : ONE);
  expect(sent).toEqual([]);
  await setImmediate();
  expect(sent).toEqual([1, 2, 3]);
  batch.add(4, OTHER);
  expect(sent).toEqual([1, 2, 3]);
  await setImmediate();
  expect(sent).toEqual([1, 2, 3, 4]);
});

test('to a lone connection an answer leaves at once, from its second on', async () => {
  const { batch, sent } = batchOf();
  batch.add(1, ONE);
  expect(sent).toEqual([]);
  await setImmediate();
  for (const item of [2, 3]) batch.add(item, ONE);
  expect(sent).toEqual([1, 2, 3]);
  await setImmediate();
  batch.add(4, ONE);
  expect(sent).toEqual([1, 2, 3, 4]);
});

test('none overtakes another that waits, whoever it is for', async () => {
  const { batch, sent } = batchOf();
  for (const item of [1, 2]) batch.add(item, ONE);
  batch.add(3, OTHER);
  batch.add(4, OTHER);
  expect(sent).toEqual([]);
  await setImmediate();
  expect(sent).toEqual([1, 2, 3, 4]);
});

test('sixty-four wait at most, and none leaves twice', async () => {
  const { batch, sent } = batchOf();
  const items = Array.from({ length: 130 }, (_item, at) => at);
  for (const item of items) batch.add(item, item % 2 === 0 ? ONE : OTHER);
  expect(sent).toEqual(items.slice(0, 128));
  await setImmediate();
  expect(sent).toEqual(items);
});
