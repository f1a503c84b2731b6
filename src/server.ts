/** Starting and closing a server: state, app, listening. */

import { urlOf } from './address.ts';
import { buildApp } from './app.ts';
import type { Verbs } from './control/verbs.ts';
import { Waiters } from './control/waiters.ts';
import { createServedVerbs, createVerbs } from './create-verbs.ts';
import { type Fixture, FixtureError } from './fixtures/fixture.ts';
import { readFixtures } from './fixtures/fixture-files.ts';
import { loadFixture } from './fixtures/play.ts';
import { type Log, logChanges, warnOnce } from './log.ts';
import { RealTime } from './metering/real-time.ts';
import type { Options } from './options.ts';
import { startDeliverer } from './start-deliverer.ts';
import { State } from './state.ts';

/** How long a close waits for requests in progress, in milliseconds of real time. */
const GRACE_MS = 1500;

/** A server that listens. */
export interface RunningServer {
  /** `http://address:port`, with the real port. */
  readonly url: string;
  readonly verbs: Verbs;
  /** Stops accepting, finishes requests in progress and closes. Calling it twice is fine. */
  close(): Promise<void>;
  /** Lets the process exit while the server listens. */
  unref(): void;
}

/** Starts a server. Rejects with a FixtureError, or with the error of `listen`. */
export async function startServer(options: Options, log: Log): Promise<RunningServer> {
  const seed = options.fixtures === undefined ? undefined : await readSeed(options.fixtures);
  const time = new RealTime();
  const state = new State(options, {
    time,
    clockStart: clockStart(options, seed?.clock),
    warnOnce: warnOnce(log),
    onError: (err) => log.error({ err }, 'stripe-meter-mock failed: please report this'),
  });
  logChanges(state.feed, log);
  const deliverer = startDeliverer(state, options, log);
  const waiters = new Waiters(state.engine, state.feed);
  const served = createServedVerbs(state, seed, waiters);
  if (seed !== undefined) await loadFixture({ ...seed, clock: undefined }, state);
  const app = await buildApp(state, served, options, log);
  await app.listen({ port: options.port, host: options.host });
  const url = urlOf(app.addresses()[0] as { address: string; port: number });
  if (options.control) log.info(`what arrives shows at ${url}/_mock/`);
  let closed: Promise<void> | undefined;
  return {
    url,
    verbs: createVerbs(state, served),
    close: () => {
      deliverer.close();
      state.attempts.close();
      return (closed ??= close(app, waiters, time));
    },
    unref: () => void app.server.on('connection', (socket) => socket.unref()).unref(),
  };
}

async function readSeed(path: string): Promise<Fixture> {
  const seed = await readFixtures(path);
  if (seed.clock?.advance_seconds === undefined) return seed;
  const reason = 'at startup there is no time to advance from; use now';
  throw new FixtureError(`${path}: clock.advance_seconds: ${reason}`);
}

/** The setting takes precedence over the fixture's clock. */
function clockStart(
  { clock }: Options,
  seeded: { now?: number | undefined; frozen?: boolean | undefined } | undefined,
) {
  return {
    startMs: clock.startMs ?? seeded?.now,
    frozen: clock.frozen || (seeded?.frozen ?? false),
  };
}

async function close(
  app: Awaited<ReturnType<typeof buildApp>>,
  waiters: Waiters,
  time: RealTime,
): Promise<void> {
  time.stop();
  waiters.close();
  const cut = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
  await app.close();
  clearTimeout(cut);
}
