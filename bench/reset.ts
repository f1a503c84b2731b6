/** A reset after a million events, through the library and over HTTP. */
import { drive } from './drive.ts';
import { type Measured, startMeasured } from './measured.ts';
import { median } from './numbers.ts';
import { send } from './request.ts';
import type { Filled, Filling } from './servers/filled.ts';
import { atMost, type Row } from './table.ts';
import type { Workshop } from './workshop.ts';

const DAYS = 30;

export async function reset(workshop: Workshop): Promise<Row[]> {
  const events = workshop.size(1_000_000, 20_000);
  const rounds = workshop.size(5, 1);
  const server = await startMeasured(workshop, { script: workshop.program('servers/filled') });
  const byVerb: number[] = [];
  const byHttp: number[] = [];
  while (byHttp.length < rounds) {
    await fill(workshop, server, events);
    byVerb.push((await server.ask<Filled>({ ask: 'reset' } satisfies Filling)).ms);
    await fill(workshop, server, events);
    byHttp.push((await send(server.port, 'POST', '/_mock/reset')).ms);
  }
  await server.stop();
  const what = `reset after ${events.toLocaleString('en')} events`;
  return [
    atMost(50, `${what}, through the library`, median(byVerb), `${rounds} resets`, ' ms'),
    atMost(50, `${what}, over HTTP`, median(byHttp), `${rounds} resets`, ' ms'),
  ];
}

async function fill(workshop: Workshop, server: Measured, events: number): Promise<void> {
  // enough to fill every ring and the idempotency keys; the rest goes straight into the engine
  const throughHttp = workshop.size(110_000, 5000);
  await server.ask<Filled>({
    ask: 'record',
    events: events - throughHttp,
    days: DAYS,
    customer: 'cus_1',
  } satisfies Filling);
  await drive(workshop, server, { requests: throughHttp });
}
