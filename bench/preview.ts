/** How long a preview over a million events takes, and how much memory a subscription takes. */
import { startMeasured } from './measured.ts';
import { mebibytes, median, short } from './numbers.ts';
import { send } from './request.ts';
import type { Filled, Filling } from './servers/filled.ts';
import { atMost, type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const DAYS = 30;
const DAY_SECONDS = 86_400;
/** How many subscriptions one fixture loads. */
const AT_ONCE = 10_000;
const JSON_BODY = { 'content-type': 'application/json' };

export async function preview(workshop: Workshop): Promise<Row[]> {
  const events = workshop.size(1_000_000, 100_000);
  const server = await startMeasured(workshop, { script: workshop.program('servers/filled') });
  const filling = { ask: 'record', events, days: DAYS, customer: 'cus_1' } satisfies Filling;
  await server.ask<Filled>(filling);
  await load(server.port, await shopOf(server.port));
  const times = await timesOf(server.port, events, workshop.size(51, 5));
  const memory = await memoryOf(server, workshop.size(100_000, 10_000));
  const rolled = await rollOver(server.port, workshop.size(10_000, 1000));
  await server.stop();
  const what = `a preview after ${events.toLocaleString('en')} events over ${DAYS} days`;
  return [atMost(10, what, median(times), `${times.length} requests`, ' ms'), memory, rolled];
}

/**
 * A customer with a yearly subscription from before the first event, so that one period is open.
 */
async function shopOf(port: number): Promise<object> {
  const answer = await send(port, 'GET', '/v1/billing/meters');
  const [meter] = (JSON.parse(answer.body) as { data: { id: string }[] }).data;
  const recurring = { interval: 'year', usage_type: 'metered', meter: meter?.id };
  const amount = { currency: 'usd', unit_amount_decimal: '0.000035' };
  return {
    customers: [{ id: 'cus_1' }],
    products: [{ id: 'prod_1', name: 'Tokens' }],
    prices: [{ id: 'price_1', product: 'prod_1', ...amount, recurring }],
    subscriptions: [{ ...subscriptionOf('sub_1'), created: nowSeconds() - 31 * DAY_SECONDS }],
  };
}

function subscriptionOf(id: string) {
  return { id, customer: 'cus_1', items: [{ price: 'price_1' }] };
}

async function timesOf(port: number, events: number, count: number): Promise<number[]> {
  const times: number[] = [];
  const total = Math.round((events * 25 * 35) / 1e6); // each event has the value 25
  for (let i = -3; i < count; i++) {
    const body = 'subscription=sub_1';
    const answer = await send(port, 'POST', '/v1/invoices/create_preview', { body });
    if (JSON.parse(answer.body).total !== total) throw new Error(`wrong total: ${answer.body}`);
    if (i >= 0) times.push(answer.ms); // the first three warm up
  }
  return times;
}

async function memoryOf(
  { port, usage }: Awaited<ReturnType<typeof startMeasured>>,
  count: number,
): Promise<Row> {
  await loadCustomers(port, count);
  const before = await usage(true);
  for (let from = 0; from < count; from += AT_ONCE) {
    const subscriptions = Array.from({ length: AT_ONCE }, (_, i) => ({
      ...subscriptionOf(`sub_many_${from + i}`),
      customer: `cus_many_${from + i}`,
    }));
    await load(port, { subscriptions });
  }
  const bytes = (await usage(true)).heapBytes - before.heapBytes;
  const many = count.toLocaleString('en');
  return row(
    `heap that ${many} subscriptions with one item take: in all / each`,
    `${mebibytes(bytes)} / ${short(bytes / count)} bytes`,
    `1 load of ${many}`,
  );
}

/** How long a move of the clock takes at which as many periods end at one moment. */
async function rollOver(port: number, count: number): Promise<Row> {
  await send(port, 'POST', '/_mock/reset', { body: '{}', headers: JSON_BODY });
  const recurring = { interval: 'month' };
  const ids = Array.from({ length: count }, (_, i) => i);
  await load(port, {
    customers: ids.map((i) => ({ id: `cus_${i}` })),
    products: [{ id: 'prod_seat', name: 'Seat' }],
    prices: [
      { id: 'price_seat', product: 'prod_seat', currency: 'usd', unit_amount: 100, recurring },
    ],
    subscriptions: ids.map((i) => ({
      ...{ id: `sub_${i}`, customer: `cus_${i}`, items: [{ price: 'price_seat' }] },
    })),
  });
  const body = JSON.stringify({ advance_seconds: 32 * DAY_SECONDS });
  const { ms } = await send(port, 'POST', '/_mock/clock', { body, headers: JSON_BODY });
  const answer = await send(port, 'GET', '/v1/subscriptions/sub_0');
  const { current_period_start: start } = JSON.parse(answer.body).items.data[0];
  if (start < nowSeconds()) throw new Error(`the period did not end: ${answer.body}`);
  const many = count.toLocaleString('en');
  return row(`${many} subscriptions whose periods end at one moment`, `${short(ms)} ms`, '1 move');
}

async function loadCustomers(port: number, count: number): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const customers = Array.from({ length: AT_ONCE }, (_, i) => ({ id: `cus_many_${from + i}` }));
    await load(port, { customers });
  }
}

async function load(port: number, fixture: object): Promise<void> {
  const body = JSON.stringify(fixture);
  await send(port, 'POST', '/_mock/fixtures', { body, headers: JSON_BODY });
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
