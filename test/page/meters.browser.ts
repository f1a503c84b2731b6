/** What a person sees of meters: the list, and each with its usage. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { describeInBrowser, open, usage } from './open-page.ts';

const HOSTILE = '<img src=x onerror="window.hurt=1">';
const meterOf = (id: string, more: object = {}) => ({
  id,
  display_name: `Name of ${id}`,
  event_name: id,
  default_aggregation: { formula: 'sum' as const },
  ...more,
});

describeInBrowser('meters', () => {
  test('an unused meter appears at once, and shows how to send an event for it', async () => {
    const { page, go, post, mock } = await open();
    await go('#/meters');
    await page.getByText('No meters yet').waitFor();
    expect(await page.locator('pre').first().textContent()).toContain('/v1/billing/meters');
    await post(
      '/v1/billing/meters',
      'display_name=Seats&event_name=seats&default_aggregation[formula]=last' +
        '&customer_mapping[type]=by_id&customer_mapping[event_payload_key]=who' +
        '&value_settings[event_payload_key]=how many',
    );
    const row = page.getByRole('row').filter({ hasText: 'Seats' });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual([
      'Seats',
      'seats',
      'last',
      'active',
      'default',
      '0',
      '0',
      '–',
    ]);
    await row.getByRole('link').click();
    await page.getByText('No usage yet').waitFor();
    const command = await page.locator('pre').first().textContent();
    const curl = `${command}`.replace('curl ', 'curl -s ');
    await promisify(execFile)('sh', ['-c', curl], { timeout: 10_000 });
    await page.getByRole('table', { name: 'Customers' }).getByText('cus_1').waitFor();
    expect(mock.usage().data).toMatchObject([{ customer: 'cus_1', value: '25', formula: 'last' }]);
  });

  test('a link opens a meter, with live settings, chart, totals and queries', async () => {
    const { page, go, send, mock } = await open();
    await mock.loadFixtures({ meters: [meterOf('mtr_1', { event_name: 'api_calls' })] });
    await send(usage('cus_small', 3));
    await send(usage('cus_big', '30.5'));
    await send(usage('cus_none', 'x'));
    await go('#/meters/mtr_1');
    await page.getByRole('heading', { name: 'Name of mtr_1' }).waitFor();
    await page
      .getByRole('img', {
        name: 'the last 48 hours, all customers together: 1 of 48 hours with usage, at most 33.5',
      })
      .waitFor();
    const rows = page.getByRole('table', { name: 'Customers' }).getByRole('row');
    await rows.nth(2).waitFor();
    const shown = async () =>
      (await rows.allTextContents()).slice(1).map((text) => text.replace(/\s/g, ''));
    expect(await shown()).toEqual(['cus_big30.5', 'cus_small3']);
    await send(usage('cus_small', 100));
    await rows.getByText('103').waitFor();
    expect(await shown()).toEqual(['cus_small103', 'cus_big30.5']);
    await page.getByRole('img', { name: 'at most 133.5' }).waitFor();
    await page.getByRole('radio', { name: 'day' }).check();
    await page.getByRole('img', { name: '1 of 60 days with usage, at most 133.5' }).waitFor();
    await page.getByRole('combobox', { name: 'Customer', exact: true }).selectOption('cus_big');
    await page
      .getByRole('img', {
        name: 'the last 60 days, cus_big: 1 of 60 days with usage, at most 30.5',
      })
      .waitFor();
    const query = page.locator('figure').filter({ hasText: 'the summary query for this usage' });
    const command = `${await query.locator('pre').last().textContent()}`;
    const { stdout } = await promisify(execFile)('sh', ['-c', command.replace('curl', 'curl -s')]);
    expect(JSON.parse(stdout).data).toMatchObject([{ aggregated_value: 30.5 }]);
    await rows.getByRole('link', { name: 'cus_big' }).click();
    await page.getByRole('heading', { name: 'Customer cus_big' }).waitFor();
    await page.getByRole('link', { name: 'api_calls' }).click();
    await page.getByRole('heading', { name: 'Name of mtr_1' }).waitFor();
    await go('#/meters/mtr_none');
    await page.getByText('Account default has no meter mtr_none.').waitFor();
  });

  test('the page of a meter follows a new name and a deactivation', async () => {
    const { page, go, post, mock } = await open();
    await mock.loadFixtures({ meters: [meterOf('mtr_1')] });
    await go('#/meters/mtr_1');
    await page.getByRole('heading', { name: 'Name of mtr_1' }).waitFor();
    await post('/v1/billing/meters/mtr_1', 'display_name=Other');
    await page.getByRole('heading', { name: 'Other' }).waitFor();
    await post('/v1/billing/meters/mtr_1/deactivate');
    await page.getByText('This meter is deactivated').waitFor();
  });

  test('opening a meter or a customer keeps the account that is looked at', async () => {
    const { page, go, event, send } = await open();
    await send(usage('cus_1', 3));
    const chosen = page.getByRole('combobox', { name: 'Account' });
    await go('#/meters');
    await page.getByRole('link', { name: 'api_calls' }).click();
    await page.getByRole('table', { name: 'Customers' }).getByText('cus_1').click();
    await page.getByRole('heading', { name: 'Customer cus_1' }).waitFor();
    expect(page.url()).toContain('account=default');
    expect(await chosen.inputValue()).toBe('');
    await page.getByRole('link', { name: 'events of this customer' }).click();
    await page.getByRole('table', { name: 'Events' }).getByText('cus_1').waitFor();
    expect(await chosen.inputValue()).toBe('');
    const form = `event_name=api_calls&${new URLSearchParams(usage('cus_1', 5))}`;
    await event(form, { authorization: 'Bearer sk_test_b_1' });
    await go('#/customers/cus_1?account=b');
    await page.getByRole('heading', { name: 'api_calls: 5' }).waitFor();
    await page.getByRole('link', { name: 'events of this customer' }).click();
    const events = page.getByRole('table', { name: 'Events' });
    await events.getByText('cus_1').waitFor();
    expect(await events.getByRole('row').count()).toBe(2); // and the head
    expect(await chosen.inputValue()).toBe('b');
    await page.getByRole('link', { name: 'Meters' }).click();
    await page.getByRole('link', { name: 'api_calls' }).click();
    await page.getByRole('heading', { name: 'By customer' }).waitFor();
    expect(await chosen.inputValue()).toBe('b');
    await chosen.selectOption('all accounts');
    await page.getByRole('heading', { name: 'By customer' }).waitFor();
    await chosen.selectOption('b');
    await page.getByRole('heading', { name: 'By customer' }).waitFor();
    await chosen.selectOption('default');
    await page.getByRole('table', { name: 'Meters' }).getByText('api_calls').first().waitFor();
    expect(page.url()).toMatch(/#\/meters\?account=default$/);
  });

  test('hostile names of meters are shown as text', async () => {
    const { page, go, event, mock } = await open();
    await mock.loadFixtures({
      meters: [meterOf('mtr_1', { display_name: HOSTILE, event_name: '__proto__' })],
    });
    await event(`event_name=__proto__&${new URLSearchParams(usage('cus_1', 5))}`);
    await go('#/meters');
    await page.getByRole('link', { name: HOSTILE }).click();
    await page.getByRole('heading', { name: HOSTILE }).waitFor();
    await page.getByRole('table', { name: 'Customers' }).getByText('cus_1').waitFor();
    await go('');
    await page.getByRole('link', { name: '__proto__', exact: true }).waitFor();
    expect(await page.evaluate('window.hurt ?? {}.id ?? "unhurt"')).toBe('unhurt');
    expect(await page.locator('main img').count()).toBe(0);
  });

  test('draws only some of five thousand meters and customers', async () => {
    const { page, go, mock } = await open();
    const many = Array.from({ length: 5000 }, (_none, at) => at);
    await mock.loadFixtures({
      meters: many.map((at) => meterOf(`mtr_${at}`)),
      events: [
        ...many.map((at) => ({
          event_name: 'mtr_0',
          payload: { stripe_customer_id: `cus_${at}`, value: `${at + 1}` },
        })),
        ...many.slice(1, 40).map((at) => ({
          event_name: `mtr_${at}`,
          payload: { stripe_customer_id: 'cus_0', value: '1' },
        })),
      ],
    });
    await go('#/meters');
    await page.getByText('5,000 meters').waitFor();
    const meters = page.getByRole('table', { name: 'Meters' });
    await meters.getByText('Name of mtr_0').waitFor();
    expect(await meters.getByRole('row').count()).toBeLessThan(60);
    await page.locator('.table').evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await meters.getByText('Name of mtr_4999').waitFor();
    await page.getByLabel('Name or id').fill('mtr_4321');
    await page.getByLabel('Name or id').press('Enter');
    await page.getByText('1 meter of 5,000').waitFor();
    await go('#/meters/mtr_0');
    const customers = page.getByRole('table', { name: 'Customers' });
    await customers.getByText('cus_4999').waitFor();
    const box = page.locator('.table');
    await box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect.poll(() => customers.getAttribute('aria-rowcount')).toBe('5001');
    await box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await customers.getByText('cus_0', { exact: true }).waitFor();
    expect(await customers.getByRole('row').count()).toBeLessThan(60);
    await go('#/customers/cus_0?account=default');
    await page.getByRole('heading', { name: 'Other meters' }).waitFor();
    await page.getByRole('table', { name: 'Other meters' }).getByText('mtr_12').waitFor();
    await go('');
    await page.getByRole('link', { name: '28 more meters in use' }).waitFor();
  });

  test('old addresses lead to the meters', async () => {
    const { page, go } = await open();
    await go('#/usage');
    await page.getByRole('heading', { name: 'Meters', exact: true }).waitFor();
    await go('#/customers');
    await page.getByRole('heading', { name: 'Meters', exact: true }).waitFor();
  });
});
