/** The verbs, over one mock's state. */
import { createRequire } from 'node:module';
import { clockDocument, moveClock } from './control/clock.ts';
import { armFault, clearFaults, listFaults, removeFault } from './control/faults.ts';
import { events, requests, usage } from './control/inspect.ts';
import type { HealthDocument, Verbs } from './control/verbs.ts';
import { waitForEvents } from './control/wait.ts';
import { type Fixture, fixtureOf, loadFixture, parseFixture } from './fixtures.ts';
import { saveState } from './saved-state.ts';
import type { State } from './state.ts';

/** The version of this package. */
export const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version;

/** @param seed what is loaded after a reset, as it was at the start */
export function createVerbs(state: State, seed: Fixture | undefined): Verbs {
  const { engine, faults, requests: log } = state;
  const startedMs = performance.now();
  return {
    events: (query) => events(engine, query),
    requests: (query) => requests(log, query),
    usage: (query) => usage(engine, log, query),
    waitForEvents: (query, signal) => waitForEvents(engine, query, signal),
    reset: ({ account } = {}) => (account === undefined ? resetAll(state, seed) : resetAccount(state, seed, account)),
    clock: {
      state: () => clockDocument(engine.clock),
      move: (body) => moveClock(engine.clock, body),
      advance: (seconds) => moveClock(engine.clock, { advance_seconds: seconds }),
    },
    faults: {
      arm: (body) => armFault(faults, body),
      list: () => listFaults(faults),
      remove: (id) => removeFault(faults, id),
      clear: () => clearFaults(faults),
    },
    loadFixtures: (document) => load(state, parseFixture(document, 'fixtures')),
    saveFixtures: () => saveState(state),
    health: () => healthOf(state, startedMs),
  };
}

function load(state: State, fixture: Fixture) {
  loadFixture(fixture, state);
  const { meters, customers, events, faults } = fixture;
  return { loaded: { meters: meters.length, customers: customers.length, events: events.length, faults: faults.length } };
}

function resetAll(state: State, seed: Fixture | undefined) {
  state.engine.reset();
  state.idempotency.clear();
  state.requests.clear();
  state.faults.clear();
  if (seed !== undefined) loadFixture({ ...seed, clock: undefined }, state); // the clock starts where the seed put it
  return { reset: 'everything' };
}

/** Resets an account in both modes, with the connected accounts within it. */
function resetAccount(state: State, seed: Fixture | undefined, account: string) {
  const known = state.engine.accounts().map(({ name }) => name.account);
  const within = new Set([account, ...known.filter((name) => name.startsWith(`${account}/`))]);
  for (const each of within) forget(state, each);
  if (seed !== undefined) for (const each of within) loadFixture(fixtureOf(seed, each), state);
  return { reset: account };
}

function forget({ engine, idempotency, requests, faults }: State, account: string): void {
  for (const livemode of [false, true]) {
    engine.resetAccount({ account, livemode });
    idempotency.clear({ account, livemode });
    requests.clear({ account, livemode });
  }
  faults.clear(account);
}

function healthOf({ engine, faults }: State, startedMs: number): HealthDocument {
  const accounts = engine.accounts();
  const count = (size: (account: (typeof accounts)[number]) => number) => accounts.reduce((sum, account) => sum + size(account), 0);
  return {
    status: 'ok',
    version: VERSION,
    uptime_seconds: Math.round((performance.now() - startedMs) / 10) / 100,
    accounts: accounts.length,
    meters: count(({ meters }) => meters.size),
    customers: count(({ customers }) => customers.size),
    events: count(({ counts }) => counts.taken - counts.dropped),
    identifiers: engine.window.size,
    identifier_bytes: engine.window.bytes,
    faults: faults.list().length,
  };
}
