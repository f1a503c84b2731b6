/** A saved and loaded state equals the original, except for the fields that are left out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEFT_OUT } from '../../src/fixtures/saved-state.ts';
import type { State } from '../../src/state.ts';
import { runs } from '../runs.ts';
import { recorded, run, step } from './random-calls.ts';
import { wholeState } from './whole-state.ts';

/**
 * Fields that are not state, and fields derived from the rest, which are compared by their results.
 */
const FOLLOWS = [
  'State.feed',
  'State.ids',
  'State.#dependencies',
  'State.#appliers',
  'Engine.options',
  'Webhooks.options',
  'Feed.#listeners',
  'State.settling',
  'Engine.#eventCommands',
  'Engine.#nowMs',
  'Clocks.time',
  'Clocks.#wakesAtMs',
  'Clocks.#moments',
  'Clock.#time',
  'Clock.#aheadMs',
  'Clock.schedule',
  'Account.usage',
  'LaggingEvents.#usage',
  'LaggingEvents.#waiting',
  'LaggingEvents.due',
  'Meters.#activeByEventName',
  'Meters.#idsByEventName',
  'Ledger.due',
  'Account.scope',
  'Object.scope',
  'Accounts.#scopes',
  'Accounts.#byScope',
  'Claims.#window',
  'Claims.#own',
  'Claims.#ring',
  'Claims.#latestMs',
];
/** Due moments of what a saved state leaves out. */
const DUE_LEFT_OUT = ['report invalid events', 'deliver an event again'];
const leftOut = new Set([...Object.values(LEFT_OUT).flat(), ...FOLLOWS]);

/** The results of the fields that are derived from the rest. */
function answersOf(state: State): unknown {
  const accounts = state.engine
    .accounts()
    .map(({ name }) => name)
    .sort((a, b) => (a.account < b.account ? -1 : 1));
  return accounts.map((name) => ({
    name,
    totals: [...state.engine.usage(name).totals()],
    held: [0, 1, 2, 3, 4].map((n) =>
      state.engine.isHeld(name, `id${n}`, state.clocks.now(name.account)),
    ),
    events: [...state.engine.events({ isOf: ({ account }) => account === name.account })].map(
      ({ scope: _scope, sequence: _sequence, ...event }) => event,
    ),
    waiting: state.engine.account(name).lagging.waiting().length,
    due: dueOf(state, name.account),
  }));
}

function dueOf({ clocks }: State, account: string) {
  const moments = clocks.of(account).schedule.all();
  return moments
    .filter((moment) => moment.account === account && !DUE_LEFT_OUT.includes(moment.what))
    .map(({ what, atMs }) => ({ what, atMs }));
}

test('a saved and loaded state equals the original, field by field', async () => {
  const kept = step.filter(({ do: what }) => !['delete', 'load', 'fault', 'disarm'].includes(what));
  await fc.assert(
    fc.asyncProperty(fc.array(kept, { minLength: 10, maxLength: 50 }), async (steps) => {
      const server = await recorded({ retain: 1000 });
      const again = await recorded({ retain: 1000 });
      try {
        for (const each of steps) await run(server, each);
        const saved = server.verbs.saveFixtures();
        await again.verbs.loadFixtures(saved);
        expect(again.verbs.saveFixtures()).toEqual(saved);
        // Accounts are loaded in the order of the document, which the lines above compare.
        const state = (of: State) => wholeState(of, (name) => leftOut.has(name), { sort: true });
        expect(state(again.state)).toEqual(state(server.state));
        expect(answersOf(again.state)).toEqual(answersOf(server.state));
      } finally {
        await Promise.all([server.app.close(), again.app.close()]);
      }
    }),
    { numRuns: runs(15), endOnFailure: true },
  );
});
