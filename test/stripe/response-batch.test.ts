import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ResponseBatch } from '../../src/stripe/response-batch.ts';

function batchOf(): { batch: ResponseBatch<number>; sent: number[] } {
  const sent: number[] = [];
  return { batch: new ResponseBatch((item) => sent.push(item)), sent };
}

const [ONE, OTHER] = [{}, {}];

test('sends the answers of one turn together at its end, in order', async () => {
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

test('sends answers to a lone connection at once, from the second on', async () => {
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

test('no answer overtakes a waiting one, whatever its connection', async () => {
  const { batch, sent } = batchOf();
  for (const item of [1, 2]) batch.add(item, ONE);
  batch.add(3, OTHER);
  batch.add(4, OTHER);
  expect(sent).toEqual([]);
  await setImmediate();
  expect(sent).toEqual([1, 2, 3, 4]);
});

test('at most sixty-four answers wait, and none is sent twice', async () => {
  const { batch, sent } = batchOf();
  const items = Array.from({ length: 130 }, (_item, at) => at);
  for (const item of items) batch.add(item, item % 2 === 0 ? ONE : OTHER);
  expect(sent).toEqual(items.slice(0, 128));
  await setImmediate();
  expect(sent).toEqual(items);
});
