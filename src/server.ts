/** Starting and closing a server: state, app, listening. */

import { urlOf } from './address.ts';
import { buildApp } from './app.ts';
import type { Verbs } from './control/verbs.ts';
import { Waiters } from './control/waiters.ts';
import { createServedVerbs, createVerbs } from './create-verbs.ts';
import type { Fixture } from './fixtures/fixture.ts';
import { FixtureError } from './fixtures/fixture-error.ts';
import { readFixtures } from './fixtures/fixture-files.ts';
import { loadFixture } from './fixtures/play.ts';
import { readStateFile, restoreState, StateFile } from './fixtures/state-file.ts';
import { type Log, type LogChanges, logChanges, warnOnce } from './log.ts';
import type { MaybePromise } from './metering/maybe-promise.ts';
import { RealTime } from './metering/real-time.ts';
import { type Options, settings } from './options.ts';
import { startDeliverer } from './start-deliverer.ts';
import { State } from './state.ts';

/** How long a close waits for requests in progress, in milliseconds of real time. */
const GRACE_MS = 1500;

/** A server that listens. */
export interface RunningServer {
  /** `http://address:port`, with the real port. */
  readonly url: string;
  readonly verbs: Verbs;
  /**
   * Stops accepting requests, finishes those in progress, and saves the state if there is a file
   * for it. Calling it twice is fine. Rejects if the state cannot be saved.
   */
  close(): Promise<void>;
  /** Lets the process exit while the server listens. */
  unref(): void;
}

/**
 * Starts a server. Rejects with a FixtureError, or with the error of `listen`.
 * @param logs logs changes, from the first one on
 */
export async function startServer(
  options: Options,
  log: Log,
  logs: LogChanges = logChanges,
): Promise<RunningServer> {
  const seed = await fromFile('fixtures', options.fixtures, readSeed);
  const saved = await fromFile('state', options.state, readStateFile);
  const time = new RealTime();
  const state = new State(options, {
    time,
    clockStart: clockStart(options, seed?.clock),
    warnOnce: warnOnce(log),
    onError: (err) => log.error({ err }, 'stripe-meter-mock failed: please report this'),
  });
  logs(state.feed, log);
  const deliverer = startDeliverer(state, options, log);
  const waiters = new Waiters(state.engine, state.feed);
  const stateFile = options.state === undefined ? undefined : new StateFile(options.state, state);
  const served = createServedVerbs(state, seed, waiters, stateFile);
  if (saved !== undefined) await fromFile('state', saved, (each) => restoreState(each, state));
  else
    await fromFile('fixtures', seed, (each) => loadFixture({ ...each, clock: undefined }, state));
  const app = await buildApp(state, served, options, log);
  await app.listen({ port: options.port, host: options.host });
  const url = urlOf(app.addresses()[0] as { address: string; port: number });
  if (options.control) log.info(`see what arrives at ${url}/_mock/`);
  let closed: Promise<void> | undefined;
  return {
    url,
    verbs: createVerbs(state, served),
    close: () => {
      deliverer.close();
      state.attempts.close();
      return (closed ??= end(app, waiters, time, stateFile));
    },
    unref: () => void app.server.on('connection', (socket) => socket.unref()).unref(),
  };
}

/**
 * What a setting's file gives, if there is one. A FixtureError about it begins with the setting,
 * which may be a variable that nobody thought of.
 */
async function fromFile<T, R>(
  name: 'fixtures' | 'state',
  given: T | undefined,
  take: (given: T) => MaybePromise<R>,
): Promise<R | undefined> {
  try {
    return given === undefined ? undefined : await take(given);
  } catch (error) {
    if (!(error instanceof FixtureError)) throw error;
    const { flag, env } = settings[name];
    throw new FixtureError(`${flag.split(' ', 1)[0]} (${env[0]}): ${error.message}`);
  }
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

async function end(
  app: Awaited<ReturnType<typeof buildApp>>,
  waiters: Waiters,
  time: RealTime,
  stateFile: StateFile | undefined,
): Promise<void> {
  await close(app, waiters, time);
  await stateFile?.save();
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
