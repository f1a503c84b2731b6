/** The verbs, over one mock's state. */
import { clockDocument, moveClock } from './control/clock-control.ts';
import { armFault, clearFaults, listFaults, removeFault } from './control/fault-control.ts';
import { events, requests, usage } from './control/inspect.ts';
import type { HealthDocument, Verbs } from './control/verbs.ts';
import { waitForEvents } from './control/wait.ts';
import type { Waiters } from './control/waiters.ts';
import type { Loaded } from './documents/fixture-document.ts';
import { type Fixture, fixtureOf, parseFixture } from './fixtures/fixture.ts';
import { loadFixture } from './fixtures/play.ts';
import { saveState } from './fixtures/saved-state.ts';
import type { MaybePromise } from './metering/maybe-promise.ts';
import { VERSION } from './package-info.ts';
import type { State } from './state.ts';
import { thenMaybe } from './stripe/then-maybe.ts';

/**
 * @param seed what is loaded after a reset, as it was at the start
 * @param waiters who waits for events of that state
 */
export function createVerbs(state: State, seed: Fixture | undefined, waiters: Waiters): Verbs {
  const startedMs = performance.now();
  return {
    events: (query) => events(state.engine, query),
    requests: (query) => requests(state.requests, query),
    usage: (query) => usage(state.engine, state.requests, query),
    waitForEvents: (query, gone) => waitForEvents(waiters, query, gone),
    reset: ({ account } = {}) => {
      waiters.finishLook(); // whoever began to wait before has what was there
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
    loadFixtures: (document) => load(state, parseFixture(document, 'fixtures')),
    saveFixtures: () => saveState(state),
    health: () => healthOf(state, startedMs),
  };
}

function load(state: State, fixture: Fixture): MaybePromise<Loaded> {
  const { meters, customers, products, prices, subscriptions, events, faults } = fixture;
  const loaded = {
    meters: meters.length,
    customers: customers.length,
    products: products.length,
    prices: prices.length,
    subscriptions: subscriptions.length,
    events: events.length,
    faults: faults.length,
  };
  return thenMaybe(loadFixture(fixture, state), () => ({ loaded }));
}

/**
 * Everything, or one account in both modes with its connected accounts. The clock starts where the
 * seed put it.
 */
function reset(state: State, seed: Fixture | undefined, account: string | undefined) {
  state.apply({ kind: 'reset', account, realMs: state.clocks.time.now() });
  if (seed !== undefined) {
    const again = account === undefined ? { ...seed, clock: undefined } : fixtureOf(seed, account);
    void loadFixture(again, state); // without a clock to move there is nothing to wait for
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
