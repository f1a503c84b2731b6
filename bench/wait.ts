/** A thousand waiters: how soon they wake, and what others pay while they begin, wait and leave. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { drive, inTurn } from './drive.ts';
import { type Measured, startMeasured } from './measured.ts';
import { median, medianRatio, short } from './numbers.ts';
import { eventForm, send } from './request.ts';
import type { Filled, Filling } from './servers/filled.ts';
import { type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const WAITERS = 1000;
const NAMES = ['waited', 'alone'] as const;
/** Events kept while they begin to wait: as many as by default. */
const KEPT = 100_000;
/** Enough time for the server to read all waiters' requests, in milliseconds. */
const SETTLE_MS = 500;

export async function wait(workshop: Workshop): Promise<Row[]> {
  const server = await startMeasured(workshop, { script: workshop.program('servers/filled') });
  const alone = await startMeasured(workshop, { script: workshop.program('servers/filled') });
  const rows = [
    ...(await wakes(server, workshop.size(11, 3))),
    ...(await costs(workshop, { waited: server, alone })),
    ...(await begins(server, workshop.size(5, 2))),
  ];
  await server.stop();
  await alone.stop();
  return rows;
}

async function wakes(server: Measured, rounds: number): Promise<Row[]> {
  const inProcess: number[] = [];
  const byHttp: number[] = [];
  for (let round = 0; round < rounds; round++) {
    inProcess.push(
      (await server.ask<Filled>({ ask: 'wake', waiters: WAITERS } satisfies Filling)).ms,
    );
    byHttp.push(await wakeOverHttp(server, `wake_${round}`));
  }
  const of = `${rounds} rounds`;
  return [
    row(
      `${WAITERS} waiters over HTTP: from sending the event to the last waiter's answer`,
      `${short(median(byHttp))} ms`,
      of,
    ),
    row(
      `${WAITERS} waiters in the library: from the event to the last waiter's wake-up`,
      `${short(median(inProcess))} ms`,
      of,
    ),
  ];
}

async function wakeOverHttp({ port }: Measured, identifier: string): Promise<number> {
  const waiters = await Promise.all(
    Array.from({ length: WAITERS }, () => openWaiter(port, `identifier=${identifier}`)),
  );
  await sleep(SETTLE_MS);
  const answered = Promise.all(waiters.map(firstLine));
  const startedMs = performance.now();
  await send(port, 'POST', '/v1/billing/meter_events', { body: eventForm(identifier) });
  const lines = await answered;
  const ms = performance.now() - startedMs;
  for (const waiter of waiters) waiter.destroy();
  if (!lines.every((line) => line.startsWith('HTTP/1.1 200')))
    throw new Error('not all waiters woke');
  return ms;
}

async function costs(
  workshop: Workshop,
  servers: Record<(typeof NAMES)[number], Measured>,
): Promise<Row[]> {
  const requests = workshop.size(5000, 1000);
  const rounds = workshop.size(9, 3);
  for (const name of NAMES)
    await drive(workshop, servers[name], { requests: workshop.size(20_000, 5000) });
  const waiters = await openWaiters(servers.waited.port, 'other');
  await sleep(SETTLE_MS);
  const driven = await inTurn(rounds, NAMES, (name) =>
    drive(workshop, servers[name], { requests }),
  );
  for (const waiter of waiters) waiter.destroy();
  const figures = (name: (typeof NAMES)[number], figure: 'rate' | 'cpuUs') =>
    driven[name].map((each) => each[figure]);
  const of = `${rounds} rounds of ${requests.toLocaleString('en')} requests`;
  return [
    row(
      `request rate while ${WAITERS} wait for a different customer each, relative to nobody waiting`,
      short(medianRatio(figures('waited', 'rate'), figures('alone', 'rate'))),
      of,
    ),
    row(
      'CPU per request, the same two, µs',
      `${short(median(figures('waited', 'cpuUs')))} / ${short(median(figures('alone', 'cpuUs')))}`,
      of,
    ),
  ];
}

/** How long a request waits for its answer behind all waiters that begin, and all that leave. */
async function begins(server: Measured, rounds: number): Promise<Row[]> {
  const beginning: number[] = [];
  const leaving: number[] = [];
  await server.ask<Filled>({
    ask: 'record',
    events: KEPT,
    days: 1,
    customer: 'cus_kept',
  } satisfies Filling);
  for (let round = 0; round < rounds; round++) {
    const waiters = await openWaiters(server.port, 'late');
    beginning.push(await askedAfter(server));
    await sleep(SETTLE_MS);
    for (const waiter of waiters) waiter.destroy();
    leaving.push(await askedAfter(server));
  }
  const of = `${rounds} rounds`;
  const kept = KEPT.toLocaleString('en');
  return [
    row(
      `${WAITERS} begin to wait, with ${kept} events kept: from the last one's connection to the answer of a request behind them`,
      `${short(median(beginning))} ms`,
      of,
    ),
    row(
      'they disconnect: from then to the answer of a request behind them',
      `${short(median(leaving))} ms`,
      of,
    ),
  ];
}

async function askedAfter({ port }: Measured): Promise<number> {
  const startedMs = performance.now();
  await send(port, 'GET', '/_mock/clock');
  return performance.now() - startedMs;
}

/** Each waits for a different customer, for whom no event ever arrives. */
function openWaiters(port: number, prefix: string): Promise<Socket[]> {
  const queries = Array.from({ length: WAITERS }, (_, at) => `customer=${prefix}_${at}`);
  return Promise.all(queries.map((query) => openWaiter(port, `${query}&timeout_ms=600000`)));
}

async function openWaiter(port: number, query: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  // a waiter whose connection breaks has no first line, which is noticed later
  socket.on('error', () => {});
  socket.write(`GET /_mock/meter_events/wait?${query} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return socket;
}

function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve) =>
    socket
      .once('data', (data) => resolve(data.toString('latin1').split('\r\n', 1)[0] as string))
      .once('close', () => resolve('')),
  );
}
