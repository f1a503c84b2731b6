/** How work in slices shares the turns of the event loop. The tests set the time. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';

let nowMs = 0;
const realNow = performance.now;
performance.now = () => nowMs; // as it is taken at load, so this file needs a copy of its own
const copy = '../../src/control/slices.ts?copy';
const { inTurns, SLICE_MS, stepAtOnce, stepInTurns } = (await import(
  copy
)) as typeof import('../../src/control/slices.ts');
performance.now = realNow;

const never = new AbortController().signal;

/** A number of steps that take the given milliseconds each. */
function* steps(count: number, ms: number, onStep = () => {}): Generator<void, string> {
  for (let step = 0; step < count; step++) {
    nowMs += ms;
    onStep();
    yield;
  }
  return 'done';
}

/** How many steps each turn of the loop takes, up to a total. */
async function stepsATurn(all: number, taken: () => number): Promise<number[]> {
  const perTurn: number[] = [];
  for (let before = 0; before < all; before = taken()) {
    await turn();
    if (taken() > before) perTurn.push(taken() - before);
  }
  return perTurn;
}

test('a slice ends after 5 ms: after one long step, or several short ones', async () => {
  let taken = 0;
  const long = stepInTurns(
    steps(3, SLICE_MS, () => taken++),
    never,
  );
  expect(await stepsATurn(3, () => taken)).toEqual([1, 1, 1]);
  expect(await long).toBe('done');
  taken = 0;
  const short = stepInTurns(
    steps(12, 1, () => taken++),
    never,
  );
  expect(await stepsATurn(12, () => taken)).toEqual([5, 5, 2]);
  expect(await short).toBe('done');
});

test('all work shares one slice per turn, in order', async () => {
  const order: string[] = [];
  const workOf = (name: string, ms: number) => {
    let left = 2;
    return () => {
      nowMs += ms;
      order.push(name);
      return --left > 0;
    };
  };
  for (const name of ['a', 'b', 'c']) inTurns(workOf(name, SLICE_MS));
  expect(await stepsATurn(6, () => order.length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  for (const name of ['d', 'e', 'f']) inTurns(workOf(name, SLICE_MS / 2));
  expect(await stepsATurn(6, () => order.length - 6)).toEqual([2, 2, 2]);
  expect(order.slice(6)).toEqual(['d', 'e', 'f', 'd', 'e', 'f']);
});

test('steps reject with what they throw, and stop when aborted', async () => {
  const failing = function* (): Generator<void, void> {
    yield;
    throw new Error('a wrong step');
  };
  await expect(stepInTurns(failing(), never)).rejects.toThrow('a wrong step');
  const gone = new AbortController();
  let taken = 0;
  const onStep = () => {
    if (++taken === 3) gone.abort(new Error('gone'));
  };
  await expect(stepInTurns(steps(9, 1, onStep), gone.signal)).rejects.toThrow('gone');
  expect(taken).toBe(3);
});

test('run at once, steps return the same', () => {
  expect(stepAtOnce(steps(3, 1))).toBe('done');
});

test('fake timers do not stop the work', async () => {
  vi.useFakeTimers({ toFake: ['setImmediate', 'setTimeout', 'performance', 'Date'] });
  const done = stepInTurns(steps(3, SLICE_MS), never);
  expect(await done).toBe('done');
  vi.useRealTimers();
});
