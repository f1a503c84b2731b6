/** What a person sees of deliveries and can do with them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { describeInBrowser, open } from './open-page.ts';

/** A receiver that answers 204; returns its URL and what it received. */
async function receiver() {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    bodies.push(body);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks`, bodies };
}

describeInBrowser('deliveries', () => {
  test('holds, releases, shows and redelivers an event', async () => {
    const { url, bodies } = await receiver();
    const { page, go, post } = await open({ webhookUrl: [url] });
    await go('#/deliveries');
    await page.getByText('No attempts yet').waitFor();
    await page.getByRole('button', { name: 'Hold deliveries' }).click();
    await page.getByText('Held: deliveries of every account').waitFor();
    await post(
      '/v1/billing/meters',
      'display_name=m&event_name=e&default_aggregation[formula]=sum',
    );
    await page.getByRole('cell', { name: 'until it is released' }).first().waitFor();
    expect(bodies).toEqual([]);
    await page.getByRole('button', { name: 'Release all' }).click();
    const row = page.getByRole('row').filter({ hasText: '204' });
    await row.first().getByRole('link').click();
    await page.getByText('Attempt 1: 204').waitFor();
    const shown = page.locator('figure', { hasText: 'the signed bytes' });
    const body = await shown.locator('pre').textContent();
    expect(bodies.filter((each) => each === body)).toHaveLength(1);
    await page.getByText(/^t=\d+,v1=/).waitFor();
    await page.getByRole('button', { name: 'Redeliver' }).click();
    await page.getByText(/Redelivering as/).waitFor();
    await expect.poll(() => bodies.filter((each) => each === body).length).toBe(2);
  });

  test('attempts older than the newest hundred are reached, and new ones come on top', async () => {
    const { page, go, mock } = await open();
    const { id: destination } = mock.webhooks.collect();
    const raise = async (count: number) => {
      const before = mock.deliveries.list({ limit: 1 }).data[0]?.number ?? 0;
      for (let i = 0; i < count; i++) mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
      await mock.deliveries.wait({ destination, count: before + count });
    };
    await raise(350);
    await go('#/deliveries');
    const table = page.getByRole('table', { name: 'Attempts' });
    await table.getByText('delivery_350', { exact: true }).waitFor();
    expect(await table.getByRole('row').count()).toBeLessThan(60);
    const box = page.locator('.table');
    await expect
      .poll(async () => {
        await box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
        return table.getAttribute('aria-rowcount');
      })
      .toBe('351');
    await box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await table.getByText('delivery_1', { exact: true }).waitFor();
    await raise(3);
    await page.getByRole('button', { name: '3 new attempts: show' }).click();
    await box.evaluate((element) => element.scrollTo(0, 0));
    await table.getByText('delivery_353', { exact: true }).waitFor();
    await raise(1);
    await table.getByText('delivery_354', { exact: true }).waitFor();
  });

  test('draws only some of a thousand held deliveries', async () => {
    const { page, go, mock } = await open();
    mock.webhooks.collect();
    mock.deliveries.hold();
    for (let i = 0; i < 1000; i++) mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
    await go('#/deliveries');
    await page.getByText('Pending deliveries: the 1,000 oldest').waitFor();
    const table = page.getByRole('table', { name: 'Pending deliveries' });
    expect(await table.getByRole('row').count()).toBeLessThan(60);
    await table.getByRole('link').first().click();
    await page.getByText('was not attempted yet: it is waiting until it is released').waitFor();
  });
});
