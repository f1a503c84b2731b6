/** Creates the verbs for the state of one mock. */
import { clockDocument, moveClock } from './control/clock-control.ts';
import { armFault, clearFaults, listFaults, removeFault } from './control/fault-control.ts';
import { events, requests } from './control/inspect.ts';
import { customerDocument, seriesDocument } from './control/inspect-customer.ts';
import { requestDetail } from './control/inspect-request.ts';
import { usage } from './control/inspect-usage.ts';
import { LiveFeed } from './control/live-feed.ts';
import { drain } from './control/long-read.ts';
import type { HealthDocument, ServedVerbs, Verbs } from './control/verbs.ts';
import { waitForEvents } from './control/wait.ts';
import type { Waiters } from './control/waiters.ts';
import { webhookVerbs } from './control/webhook-verbs.ts';
import type { Loaded } from './documents/fixture-document.ts';
import { type Fixture, fixtureOf, parseFixture } from './fixtures/fixture.ts';
import { loadInSlices } from './fixtures/load-in-slices.ts';
import { loadFixture } from './fixtures/play.ts';
import { saveState } from './fixtures/saved-state.ts';
import type { MaybePromise } from './metering/maybe-promise.ts';
import { VERSION } from './package-info.ts';
import type { State } from './state.ts';
import { thenMaybe } from './stripe/then-maybe.ts';

/**
 * The verbs as HTTP serves them.
 * @param seed the startup fixtures, loaded again after a reset
 * @param waiters the waits for events of that state
 */
export function createServedVerbs(
  state: State,
  seed: Fixture | undefined,
  waiters: Waiters,
): ServedVerbs {
  const startedMs = performance.now();
  const live = new LiveFeed(state, VERSION);
  return {
    events: (query) => events(state.engine, query),
    requests: (query) => requests(state.requests, query),
    usage: (query) => usage(state.engine, state.requests, query),
    waitForEvents: (query, gone) => waitForEvents(waiters, query, gone),
    reset: ({ account } = {}) => {
      waiters.finishLook(); // earlier waits get what was there before the reset
      return reset(state, seed, account);
    },
    clock: {
      state: (query) => clockDocument(state.clocks, query),
      move: async (body, query) => moveClock(state, body, query),
      advance: async (seconds, query) => moveClock(state, { advance_seconds: seconds }, query),
    },
    faults: {
      arm: (body) => armFault(state, body),
      list: () => listFaults(state),
      remove: (id) => removeFault(state, id),
      clear: () => clearFaults(state),
    },
    ...webhookVerbs(state),
    loadFixtures: async (document, signal) => loadedOf(await loadInSlices(document, state, signal)),
    saveFixtures: () => saveState(state),
    request: (id) => requestDetail(state, id),
    customer: (id, query) => customerDocument(state, id, query ?? {}),
    series: (query) => seriesDocument(state.engine, query),
    live: (query) => live.open(query),
    health: () => healthOf(state, startedMs),
  };
}

/** The verbs of the library, for the same state: long work is done at once. */
export function createVerbs(state: State, served: ServedVerbs): Verbs {
  return {
    ...served,
    events: (query) => drain(served.events(query)),
    requests: (query) => drain(served.requests(query)),
    usage: (query) => drain(served.usage(query)),
    waitForEvents: async (query, gone) => drain(await served.waitForEvents(query, gone)),
    deliveries: {
      ...served.deliveries,
      list: (query) => drain(served.deliveries.list(query)),
      wait: async (query) => drain(await served.deliveries.wait(query)),
    },
    loadFixtures: (document) => load(state, document),
    saveFixtures: () => drain(served.saveFixtures()),
  };
}

function loadedOf({ meters, customers, events, faults, ...billed }: Fixture): Loaded {
  return {
    loaded: {
      meters: meters.length,
      customers: customers.length,
      products: billed.products.length,
      prices: billed.prices.length,
      subscriptions: billed.subscriptions.length,
      events: events.length,
      faults: faults.length,
      destinations: billed.destinations.length,
    },
  };
}

function load(state: State, document: unknown): MaybePromise<Loaded> {
  const fixture = parseFixture(document, 'fixtures');
  return thenMaybe(loadFixture(fixture, state), () => loadedOf(fixture));
}

/**
 * Resets everything, or one account in both modes with its connected accounts. The clock restarts
 * where the fixtures put it.
 */
function reset(state: State, seed: Fixture | undefined, account: string | undefined) {
  state.apply({ kind: 'reset', account, realMs: state.clocks.time.now() });
  if (seed !== undefined) {
    const again = account === undefined ? { ...seed, clock: undefined } : fixtureOf(seed, account);
    void loadFixture(again, state); // it moves no clock, so there is nothing to wait for
  }
  return { reset: account ?? 'everything' };
}

function healthOf({ engine, billing, faults }: State, startedMs: number): HealthDocument {
  const accounts = engine.accounts();
  const count = (size: (account: (typeof accounts)[number]) => number) =>
    accounts.reduce((sum, account) => sum + size(account), 0);
  const ledgers = billing.accounts();
  const { claims, bytes } = engine.identifiers;
  return {
    status: 'ok',
    version: VERSION,
    uptime_seconds: Math.round((performance.now() - startedMs) / 10) / 100,
    accounts: new Set([...accounts, ...ledgers].map(({ name }) => JSON.stringify(name))).size,
    meters: count(({ meters }) => meters.size),
    customers: count(({ customers }) => customers.size),
    products: ledgers.reduce((sum, { ledger }) => sum + ledger.products.size, 0),
    prices: ledgers.reduce((sum, { ledger }) => sum + ledger.prices.size, 0),
    subscriptions: ledgers.reduce((sum, { ledger }) => sum + ledger.subscriptions.size, 0),
    events: count(({ counts }) => counts.taken - counts.dropped),
    identifiers: claims,
    identifier_bytes: bytes,
    faults: faults.list().length,
  };
}
