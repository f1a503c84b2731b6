/** What a person sees in a window of 400 pixels: whole words, and every cell. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describeInBrowser, open, usage } from './open-page.ts';

const NARROW = { viewport: { width: 400, height: 800 } };

describeInBrowser('a narrow window', () => {
  test('events and requests show every cell whole, filtered or not', async () => {
    const { page, go, send, mock } = await open({}, NARROW);
    mock.faults.arm({ effect: 'response_lost' });
    await send({ ...usage('cus_a_long_name_1', 4), event_name: 'tokens_of_a_model' }, 'k').catch(
      () => {},
    );
    await send({ ...usage('cus_a_long_name_1', 4), event_name: 'tokens_of_a_model' }, 'k');
    await send({ 'payload[value]': 'not a number', identifier: 'once' });
    await send({ ...usage('cus_1', 5), identifier: 'once' });
    const shown: [hash: string, table: string, columns: string[]][] = [
      ['#/events', 'Events', ['time', 'event name', 'customer', 'value', 'counted']],
      ['#/events?invalid=true', 'Events', ['time', 'event name', 'customer', 'value', 'counted']],
      ['#/requests', 'Requests', ['time', 'status', 'call', 'remarks']],
      ['#/requests?status=400', 'Requests', ['time', 'status', 'call', 'remarks']],
      ['#/meters', 'Meters', ['name', 'event name', 'events', 'value']],
      ['#/controls', 'Armed faults', ['fault', 'for', 'fired', 'remove']],
    ];
    for (const [hash, name, columns] of shown) {
      await go(hash);
      const table = page.getByRole('table', { name });
      const headers = () => table.getByRole('columnheader').allTextContents();
      await expect.poll(headers, { message: hash }).toEqual(columns); // the last list may go first
      await table.getByRole('row').nth(1).waitFor();
      expect(await cutOff(page), hash).toEqual([]);
    }
  });

  test('of thousands of rows of several heights some are drawn, each in its place', async () => {
    const { page, go, mock } = await open({}, NARROW);
    const events = Array.from({ length: 2000 }, (_none, at) => ({
      event_name: 'e'.repeat(1 + (at % 90)),
      identifier: `i${at}`,
      payload: { stripe_customer_id: `cus_${at}`, value: '1' },
    }));
    await mock.loadFixtures({ events });
    await go('#/events');
    const table = page.getByRole('table', { name: 'Events' });
    await table.getByText('cus_1999', { exact: true }).waitFor();
    const box = page.locator('.table');
    await box.evaluate((element) => element.scrollBy(0, 1500));
    await expect.poll(() => gapIn(page)).toBe(0);
    const end = () => box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect
      .poll(
        async () => {
          await end();
          return table.getByText('cus_0', { exact: true }).isVisible();
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(await table.getByRole('row').count()).toBeLessThan(60);
    expect(await gapIn(page)).toBe(0);
    await box.evaluate((element) => element.scrollTo(0, 0));
    await table.getByText('cus_1999', { exact: true }).waitFor();
  });

  test('the tries of a request keep their words whole, and scroll', async () => {
    const { page, go, send, mock } = await open({}, NARROW);
    mock.faults.arm({ effect: 'response_lost' });
    await send(usage('cus_1', 4), 'order-7').catch(() => {});
    await send(usage('cus_1', 4), 'order-7');
    await go(`#/requests/${mock.requests().data[0]?.request_id}`);
    const tries = page.getByRole('region', { name: 'Every time it was sent' });
    await tries.waitFor();
    for (const word of ['received', 'status']) {
      const head = tries.getByRole('columnheader', { name: word, exact: true });
      expect(await linesOf(head), word).toBe(1);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
  });
});

/** What is not whole in the cells that are shown: cut, too narrow to read, or beside the box. */
function cutOff(page: Page): Promise<string[]> {
  return page.locator('.table').evaluate((box) => {
    const cells = [...box.querySelectorAll<HTMLElement>('th, tr:not(.space) td')].filter(
      (cell) => cell.offsetWidth > 0,
    );
    const edge = Math.max(...cells.map((cell) => cell.getBoundingClientRect().right));
    const gap = box.getBoundingClientRect().left + box.clientLeft + box.clientWidth - edge;
    const cut = cells.filter(
      (cell) =>
        cell.scrollWidth > cell.clientWidth ||
        cell.scrollHeight > cell.clientHeight ||
        cell.clientWidth < 50,
    );
    return [
      ...cut.map((cell) => `${cell.textContent}: ${cell.clientWidth}`),
      ...(Math.abs(gap) > 1 ? [`a gap of ${gap}`] : []),
    ];
  });
}

/** How much of what is in sight is empty, in pixels, though there are rows for it. */
function gapIn(page: Page): Promise<number> {
  return page.locator('.table').evaluate((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    const spaces = [...box.querySelectorAll('tr.space')].map((row) => row.getBoundingClientRect());
    return spaces
      .map((space) => Math.min(space.bottom, bottom) - Math.max(space.top, top))
      .reduce((sum, seen) => sum + Math.max(0, Math.round(seen)), 0);
  });
}

/** On how many lines a text stands. */
function linesOf(place: ReturnType<Page['locator']>): Promise<number> {
  return place.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
}
