import { expect, test } from 'vitest';
import type { FaultRule } from '../../src/stripe/faults/rule.ts';
import { stateOf } from '../metering/engine-of.ts';

const RULE: FaultRule = {
  effect: 'lock_timeout',
  settings: {},
  delayMs: 0,
  match: {},
  skip: 0,
  times: null,
  probability: 0.5,
};
const FACTS = {
  method: 'POST',
  path: '/v1/customers',
  account: 'default',
  events: [],
};
type State = ReturnType<typeof stateOf>;

const arm = ({ apply, faults }: State, rule: Partial<FaultRule> = {}) =>
  apply({ kind: 'arm_fault', id: faults.nextId, rule: { ...RULE, ...rule } });

const fire = ({ apply, ids }: State) =>
  apply({ kind: 'fire_fault', stage: 'arrival', facts: FACTS, chance: ids.chance() });

/** Which of 64 requests a fault with probability 0.5 fires for, before everything is reset. */
function run(state: State): boolean[] {
  arm(state);
  const fired = Array.from({ length: 64 }, () => fire(state) !== undefined);
  state.apply({ kind: 'reset', account: undefined, realMs: 0 });
  return fired;
}

test('with a seed, the random draws restart after a reset', () => {
  const state = stateOf({ seed: 7 });
  expect(run(state)).toEqual(run(state));
});

test('without a seed, the random draws continue', () => {
  const state = stateOf({ seed: undefined });
  expect(run(state)).not.toEqual(run(state)); // equal by chance once in 2^64
});

test('faults draw separately: a second one with probability 0.5 fires for half of the rest', () => {
  const state = stateOf();
  const [first, second] = [arm(state), arm(state)];
  for (let i = 0; i < 1000; i++) fire(state);
  const fired = (id: string) => state.faults.list().find((each) => each.id === id)?.fired ?? 0;
  expect(fired(first.id)).toBeGreaterThan(400);
  expect(fired(first.id)).toBeLessThan(600);
  expect(fired(second.id)).toBeGreaterThan(175);
  expect(fired(second.id)).toBeLessThan(325);
});

test('ids never repeat, whatever was cleared', () => {
  const state = stateOf();
  const ids = [arm(state).id, arm(state).id];
  state.apply({ kind: 'clear_faults', account: undefined });
  expect(ids).not.toContain(arm(state).id);
});

test('is quiet once no fault can fire any more', () => {
  const state = stateOf();
  expect(state.faults.quiet).toBe(true);
  arm(state, { times: 1, probability: 1 });
  expect(state.faults.quiet).toBe(false);
  fire(state);
  expect(state.faults.quiet).toBe(true);
  expect(state.faults.list()).toHaveLength(1);
});
