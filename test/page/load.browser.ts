/** The memory of a tab that watches load stays flat, and the tab stays responsive. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, open, usage } from './open-page.ts';

/** The views that the tab shows in turn. */
const VIEWS = ['', '#/events', '#/meters', '#/meters/mtr_1', '#/requests'];
/** How long to watch: one minute, or PAGE_LOAD_MINUTES. */
const MINUTES = Number(process.env['PAGE_LOAD_MINUTES'] ?? 1);
const METER = {
  id: 'mtr_1',
  display_name: 'Calls',
  event_name: 'api_calls',
  default_aggregation: { formula: 'sum' as const },
};
const GROWTH = 4 * 1024 * 1024;

describeInBrowser('load', () => {
  test(
    `memory stays flat over ${MINUTES} min of load`,
    async () => {
      const { page, go, send, mock } = await open();
      await mock.loadFixtures({ meters: [METER] });
      await go('#/events');
      const session = await page.context().newCDPSession(page);
      const endMs = performance.now() + MINUTES * 60_000;
      const load = create(send, endMs);
      await wait(MINUTES * 20_000); // the lists are full by then
      const before = await heapOf(session);
      let slowest = 0;
      for (let turn = 0; performance.now() < endMs - 2000; turn++) {
        await go(VIEWS[turn % VIEWS.length] as string);
        const delay = await delayOf(page);
        slowest = Math.max(slowest, delay);
        expect(delay).toBeLessThan(250);
        await wait(2000);
      }
      await go('#/events');
      const after = await heapOf(session);
      await load;
      const { taken } = mock.usage().counts[0] ?? { taken: 0 };
      const figures = `${taken} events; heap from ${before} to ${after} bytes; slowest frame`;
      console.log(`${MINUTES} min: ${figures} ${slowest.toFixed(0)} ms`);
      expect(after - before, figures).toBeLessThan(GROWTH);
    },
    MINUTES * 60_000 + 60_000,
  );
});

/** A few hundred events a second, for many customers. */
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

/** Memory in use after garbage collection. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** How long the page takes to draw a frame, in milliseconds. */
function delayOf(page: Page): Promise<number> {
  return page.evaluate(
    `new Promise((done) => {
      const asked = performance.now();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - asked)));
    })`,
  );
}
