import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Outbox } from '../../src/stripe/outbox.ts';

function outboxOf(): { outbox: Outbox<number>; sent: number[] } {
  const sent: number[] = [];
  return { outbox: new Outbox((item) => sent.push(item)), sent };
}

test('what comes within one turn leaves together when it ends, in order', async () => {
  const { outbox, sent } = outboxOf();
  for (const item of [1, 2, 3]) outbox.add(item);
  expect(sent).toEqual([]);
  await setImmediate();
  expect(sent).toEqual([1, 2, 3]);
  outbox.add(4);
  await setImmediate();
  expect(sent).toEqual([1, 2, 3, 4]);
});

test('sixty-four wait at most, and none leaves twice', async () => {
  const { outbox, sent } = outboxOf();
  const items = Array.from({ length: 130 }, (_item, at) => at);
  for (const item of items) outbox.add(item);
  expect(sent).toEqual(items.slice(0, 128));
  await setImmediate();
  expect(sent).toEqual(items);
});
