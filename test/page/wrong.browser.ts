/** The overview lists what is wrong, each with a link to it. */
import { expect, test } from 'vitest';
import { EVENT } from '../helper.ts';
import { describeInBrowser, open, usage } from './open-page.ts';

describeInBrowser('what is wrong', () => {
  test('events that are not counted, by reason', async () => {
    const { page, go, send } = await open();
    for (const value of [1, 2]) await send({ 'payload[value]': `${value}` });
    await send(usage('cus_1', 1));
    await go('');
    await page
      .getByRole('link', { name: '2 events accepted but not counted: no customer' })
      .click();
    const events = page.getByRole('table', { name: 'Events' });
    await events.getByText('no: no customer').nth(1).waitFor();
    expect(await events.getByRole('row').count()).toBe(3); // and the header row
  });

  test('finds a refusal behind hundreds of requests that succeeded', async () => {
    const { page, go, event, send } = await open();
    await event(`${EVENT}&identifier=a`);
    await event(`${EVENT}&identifier=a`);
    await send(usage('cus_early', 1), 'key-1');
    await send(usage('cus_early', 1), 'key-1');
    for (let sent = 0; sent < 300; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, () => send(usage('cus_1', 1))));
    }
    await go('');
    await page.getByRole('link', { name: '1 request refused' }).click();
    const table = page.getByRole('table', { name: 'Requests' });
    await table.getByText(/identifier/).waitFor();
    expect(await table.getByRole('row').count()).toBe(2); // and the header row
    await page.getByLabel('Show').selectOption('sent more than once');
    await table.getByText('sent 2 times').first().waitFor();
    expect(await table.getByRole('row').count()).toBe(3);
  });

  test('duplicates, of v1 and of v2, and no other refusal', async () => {
    const { page, go, event, url } = await open();
    await event(`${EVENT}&identifier=a`);
    await event(`${EVENT}&identifier=a`);
    await event('event_name=');
    await event(`${EVENT}&identifier=k`, { 'idempotency-key': 'key-1' });
    await event(`${EVENT}&identifier=k`, { 'idempotency-key': 'key-2' });
    await event(`${EVENT}&identifier=k`, { 'idempotency-key': 'key-2' });
    const { status } = await fetch(`${url}/v2/billing/meter_events`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer sk_test_123',
        'stripe-version': '2025-09-30.clover',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        event_name: 'api_calls',
        identifier: 'a',
        payload: { stripe_customer_id: 'cus_1', value: '1' },
      }),
    });
    expect(status).toBe(400);
    await go('');
    await page.getByRole('link', { name: '3 duplicates' }).click();
    const table = page.getByRole('table', { name: 'Requests' });
    await table.getByText('/v2/billing/meter_events').waitFor();
    expect(await table.getByRole('row').count()).toBe(4); // and the head
    expect(await page.getByText('Matches among').count()).toBe(0); // the server filters
    await event(`${EVENT}&identifier=b`);
    await event('event_name=');
    await event(`${EVENT}&identifier=b`);
    await table.getByText('already exists with identifier b').waitFor();
    expect(await table.getByRole('row').count()).toBe(5);
  });

  test('requests without a valid key', async () => {
    const { page, go, get } = await open();
    await get('/v1/customers', { authorization: 'Bearer nonsense' });
    await go('');
    await page.getByRole('link', { name: '1 request refused: no valid API key' }).click();
    await page.getByRole('table', { name: 'Requests' }).getByText('401').waitFor();
  });

  test('deliveries that failed or are held', async () => {
    const { page, go, mock } = await open({ webhookUrl: ['http://127.0.0.1:1/none'] });
    mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
    await mock.deliveries.wait({ succeeded: false });
    mock.deliveries.hold();
    mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
    await go('');
    await page.getByRole('link', { name: '1 delivery attempt failed' }).click();
    const attempts = page.getByRole('table', { name: 'Attempts' });
    await attempts.getByText('ECONNREFUSED').waitFor();
    await page.goBack();
    await page.getByRole('link', { name: '1 delivery held until released' }).click();
    const pending = page.getByRole('table', { name: 'Pending deliveries' });
    await pending.getByText('until it is released').waitFor();
    await pending.getByRole('button', { name: /^Release delivery_/ }).click();
    await page.getByText(/^Released delivery_/).waitFor();
    await pending.getByText('until it is released').waitFor({ state: 'detached' });
    await go('');
    await page.getByRole('link', { name: '2 delivery attempts failed' }).waitFor();
    expect(await page.getByText('held until released').count()).toBe(0);
  });

  test('five thousand armed faults', async () => {
    const { page, go, mock } = await open();
    for (let at = 0; at < 5000; at++) {
      mock.faults.arm({ effect: 'rate_limit', match: { customer: `cus_${at}` } });
    }
    await go('');
    await page.getByRole('link', { name: '5,000 faults armed: rate_limit' }).click();
    const faults = page.getByRole('table', { name: 'Armed faults' });
    await faults.getByText('fault_1', { exact: true }).waitFor();
    expect(await faults.getByRole('row').count()).toBeLessThan(60);
    expect(page.url()).toContain('#/controls/faults');
  });
});
