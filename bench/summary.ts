/** Summaries over 30 days for a customer with a million events. */
import { type Measured, startMeasured } from './measured.ts';
import { median, short } from './numbers.ts';
import { send } from './request.ts';
import type { Filled, Filling } from './servers/filled.ts';
import { type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const DAYS = 30;
const DAY_SECONDS = 86_400;
const QUERIES = {
  'as one sum': '',
  'by day': '&value_grouping_window=day&limit=100',
  'by hour, 100 per page': '&value_grouping_window=hour&limit=100',
};

export async function summary(workshop: Workshop): Promise<Row[]> {
  const events = workshop.size(1_000_000, 100_000);
  const server = await startMeasured(workshop, { script: workshop.program('servers/filled') });
  await server.ask<Filled>({
    ask: 'record',
    events,
    days: DAYS,
    customer: 'cus_1',
  } satisfies Filling);
  const path = await pathOf(server);
  const rows: Row[] = [];
  for (const [words, query] of Object.entries(QUERIES)) {
    const times = await timesOf(server, path + query, workshop.size(51, 5));
    rows.push(
      row(
        `a summary over ${DAYS} days of ${events.toLocaleString('en')} events, ${words}`,
        `${short(median(times))} ms`,
        `${times.length} requests`,
      ),
    );
  }
  await server.stop();
  return rows;
}

async function pathOf({ port }: Measured): Promise<string> {
  const { data } = JSON.parse((await send(port, 'GET', '/v1/billing/meters')).body) as {
    data: { id: string }[];
  };
  const end = Math.ceil(Date.now() / 1000 / DAY_SECONDS) * DAY_SECONDS;
  return `/v1/billing/meters/${data[0]?.id}/event_summaries?customer=cus_1&start_time=${end - (DAYS + 1) * DAY_SECONDS}&end_time=${end}`;
}

async function timesOf({ port }: Measured, path: string, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = -3; i < count; i++) {
    const { ms, body } = await send(port, 'GET', path);
    if (!body.includes('"aggregated_value"')) throw new Error(`an empty summary: ${body}`);
    if (i >= 0) times.push(ms); // the first three warm up
  }
  return times;
}
