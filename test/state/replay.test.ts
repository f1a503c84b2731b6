/**
 * One door: a recorded run of commands, replayed into a second state, gives the same state.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Command } from '../../src/commands.ts';
import { usage } from '../../src/control/inspect-usage.ts';
import { drain } from '../../src/control/long-read.ts';
import { runs } from '../runs.ts';
import { recorded, run, step } from './random-calls.ts';
import { wholeState } from './whole-state.ts';

// Fingerprints depend on a random key, which two states would not share.
beforeEach(() => {
  const spy = vi.spyOn(crypto, 'randomFillSync');
  spy.mockImplementation((words) => (words as Uint32Array).fill(7));
  syncBuiltinESMExports();
  return () => {
    spy.mockRestore();
    syncBuiltinESMExports();
  };
});

/**
 * What no command changes: dependencies, sources of ids for callers, and what is in progress or
 * listed.
 */
const NOT_STATE = [
  'State.feed',
  'State.ids',
  'State.requests',
  'State.#dependencies',
  'State.#appliers',
  'Engine.options',
  'Webhooks.options',
  'Feed.#listeners',
  'State.settling',
  'State.attempts',
  'Engine.#eventCommands',
  'Clocks.time',
  'Clock.#time',
  'ArmedFaults.#feed',
  'Idempotency.#options',
  'Fingerprinter.print', // from the last look-up
  'IdentifierWindow.#print',
  'Idempotency.#underWay',
  'Usage.#readers',
];
const isNotState = (name: string) => NOT_STATE.includes(name);

test('the same commands in the same order give the same state, field by field', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 50 }), async (steps) => {
      const server = await recorded();
      try {
        for (const each of steps) await run(server, each);
        const second = server.second();
        for (const command of server.commands)
          (second.apply as (command: Command) => void)(command);
        expect(wholeState(second, isNotState)).toEqual(wholeState(server.state, isNotState));
        expect(JSON.stringify(drain(usage(second.engine, second.requests)).data)).toBe(
          JSON.stringify(server.verbs.usage().data),
        );
      } finally {
        await server.app.close();
      }
    }),
    { numRuns: runs(30), endOnFailure: true },
  );
});
