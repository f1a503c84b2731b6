/** Makes the pictures of docs/page.md and the README: npm run screenshots. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startMeterMock } from '../src/index.ts';
import { findBrowser, launch } from '../test/page/browser.ts';

const mock = await startMeterMock({
  port: 0,
  seed: 7,
  clock: '2026-01-15T09:30:00Z',
  strict: true,
});
const SHOTS = 'docs/pictures';

await fill();
const browser = await launch(findBrowser() ?? 'chromium');
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({
      colorScheme,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      viewport: { width: 1180, height: 760 },
    });
    const page = await context.newPage();
    const suffix = colorScheme === 'dark' ? '-dark' : '';
    await page.goto(`${mock.url}/_mock/`);
    await page.getByText('sent more than once').waitFor();
    for (let second = 0; second < 14; second++) await oneSecond(second);
    await page.getByRole('cell', { name: 'cus_b' }).first().waitFor();
    await shoot(page, `overview${suffix}`);
    if (colorScheme === 'dark') continue;
    await shootViews(page);
  }
} finally {
  await browser.close();
  await mock.close();
}

async function shootViews(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'not counted', exact: false }).first().click();
  await page.getByRole('table', { name: 'Events' }).waitFor();
  await shoot(page, 'events');
  const { data } = mock.requests();
  const lost = data.find(({ connection }) => connection === 'lost');
  await page.goto(`${mock.url}/_mock/#/requests/${lost?.request_id}`);
  await page.getByText('Sent 2 times').waitFor();
  await shoot(page, 'request');
  await page.goto(`${mock.url}/_mock/#/meters/mtr_calls?account=default`);
  await page.getByRole('table', { name: 'Customers' }).getByText('cus_b').waitFor();
  await shoot(page, 'meter');
  await page.goto(`${mock.url}/_mock/#/customers/cus_b?account=default`);
  await page.getByText('to pay').waitFor();
  await shoot(page, 'customer');
  await page.goto(`${mock.url}/_mock/#/controls`);
  await page.getByRole('button', { name: 'Arm' }).waitFor();
  await shoot(page, 'controls');
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SHOTS}/${name}.png` });
}

/** One second's events, for the chart. */
async function oneSecond(second: number): Promise<void> {
  const count = 6 + Math.round(5 * Math.sin(second));
  for (let i = 0; i < count; i++) await event(`cus_${'abc'[i % 3]}`, `${i % 7}`);
  await wait(1000);
}

/** A morning at a company that bills API calls, where most calls go well. */
async function fill(): Promise<void> {
  const meters = [
    {
      id: 'mtr_calls',
      display_name: 'API calls',
      event_name: 'api_calls',
      default_aggregation: { formula: 'sum' },
    },
    {
      id: 'mtr_seats',
      display_name: 'Seats',
      event_name: 'seats',
      default_aggregation: { formula: 'last' },
    },
  ] as const;
  await mock.loadFixtures({
    meters: [...meters],
    customers: ['cus_a', 'cus_b', 'cus_c'].map((id) => ({
      id,
      name: `Customer ${id.at(-1)?.toUpperCase()}`,
    })),
    products: [{ id: 'prod_calls', name: 'API calls' }],
    prices: [
      {
        id: 'price_calls',
        product: 'prod_calls',
        currency: 'usd',
        unit_amount_decimal: '2.5',
        recurring: { interval: 'month', usage_type: 'metered', meter: 'mtr_calls' },
      },
    ],
    subscriptions: ['cus_a', 'cus_b', 'cus_c'].map((customer) => ({
      customer,
      items: [{ price: 'price_calls' }],
    })),
  });
  for (let hour = 0; hour < 14; hour++) {
    for (let i = 0; i < 6 + (hour % 5) * 3; i++) await event(`cus_${'aabbbc'[i % 6]}`, `${1 + i}`);
    await mock.clock.advance(1500);
  }
  await event(undefined, '5');
  await event(undefined, '8');
  mock.faults.arm({ effect: 'response_lost', match: { customer: 'cus_c' } });
  await event('cus_c', '12', 'order-1187').catch(() => {});
  await event('cus_c', '12', 'order-1187');
  await event('cus_a', '1', 'order-1', 'order-1');
  await event('cus_a', '1', 'order-1b', 'order-1');
  mock.faults.arm({ effect: 'rate_limit', match: { customer: 'cus_a' }, skip: 40, times: 3 });
}

async function event(
  customer: string | undefined,
  value: string,
  key?: string,
  identifier?: string,
) {
  const form = new URLSearchParams({
    event_name: 'api_calls',
    ...(customer !== undefined && { 'payload[stripe_customer_id]': customer }),
    'payload[value]': value,
    ...(identifier !== undefined && { identifier }),
  });
  const response = await fetch(`${mock.url}/v1/billing/meter_events`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_51Hx8mock4242',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: form,
  });
  return response.json();
}
