/** Creates the verbs for the state of one mock. */
import { clockDocument, moveClock } from './control/clock-control.ts';
import { ControlError, check } from './control/control-error.ts';
import { armFault, clearFaults, listFaults, removeFault } from './control/fault-control.ts';
import { events, requests } from './control/inspect.ts';
import { customerDocument } from './control/inspect-customer.ts';
import { meterDocument, metersDocument } from './control/inspect-meters.ts';
import { requestDetail } from './control/inspect-request.ts';
import { seriesDocument } from './control/inspect-series.ts';
import { usage } from './control/inspect-usage.ts';
import { LiveFeed } from './control/live-feed.ts';
import { drain } from './control/long-read.ts';
import { fixturesQuery, resetQuery } from './control/routes.ts';
import type { HealthDocument, ServedVerbs, Verbs } from './control/verbs.ts';
import { waitForEvents } from './control/wait.ts';
import type { Waiters } from './control/waiters.ts';
import { webhookVerbs } from './control/webhook-verbs.ts';
import type { FixturesQuery, Loaded } from './documents/fixture-document.ts';
import type { SharedList } from './fixtures/everywhere.ts';
import { type Fixture, parseFixture } from './fixtures/fixture.ts';
import { fixtureOf } from './fixtures/fixture-parts.ts';
import { loadInSlices } from './fixtures/load-in-slices.ts';
import { loadFixture } from './fixtures/play.ts';
import { saveState } from './fixtures/saved-state.ts';
import type { StateFile } from './fixtures/state-file.ts';
import type { MaybePromise } from './metering/maybe-promise.ts';
import { VERSION } from './package-info.ts';
import type { State } from './state.ts';
import { thenMaybe } from './stripe/then-maybe.ts';

/**
 * The verbs as served over HTTP.
 * @param seed the startup fixtures, loaded again after a reset
 * @param waiters the waits for events of that state
 * @param stateFile where the state is saved; undefined without the setting
 */
export function createServedVerbs(
  state: State,
  seed: Fixture | undefined,
  waiters: Waiters,
  stateFile?: StateFile,
): ServedVerbs {
  const startedMs = performance.now();
  const live = new LiveFeed(state, VERSION);
  return {
    events: (query) => events(state.engine, query),
    requests: (query) => requests(state.requests, query),
    usage: (query) => usage(state.engine, state.requests, query),
    waitForEvents: (query, gone) => waitForEvents({ ...state, waiters }, query, gone),
    reset: (query) => {
      const { account } = check(resetQuery(), query ?? {});
      waiters.finishLook(); // earlier waits get what was there before the reset
      return reset(state, seed, account);
    },
    clock: {
      state: (query) => clockDocument(state.clocks, query),
      move: async (body, query) => moveClock(state, body, query),
      advance: async (seconds, query) => moveClock(state, { advance_seconds: seconds }, query),
    },
    faults: {
      arm: (body, query) => armFault(state, body, query),
      list: (query) => listFaults(state, query),
      remove: (id, query) => removeFault(state, id, query),
      clear: (query) => clearFaults(state, query),
    },
    loadFixtures: async (document, query, signal) => {
      const { account } = check(fixturesQuery(), query ?? {});
      refuseNothing(document);
      return announced(state, await loadInSlices(document, state, signal, account));
    },
    saveFixtures: (query) => saveState(state, check(fixturesQuery(), query ?? {}).account),
    saveState: async () => {
      if (stateFile !== undefined) return stateFile.save();
      throw new ControlError(409, NO_STATE_FILE);
    },
    ...webhookVerbs(state),
    request: (id) => requestDetail(state, id),
    customer: (id, query) => customerDocument(state, id, query ?? {}),
    series: (query) => seriesDocument(state.engine, query),
    meters: (query) => metersDocument(state.engine, query),
    meter: (id, query) => meterDocument(state.engine, id, query),
    live: (query) => live.open(query),
    health: () => healthOf(state, startedMs),
  };
}

const NO_STATE_FILE =
  'There is no file to save to: start the server with --state <file>, or METER_MOCK_STATE.';

/**
 * The verbs of the library, for the same state: long work is done at once. Those that only HTTP has
 * are left out.
 */
export function createVerbs(state: State, served: ServedVerbs): Verbs {
  const { reset, clock, faults, saveState, webhooks, errorReports } = served;
  return {
    ...{ reset, clock, faults, saveState, webhooks, errorReports },
    events: (query) => drain(served.events(query)),
    requests: (query) => drain(served.requests(query)),
    usage: (query) => drain(served.usage(query)),
    waitForEvents: async (query, gone) => drain(await served.waitForEvents(query, gone)),
    deliveries: {
      ...served.deliveries,
      list: (query) => drain(served.deliveries.list(query)),
      wait: async (query) => drain(await served.deliveries.wait(query)),
    },
    loadFixtures: (document, query) => load(state, document, query),
    saveFixtures: (query) => drain(served.saveFixtures(query)),
  };
}

/** Announces a loaded fixture on the feed, for the log; returns the number of items. */
function announced({ feed }: State, fixture: Fixture): Loaded {
  const document = loadedOf(fixture);
  feed.publish({ kind: 'fixtures_loaded', loaded: document.loaded });
  return document;
}

/** Whatever it has, for one account or for every account: each item once. */
function loadedOf({ events, faults, shared, ...own }: Fixture): Loaded {
  const count = (list: SharedList) => own[list].length + shared[list].length;
  return {
    loaded: {
      meters: count('meters'),
      customers: count('customers'),
      products: count('products'),
      prices: count('prices'),
      subscriptions: own.subscriptions.length,
      events: events.length,
      faults: faults.length,
      destinations: own.destinations.length,
    },
  };
}

/** Refuses an empty document: a forgotten body would silently load nothing. */
function refuseNothing(document: unknown): void {
  if (Object.keys(document as object).length > 0) return;
  const example = '{"meters": […], "customers": […], "events": […]}';
  throw new ControlError(400, `There is nothing to load: send JSON such as ${example}.`);
}

function load(
  state: State,
  document: unknown,
  query: FixturesQuery | undefined,
): MaybePromise<Loaded> {
  const { account } = check(fixturesQuery(), query ?? {});
  const fixture = parseFixture(document, 'fixtures', account);
  return thenMaybe(loadFixture(fixture, state), () => announced(state, fixture));
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
