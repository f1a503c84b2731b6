/** Ours, made of the pieces that the command is made of, so that the bench can fill its engine without a request for each event. */
import { buildApp } from '../../src/app.ts';
import { stderrLog } from '../../src/log.ts';
import { readOptions } from '../../src/options.ts';
import { createState } from '../../src/state.ts';
import { DEFAULT_ACCOUNT } from '../../src/stripe/authentication.ts';
import { createVerbs } from '../../src/verbs.ts';

/** What it can be asked over the channel to the bench. */
export type Filling =
  /** Events received over so many hours until now. */
  | { readonly ask: 'hold'; readonly events: number; readonly hours: number }
  /** Events of one customer, received now, with timestamps over so many days until now. */
  | { readonly ask: 'record'; readonly events: number; readonly days: number; readonly customer: string }
  /** The library's `reset()`. */
  | { readonly ask: 'reset' }
  /** So many of the library's `waitForEvents()`, and the event that they wait for. */
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
const { engine, ...layers } = createState(options, log);
const verbs = createVerbs({ engine, ...layers }, undefined);
const app = await buildApp({ engine, ...layers }, verbs, options, log);
const url = await app.listen({ port: options.port, host: options.host });
let identifiers = 0;

process.on('message', async (filling: Filling | { ask: 'usage' }) => {
  if (filling.ask === 'usage') return; // the probe's
  const startedMs = performance.now();
  await act(filling);
  process.send?.({ ms: performance.now() - startedMs } satisfies Filled);
});
console.log(`ready at ${url}`);

function act(filling: Filling): unknown {
  if (filling.ask === 'hold') return hold(filling.events, filling.hours * HOUR_MS);
  if (filling.ask === 'record') return stamp(filling.events, filling.days * DAY_SECONDS, filling.customer);
  return filling.ask === 'reset' ? verbs.reset() : wake(filling.waiters);
}

function hold(events: number, spanMs: number): void {
  const now = engine.clock.now();
  const timestamp = Math.floor((now - spanMs) / 1000); // all alike: it is identifiers that are to be held, not totals
  for (let i = 0; i < events; i++) record(timestamp, `cus_${i % 50}`, Math.floor(now - spanMs + (i * spanMs) / events));
}

function stamp(events: number, spanSeconds: number, customer: string): void {
  const now = engine.clock.nowSeconds();
  for (let i = 0; i < events; i++) record(Math.floor(now - spanSeconds + (i * spanSeconds) / events), customer, undefined);
}

async function wake(waiters: number): Promise<void> {
  const waits = Array.from({ length: waiters }, () => verbs.waitForEvents({ identifier: `filled_${identifiers}`, timeout_ms: 60_000 }));
  record(engine.clock.nowSeconds(), 'cus_1', undefined);
  const waited = await Promise.all(waits);
  if (!waited.every(({ complete }) => complete)) throw new Error('not all waiters woke');
}

function record(timestamp: number, customer: string, receivedMs: number | undefined): void {
  const identifier = `filled_${identifiers++}`;
  const payload = new Map([
    ['stripe_customer_id', customer],
    ['value', '25'],
  ]);
  const input = { eventName: 'ai_search_api', identifier, payload, timestamp, requestId: null, idempotencyKey: null };
  const { outcome } = engine.record(ACCOUNT, input, receivedMs === undefined ? {} : { receivedMs });
  if (outcome !== 'recorded') throw new Error(`${identifier}: ${outcome}`);
}
