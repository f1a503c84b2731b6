/** What a person sees of deliveries, and can do with them. */
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
    await page.getByText('Nothing was delivered yet').waitFor();
    await page.getByRole('button', { name: 'Hold deliveries' }).click();
    await page.getByText('Held: what is due').waitFor();
    await post(
      '/v1/billing/meters',
      'display_name=m&event_name=e&default_aggregation[formula]=sum',
    );
    await page.getByRole('cell', { name: 'held' }).first().waitFor();
    expect(bodies).toEqual([]);
    await page.getByRole('button', { name: 'Release all' }).click();
    const row = page.getByRole('row').filter({ hasText: '204' });
    await row.first().getByRole('link').click();
    await page.getByText('Try 1: 204').waitFor();
    const shown = page.locator('figure', { hasText: 'the bytes that are signed' });
    const body = await shown.locator('pre').textContent();
    expect(bodies.filter((each) => each === body)).toHaveLength(1);
    await page.getByText(/^t=\d+,v1=/).waitFor();
    await page.getByRole('button', { name: 'Redeliver' }).click();
    await page.getByText(/Delivered again as/).waitFor();
    await expect.poll(() => bodies.filter((each) => each === body).length).toBe(2);
  });
});
