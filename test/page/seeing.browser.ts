/** What a person sees on the page as requests arrive. */
import { expect, test } from 'vitest';
import { describeInBrowser, open, usage } from './open-page.ts';

describeInBrowser('seeing', () => {
  test('an empty server says what to do first', async () => {
    const { page, go, url } = await open();
    await go('');
    await page.getByText('Nothing has arrived yet').waitFor();
    expect(await page.getByRole('figure').locator('pre').first().textContent()).toContain(
      `curl ${url}/v1/billing/meter_events`,
    );
  });

  test('an event appears within a second of its create, without a reload', async () => {
    const { page, go, send } = await open();
    await go('#/events');
    await page.getByText('No event has arrived yet').waitFor();
    const created = performance.now();
    await send(usage('cus_1', 25));
    await page.getByRole('cell', { name: 'cus_1' }).waitFor();
    expect(performance.now() - created).toBeLessThan(1000);
    await send({ 'payload[value]': '5' });
    await page.getByRole('cell', { name: 'no: no customer' }).waitFor();
    await go('');
    await page.getByText('1 event accepted but not counted: no customer').waitFor();
  });

  test('filters lists, and puts the filters into the address', async () => {
    const { page, go, send } = await open();
    for (const customer of ['cus_1', 'cus_2', 'cus_3']) await send(usage(customer, 1));
    await send({ 'payload[value]': '5', identifier: 'bad' });
    await go('#/events');
    const cells = (name: string) => page.getByRole('cell', { name, exact: true });
    await cells('cus_3').waitFor();
    await page.getByLabel('Customer', { exact: true }).fill('cus_2');
    await page.getByLabel('Customer', { exact: true }).press('Enter');
    await cells('cus_3').waitFor({ state: 'detached' });
    await cells('cus_2').waitFor();
    expect(page.url()).toContain('#/events?customer=cus_2');
    await send(usage('cus_3', 2));
    await send(usage('cus_2', 2));
    await cells('cus_2').nth(1).waitFor();
    expect(await cells('cus_3').count()).toBe(0);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await cells('cus_3').first().waitFor();
    await page
      .getByRole('combobox', { name: 'Counted', exact: true })
      .selectOption('not counted: no customer');
    await cells('cus_2').first().waitFor({ state: 'detached' });
    await cells('bad').waitFor();
  });

  test('an empty list says why it is empty', async () => {
    const { page, go, send } = await open();
    await go('#/requests');
    await page.getByText('No request has arrived yet').waitFor();
    await page.getByRole('figure', { name: 'a first event' }).waitFor();
    await send(usage('cus_1', 1));
    await go('#/requests?status=404');
    await page.getByText('No request matches these filters.').waitFor();
    expect(await page.locator('main pre').count()).toBe(0);
    await go('#/deliveries?succeeded=false');
    await page.getByText('No attempt matches these filters.').waitFor();
    await go('#/events?customer=cus_2');
    await page.getByText('No kept event matches. Clear a filter.').waitFor();
    expect(
      await page.getByText('all accounts', { exact: false }).locator('visible=true').count(),
    ).toBe(0);
    await go('#/events?customer=cus_2&account=default');
    await page.getByText('Clear a filter. Show all accounts.').waitFor();
  });

  test('shows only the chosen account', async () => {
    const { page, go, event } = await open();
    const form = (customer: string) => `event_name=e&${new URLSearchParams(usage(customer, 1))}`;
    await event(form('cus_a'), { authorization: 'Bearer sk_test_a_1' });
    await event(form('cus_b'), { authorization: 'Bearer sk_test_b_1' });
    await go('#/events');
    await page.getByRole('cell', { name: 'cus_a' }).waitFor();
    await page.getByLabel('Account').selectOption('b');
    await page.getByRole('cell', { name: 'cus_a' }).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: 'cus_b' }).waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('link', { name: 'cus_b' }).waitFor();
    expect(page.url()).toContain('account=b');
  });

  test('a newcomer finds who used most, why two did not count, and what a retry got', async () => {
    const { page, go, send, mock } = await open();
    await send(usage('cus_small', 3));
    await send(usage('cus_big', 30));
    await send({ 'payload[value]': '1' });
    await send({ 'payload[value]': '2' });
    mock.faults.arm({ effect: 'response_lost' });
    await send(usage('cus_small', 4), 'order-7').catch(() => {});
    await send(usage('cus_small', 4), 'order-7');
    await go('');
    const first = page.getByRole('table').first().getByRole('row').nth(1);
    await first.getByText('cus_big').waitFor();
    await page
      .getByRole('link', { name: '2 events accepted but not counted: no customer' })
      .click();
    await page
      .getByRole('link')
      .filter({ has: page.locator('time') })
      .first()
      .click();
    await page.getByText('The payload does not name a customer').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('link', { name: /1 request sent more than once/ }).click();
    const rows = page.getByRole('table', { name: 'Requests' }).getByRole('row');
    await rows.nth(2).waitFor();
    expect(await rows.count()).toBe(3); // and the header row
    await rows.nth(1).getByRole('link').click();
    await page.getByText('Sent 2 times').waitFor();
    await page.getByText('nothing: the connection broke (fault response_lost)').waitFor();
    await page.getByText('the kept answer, replayed').waitFor();
    await page.getByRole('link', { name: '1', exact: true }).click();
    await page.getByText('Stored answer for its key: 200; this client never received it').waitFor();
    await page.getByText('"object": "billing.meter_event"').waitFor();
  });

  test('a link opens one event, one request or one customer', async () => {
    const { page, go, send, mock } = await open();
    await send({ ...usage('cus_1', 7), identifier: 'order-1' }, 'key-1');
    const [event] = mock.events().data;
    await go(`#/events/${event?.sequence}`);
    await page.getByText('order-1', { exact: true }).waitFor();
    await page.getByRole('link', { name: `${event?.request_id}` }).click();
    await page.getByRole('heading', { name: 'POST /v1/billing/meter_events' }).waitFor();
    await page
      .getByText("-H 'idempotency-key: key-1'")
      .or(page.getByText('key-1'))
      .first()
      .waitFor();
    await page.getByText('event 1, api_calls').click();
    await page.getByRole('link', { name: 'cus_1' }).click();
    await page.getByRole('heading', { name: 'Customer cus_1' }).waitFor();
    await page.getByRole('img', { name: 'the last 48 hours: 1 of 48 hours with usage' }).waitFor();
    await go('#/events/99');
    await page.getByText('Event 99 is not kept').waitFor();
  });

  test('a click anywhere in a row opens it, but for a selection and what else can be pressed', async () => {
    const { page, go, send, mock } = await open();
    await send({ ...usage('cus_1', 1), identifier: 'a-rather-long-identifier' });
    await go('#/events');
    const cell = page.getByRole('cell', { name: 'a-rather-long-identifier' });
    const box = await cell.boundingBox();
    const { x = 0, y = 0, height = 0 } = box ?? {};
    await page.mouse.move(x + 16, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 80, y + height / 2, { steps: 4 });
    await page.mouse.up();
    expect(await page.evaluate('getSelection().type')).toBe('Range');
    expect(page.url()).toMatch(/#\/events$/);
    await page.getByRole('cell', { name: 'cus_1' }).click();
    await page.getByRole('heading', { name: 'Event 1' }).waitFor();
    mock.webhooks.collect();
    mock.deliveries.hold();
    mock.errorReports.raise({ errors: [{ code: 'no_meter' }] });
    await go('#/deliveries');
    await page.getByRole('button', { name: /^Release delivery_/ }).click();
    await page.getByText(/^Released delivery_/).waitFor();
    expect(page.url()).toMatch(/#\/deliveries$/);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page
        .getByRole('table', { name: 'Attempts' })
        .getByText('collected')
        .click({
          modifiers: ['ControlOrMeta'],
        }),
    ]);
    await opened.getByRole('heading', { name: /^Delivery / }).waitFor();
    expect(page.url()).toMatch(/#\/deliveries$/);
  });

  test('draws only some of thousands of rows', async () => {
    const { page, go, mock } = await open();
    const events = Array.from({ length: 3000 }, (_none, at) => ({
      event_name: 'e',
      identifier: `i${at}`,
      payload: { stripe_customer_id: 'cus_1', value: '1' },
    }));
    await mock.loadFixtures({ events });
    await go('#/events');
    const table = page.getByRole('table', { name: 'Events' });
    await table.getByText('i2999').waitFor();
    expect(await table.getByRole('row').count()).toBeLessThan(60);
    await table.getByRole('link').first().focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('i2994').waitFor();
    await page.goBack();
    await table.getByText('i2999').waitFor();
    const box = page.locator('.table');
    await box.evaluate((element) => element.scrollTo(0, 90 * 34));
    await table.getByText('i2900').waitFor();
  });
});
