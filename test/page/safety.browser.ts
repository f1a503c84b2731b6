/** Payloads are shown as text, the policy holds, and the page is accessible. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { describeInBrowser, open, usage } from './open-page.ts';

const HOSTILE = {
  'payload[stripe_customer_id]': '<script>window.hurt=1</script>',
  'payload[value]': '5',
  'payload[<img src=x onerror="window.hurt=2">]': '"><svg onload="window.hurt=3">',
  'payload[__proto__]': 'polluted',
  'payload[rtl]': '\u202Eevil\u202C \u05E9\u05DC\u05D5\u05DD',
  'payload[emoji]': '\u{1F469}\u200D\u{1F4BB}\u{1F1E9}\u{1F1EA}',
  'payload[zero]': '\u0000\u200B',
};

/** An unused meter with a long name. */
const IDLE = {
  id: 'mtr_idle',
  display_name: 'Idle'.repeat(50),
  event_name: 'idle'.repeat(25),
  default_aggregation: { formula: 'sum' as const },
};

/** Uses `page.evaluate`, which leaves the policy on. */
async function seriousIn(page: Page): Promise<string[]> {
  const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(readFileSync(path, 'utf8'));
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describeInBrowser('safety', () => {
  test('shows a hostile payload as text', async () => {
    const { page, go, send, mock } = await open();
    await send(HOSTILE);
    await send({ ...usage('cus_long', 1), 'payload[long]': `<b>${'x'.repeat(1_000_000)}` });
    await go('');
    await page.getByRole('link', { name: '<script>window.hurt=1</script>' }).waitFor();
    await page.getByRole('link', { name: '<script>window.hurt=1</script>' }).click();
    await page.getByRole('heading', { name: 'Customer <script>' }).waitFor();
    await go('#/events/1');
    const payload = await page.locator('pre').first().textContent();
    expect(JSON.parse(payload ?? '')).toEqual(mock.events().data[1]?.payload);
    await go('#/requests');
    await page.getByRole('table').getByRole('link').last().click();
    await page.getByText('decoded parameters').waitFor();
    await go('#/events/2');
    await page.getByText('more characters').waitFor();
    expect(await page.evaluate('window.hurt ?? {}.polluted ?? "unhurt"')).toBe('unhurt');
    expect(await page.locator('pre b, pre script, pre svg').count()).toBe(0);
  });

  test('a link from another site opens the page, but no site can frame or read it', async () => {
    const { page, url } = await open();
    const other = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="${url}/_mock/#/events">look</a><iframe src="${url}/_mock/"></iframe>`);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    await page.goto(`http://localhost:${port}/`);
    expect(await page.frames()[1]?.locator('nav').count()).toBe(0);
    const read = `fetch('${url}/_mock/meter_events').then(() => 'read', () => 'refused')`;
    expect(await page.evaluate(read)).toBe('refused');
    await page.getByRole('link', { name: 'look' }).click();
    await page.getByText('No event has arrived yet').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds no serious problem, %s', async (colorScheme) => {
    const { page, go, send, mock } = await open({}, { colorScheme });
    mock.faults.arm({ effect: 'response_lost' });
    await send(usage('cus_1', 25), 'key').catch(() => {});
    await send(usage('cus_1', 25), 'key');
    await send({ 'payload[value]': '1' });
    mock.faults.arm({ effect: 'api_error' });
    await mock.loadFixtures({ meters: [IDLE] });
    const meter = mock.usage().data[0]?.meter;
    mock.webhooks.collect();
    mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
    await mock.deliveries.wait();
    mock.deliveries.hold();
    mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
    const shown: [hash: string, text: string][] = [
      ['', 'not counted: no customer'],
      ['#/events', 'no: no customer'],
      ['#/events/2', 'does not name a customer'],
      ['#/requests', 'replayed'],
      [`#/requests/${mock.requests().data[0]?.request_id}`, 'as curl'],
      ['#/meters', 'aggregation'],
      ['#/meters/mtr_idle', 'No usage yet'],
      [`#/meters/${meter}`, 'which has the largest total'],
      ['#/deliveries', 'until it is released'],
      ['#/deliveries?succeeded=true', 'collected'],
      ['#/customers/cus_1?account=default', 'the last 48 hours'],
      ['#/controls', 'used up: 1 of 1'],
    ];
    for (const [hash, text] of shown) {
      await go(hash);
      await page.getByText(text).first().waitFor();
      expect(await seriousIn(page), hash).toEqual([]);
    }
  });

  test('fits a narrow window, and text at 200%', async () => {
    const { page, go, send, mock } = await open({}, { viewport: { width: 340, height: 700 } });
    await send(usage('cus_1', 25));
    await mock.loadFixtures({ meters: [IDLE] });
    const id = mock.usage().data[0]?.meter;
    const deliveries = ['#/deliveries', '#/meters', `#/meters/${id}`, '#/meters/mtr_idle'];
    for (const hash of ['', '#/events', '#/requests', ...deliveries, '#/controls']) {
      await go(hash);
      await page.getByRole('heading', { level: 2 }).first().waitFor({ state: 'attached' });
      expect(await page.evaluate('document.documentElement.scrollWidth'), hash).toBeLessThanOrEqual(
        340,
      );
    }
  });
});
