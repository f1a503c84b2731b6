/** A server's life: state, app, listening, closing. */

import { urlOf } from './address.ts';
import { buildApp } from './app.ts';
import type { Verbs } from './control/verbs.ts';
import { readFixtures } from './fixture-files.ts';
import { FixtureError, loadFixture } from './fixtures.ts';
import type { Log } from './log.ts';
import type { Options } from './options.ts';
import { createState } from './state.ts';
import { createVerbs } from './verbs.ts';

/** How long a close waits for requests under way, in milliseconds of real time. */
const GRACE_MS = 1500;

/** A server that listens. */
export interface RunningServer {
  /** `http://address:port`, with the real port. */
  readonly url: string;
  readonly verbs: Verbs;
  /** Stops accepting, finishes what is under way, ends. Calling it twice is fine. */
  close(): Promise<void>;
  /** Lets the process end although the server listens. */
  unref(): void;
}

/** Starts a server. Rejects with a FixtureError, or with the error of `listen`. */
export async function startServer(options: Options, log: Log): Promise<RunningServer> {
  const seed = options.fixtures === undefined ? undefined : await readFixtures(options.fixtures);
  if (seed?.clock?.advance_seconds !== undefined)
    throw new FixtureError(`${options.fixtures}: clock.advance_seconds: a server has no time to advance from yet; use now`);
  const state = createState(options, log, clockStart(options, seed?.clock));
  const verbs = createVerbs(state, seed);
  if (seed !== undefined) loadFixture({ ...seed, clock: undefined }, state);
  const app = await buildApp(state, verbs, options, log);
  await app.listen({ port: options.port, host: options.host });
  let closed: Promise<void> | undefined;
  return {
    url: urlOf(app.addresses()[0] as { address: string; port: number }),
    verbs,
    close: () => (closed ??= close(app)),
    unref: () => void app.server.on('connection', (socket) => socket.unref()).unref(),
  };
}

/** The setting wins over the fixture's clock. */
function clockStart({ clock }: Options, seeded: { now?: number | undefined; frozen?: boolean | undefined } | undefined) {
  return { startMs: clock.startMs ?? seeded?.now, frozen: clock.frozen || (seeded?.frozen ?? false) };
}

async function close(app: Awaited<ReturnType<typeof buildApp>>): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
  await app.close();
  clearTimeout(cut);
}
