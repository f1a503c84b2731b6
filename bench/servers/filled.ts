/**
 * Ours, built from the same parts as the command, so that the bench can fill its engine without a
 * request for each event.
 */
import { buildApp } from '../../src/app.ts';
import { Waiters } from '../../src/control/waiters.ts';
import { createServedVerbs, createVerbs } from '../../src/create-verbs.ts';
import { stderrLog } from '../../src/log.ts';
import { RealTime } from '../../src/metering/real-time.ts';
import { readOptions } from '../../src/options.ts';
import { State } from '../../src/state.ts';
import { DEFAULT_ACCOUNT } from '../../src/stripe/authentication.ts';

/** What it can be asked over the channel to the bench. */
export type Filling =
  /** Events received over the last `hours`. */
  | { readonly ask: 'hold'; readonly events: number; readonly hours: number }
  /** Events of one customer, received now, with timestamps over the last `days`. */
  | {
      readonly ask: 'record';
      readonly events: number;
      readonly days: number;
      readonly customer: string;
    }
  /** The library's `reset()`. */
  | { readonly ask: 'reset' }
  /** This many calls of the library's `waitForEvents()`, and the event that they wait for. */
  | { readonly ask: 'wake'; readonly waiters: number };

/** Milliseconds that it took. */
export interface Filled {
  readonly ms: number;
}

const ACCOUNT = { account: DEFAULT_ACCOUNT, livemode: false };
const HOUR_MS = 3_600_000;
const DAY_SECONDS = 86_400;

const options = readOptions({}, { port: 0, logLevel: 'info' });
const { log } = await stderrLog(options.logLevel);
const state = new State(options, {
  time: new RealTime(),
  clockStart: options.clock,
  warnOnce: (message) => log.warn(message),
  onError: (error) => {
    throw error;
  },
});
const waiters = new Waiters(state.engine, state.feed);
const served = createServedVerbs(state, undefined, waiters);
const verbs = createVerbs(state, served);
const app = await buildApp(state, served, options, log);
const url = await app.listen({ port: options.port, host: options.host });
let identifiers = 0;

process.on('message', async (filling: Filling | { ask: 'usage' }) => {
  if (filling.ask === 'usage') return; // answered by the probe
  process.send?.({ ms: await timeOf(filling) } satisfies Filled);
});
console.log(`ready at ${url}`);

function timeOf(filling: Filling): number | Promise<number> {
  if (filling.ask === 'wake') return wake(filling.waiters);
  const startedMs = performance.now();
  if (filling.ask === 'hold') hold(filling.events, filling.hours * HOUR_MS);
  else if (filling.ask === 'record')
    stamp(filling.events, filling.days * DAY_SECONDS, filling.customer);
  else verbs.reset();
  return performance.now() - startedMs;
}

function hold(events: number, spanMs: number): void {
  const now = state.clocks.now();
  // all the same: this is about holding identifiers, not totals
  const timestamp = Math.floor((now - spanMs) / 1000);
  for (let i = 0; i < events; i++)
    record(timestamp, `cus_${i % 50}`, Math.floor(now - spanMs + (i * spanMs) / events));
}

function stamp(events: number, spanSeconds: number, customer: string): void {
  const now = nowSeconds();
  for (let i = 0; i < events; i++)
    record(Math.floor(now - spanSeconds + (i * spanSeconds) / events), customer, undefined);
}

/** The time from the event to the last waiter's wake-up. */
async function wake(waiters: number): Promise<number> {
  const waits = Array.from({ length: waiters }, () =>
    verbs.waitForEvents({ identifier: `filled_${identifiers}`, timeout_ms: 60_000 }),
  );
  const startedMs = performance.now();
  record(nowSeconds(), 'cus_1', undefined);
  const waited = await Promise.all(waits);
  if (!waited.every(({ complete }) => complete)) throw new Error('not all waiters woke');
  return performance.now() - startedMs;
}

function record(timestamp: number, customer: string, receivedMs: number | undefined): void {
  const identifier = `filled_${identifiers++}`;
  const payload = new Map([
    ['stripe_customer_id', customer],
    ['value', '25'],
  ]);
  const input = {
    eventName: 'ai_search_api',
    identifier,
    payload,
    timestamp,
    requestId: null,
    idempotencyKey: null,
    source: 'fixture' as const,
  };
  const instant = state.clocks.instant(ACCOUNT.account);
  const how = receivedMs === undefined ? {} : { receivedMs };
  const command = { kind: 'record_event', account: ACCOUNT, ...instant, input, ...how } as const;
  const { outcome } = state.apply(command);
  if (outcome !== 'recorded') throw new Error(`${identifier}: ${outcome}`);
}

function nowSeconds(): number {
  return Math.floor(state.clocks.now() / 1000);
}
