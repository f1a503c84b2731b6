/**
 * How long a create waits while each control route is read, with as many events and requests kept
 * as the defaults allow.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { drive } from './drive.ts';
import { type Measured, startMeasured } from './measured.ts';
import { median, short } from './numbers.ts';
import { send } from './request.ts';
import type { Filled, Filling } from './servers/filled.ts';
import { atMost, type Row, row } from './table.ts';
import type { Workshop } from './workshop.ts';

const LONGEST_MS = 25;
/** The first creates of a connection, which are not counted. */
const WARM = 20;
/** What is read. Most filters here match nothing. */
const READS = [
  '/_mock/meter_events?limit=10000',
  '/_mock/meter_events?account=nobody',
  '/_mock/meter_events?event_name=none',
  '/_mock/meter_events?customer=none',
  '/_mock/meter_events?identifier=none',
  '/_mock/meter_events?source=v2',
  '/_mock/meter_events?event_name=waiting&limit=10000',
  '/_mock/meter_events/wait?identifier=none&timeout_ms=0',
  '/_mock/meter_events/wait?count=10000',
  '/_mock/meter_events/wait?count=1000000&timeout_ms=0',
  '/_mock/requests?limit=10000',
  '/_mock/requests?account=nobody',
  '/_mock/requests?path=/none',
  '/_mock/requests?method=PUT',
  '/_mock/requests?status=599',
  '/_mock/usage',
  '/_mock/usage?event_name=none',
  '/_mock/usage?customer=none',
  '/_mock/health',
  '/_mock/clock',
  '/_mock/faults',
  '/_mock/openapi.json',
  '/_mock/fixtures',
  '/v1/billing/meters?limit=100',
  '/v1/customers?limit=100',
];
/** Routes that change something, with their bodies. */
const CHANGES: Record<string, object> = {
  '/_mock/clock': { advance_seconds: 1 },
  '/_mock/clock?account=other': { advance_seconds: 1 },
  '/_mock/faults': { effect: 'rate_limit', match: { customer: 'cus_none' } },
  '/_mock/reset?account=other': {},
};

/** How long a create had to wait while something else was done. */
interface Waited {
  readonly longestMs: number;
  /**
   * The longest time that the server was on its core while a create waited, which leaves out other
   * work on the machine.
   */
  readonly heldMs: number;
  /** How long the other work took. */
  readonly tookMs: number;
  readonly creates: number;
}

export async function reads(workshop: Workshop): Promise<Row[]> {
  const server = await startMeasured(workshop, { script: workshop.program('servers/filled') });
  const rounds = workshop.size(7, 2);
  await fill(workshop, server);
  const saved = await save(server);
  const rows: Row[] = [];
  for (const path of READS)
    rows.push(await rowOf(`GET ${path}`, rounds, () => read(server.port, path)));
  for (const [path, change] of Object.entries(CHANGES)) {
    const body = JSON.stringify(change);
    rows.push(await rowOf(`POST ${path}`, rounds, () => read(server.port, path, body)));
  }
  const idle = () => new Promise<void>((resolve) => setTimeout(resolve, 500));
  rows.push(await rowOf('nothing, for half a second', rounds, idle));
  rows.push(...(await loads(server, saved, workshop.size(3, 1))));
  await server.stop();
  return rows;

  async function rowOf(what: string, times: number, done: () => Promise<void>): Promise<Row> {
    await done(); // warms up V8
    return rowFrom(what, await waitsDuring(server, times, done), LONGEST_MS);
  }
}

/**
 * Events of 50 customers straight into the engine, then some over HTTP with a new customer each;
 * and customers, some of whom have subscriptions.
 */
async function fill(workshop: Workshop, server: Measured): Promise<void> {
  const requests = workshop.size(10_000, 1000);
  const events = workshop.size(100_000, 5000) - requests;
  await server.ask<Filled>({ ask: 'hold', events, hours: 1 } satisfies Filling);
  await drive(workshop, server, { requests, kind: 'customers' });
  await read(server.port, '/_mock/fixtures', JSON.stringify(billed(requests, requests / 10)));
}

function billed(customers: number, subscriptions: number) {
  const id = (at: number) => `cus_billed${at}`;
  const subscription = (_item: unknown, at: number) => ({
    customer: id(at),
    items: [{ price: 'price_1' }],
  });
  return {
    customers: Array.from({ length: customers }, (_item, at) => ({ id: id(at), name: 'Ann' })),
    products: [{ id: 'prod_1', name: 'Seats' }],
    prices: [{ id: 'price_1', product: 'prod_1', currency: 'usd', unit_amount: 100, ...MONTHLY }],
    subscriptions: Array.from({ length: subscriptions }, subscription),
  };
}
const MONTHLY = { recurring: { interval: 'month' } };

/** The current state without its clock, which would be out of date by the time it is loaded. */
async function save({ port }: Measured): Promise<string> {
  const { body } = await send(port, 'GET', '/_mock/fixtures');
  return JSON.stringify({ ...JSON.parse(body), clock: undefined });
}

/** Loads the saved state after a reset: parsing it and finally playing it are one step each. */
async function loads(server: Measured, saved: string, rounds: number): Promise<Row[]> {
  const events = (JSON.parse(saved) as { events: unknown[] }).events.length;
  const load = async () => {
    await send(server.port, 'POST', '/_mock/reset');
    await read(server.port, '/_mock/fixtures', saved);
  };
  const what = `POST /_mock/fixtures of ${events.toLocaleString('en')} events`;
  return [rowFrom(what, await waitsDuring(server, rounds, load), undefined)];
}

function rowFrom(what: string, waits: readonly Waited[], aim: number | undefined): Row {
  const of = (figure: keyof Waited) => median(waits.map((each) => each[figure]));
  const creates = waits.reduce((sum, each) => sum + each.creates, 0);
  const times = `${waits.length} times, ${creates.toLocaleString('en')} creates`;
  const words = `the longest wait of a create during ${what} (${short(of('tookMs'))} ms)`;
  const longest =
    aim === undefined
      ? row(words, `${short(of('longestMs'))} ms`, times)
      : atMost(aim, words, of('longestMs'), times, ' ms');
  const held = `${short(of('heldMs'))} ms of it spent in the server itself`;
  return { ...longest, measured: `${longest.measured}, ${held}` };
}

async function waitsDuring(
  server: Measured,
  times: number,
  done: () => Promise<void>,
): Promise<Waited[]> {
  const waits: Waited[] = [];
  for (let time = 0; time < times; time++) {
    const creates = createInTurn(server);
    await creates.warm;
    const startedMs = performance.now();
    await done();
    const tookMs = performance.now() - startedMs;
    waits.push({ tookMs, ...(await creates.stop()) });
  }
  return waits;
}

let created = 0;

/**
 * Creates events one after the other over one connection, until stopped, for a meter that no loaded
 * state has.
 */
function createInTurn({ port, pid }: Measured) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1').setNoDelay(true);
  let [startedMs, startedOnCoreMs] = [0, 0];
  let [longestMs, heldMs, creates, stopping] = [0, 0, 0, false];
  let warmed = () => {};
  const warm = new Promise<void>((resolve) => (warmed = resolve));
  const next = () => {
    startedOnCoreMs = onCoreMs(pid);
    startedMs = performance.now();
    socket.write(createRequest(`wait_${created++}`));
  };
  socket.on('connect', next).on('data', (data: unknown) => {
    if (!String(data).startsWith('HTTP/1.1 200')) throw new Error(`a create got ${data}`);
    const waitedMs = performance.now() - startedMs;
    if (++creates > WARM) {
      longestMs = Math.max(longestMs, waitedMs);
      heldMs = Math.max(heldMs, Math.min(waitedMs, onCoreMs(pid) - startedOnCoreMs));
    } else if (creates === WARM) warmed();
    if (stopping) socket.end();
    else next();
  });
  const stop = async () => {
    stopping = true;
    await new Promise((resolve) => socket.once('close', resolve));
    return { longestMs, heldMs, creates };
  };
  return { warm, stop };
}

/**
 * How long the main thread of a process was on a core, in milliseconds; 0 if that cannot be read.
 */
function onCoreMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
}

function createRequest(identifier: string): string {
  const payload = 'payload[stripe_customer_id]=cus_1&payload[value]=25';
  const body = `event_name=waiting&${payload}&identifier=${identifier}`;
  const head = [
    'POST /v1/billing/meter_events HTTP/1.1',
    'Host: localhost',
    'Authorization: Bearer sk_test_123',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/**
 * Reads a route to its end, but looks only at its status, since this process is measuring
 * meanwhile.
 */
function read(port: number, path: string, body?: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const bytes = Buffer.from(body ?? '');
  const head = [
    `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`,
    'Host: localhost',
    'Authorization: Bearer sk_test_123',
    'Connection: close',
    ...(body === undefined
      ? []
      : ['Content-Type: application/json', `Content-Length: ${bytes.length}`]),
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(bytes);
  return new Promise((resolve, reject) => {
    let head = '';
    socket.on('data', (data) => (head ||= data.toString('latin1', 0, 500)));
    socket.on('error', reject).on('close', () => {
      if (/^HTTP\/1.1 (200|408)/.test(head)) resolve();
      else reject(new Error(`${path} was answered ${head}`));
    });
  });
}
