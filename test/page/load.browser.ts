/** A tab that watches load: its memory stays flat, and it answers. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, open, usage } from './open-page.ts';

/** How long: one minute, or as PAGE_LOAD_MINUTES says. */
const MINUTES = Number(process.env['PAGE_LOAD_MINUTES'] ?? 1);
const GROWTH = 4 * 1024 * 1024;

describeInBrowser('load', () => {
  test(
    `${MINUTES} min of load leave the memory flat`,
    async () => {
      const { page, go, send } = await open();
      await go('#/events');
      const session = await page.context().newCDPSession(page);
      const endMs = performance.now() + MINUTES * 60_000;
      const load = create(send, endMs);
      await wait(MINUTES * 20_000); // the lists are full by then
      const before = await heapOf(session);
      for (let turn = 0; performance.now() < endMs - 2000; turn++) {
        await go(turn % 2 === 0 ? '' : '#/events');
        expect(await delayOf(page)).toBeLessThan(250);
        await wait(2000);
      }
      await go('#/events');
      const after = await heapOf(session);
      await load;
      expect(after - before, `from ${before} to ${after} bytes`).toBeLessThan(GROWTH);
    },
    MINUTES * 60_000 + 60_000,
  );
});

/** Some hundred events a second, of many customers. */
async function create(
  send: (fields: Record<string, string>) => Promise<unknown>,
  endMs: number,
): Promise<void> {
  for (let count = 0; performance.now() < endMs; count += 20) {
    const batch = Array.from({ length: 20 }, (_none, at) =>
      send(usage(`cus_${(count + at) % 3000}`, 1)),
    );
    await Promise.all(batch);
    await wait(50);
  }
}

/** What is in use once the garbage is gone. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** How long a frame is waited for, in milliseconds. */
function delayOf(page: Page): Promise<number> {
  return page.evaluate(
    `new Promise((done) => {
      const asked = performance.now();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - asked)));
    })`,
  );
}
