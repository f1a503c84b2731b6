/** Long work in slices, so that whoever waits for the event loop waits for one slice. */
import * as timers from 'node:timers';

// Taken at load: a test in this process may put fakes in their place later.
const { setImmediate } = timers;
const nowMs = performance.now.bind(performance);

/** How long work may hold the event loop in one turn, in milliseconds: all of it together. */
export const SLICE_MS = 5;

/**
 * Goes on with some work until it is done or `isOver()`. Gives whether it wants another turn. Must
 * not throw.
 */
export type Work = (isOver: () => boolean) => boolean;

/** The work that waits for a turn; there is one event loop, so there is one line. */
const line: Work[] = [];
let isWoken = false;

/** Does work in turns of the event loop, the first of them soon. */
export function inTurns(work: Work): void {
  line.push(work);
  wake();
}

function wake(): void {
  if (isWoken || line.length === 0) return;
  isWoken = true;
  setImmediate(turn);
}

/** One slice for all: what gets no part of it is first in the next one. */
function turn(): void {
  const endMs = nowMs() + SLICE_MS;
  const isOver = () => nowMs() >= endMs;
  isWoken = false;
  do {
    const work = line.shift() as Work;
    if (work(isOver)) line.push(work);
  } while (line.length > 0 && !isOver());
  wake();
}

/**
 * Takes steps to their end, in turns. Rejects with what they throw, and once the signal is aborted
 * with its reason: then no further step is taken.
 */
export function stepInTurns<R>(steps: Generator<unknown, R>, signal: AbortSignal): Promise<R> {
  return new Promise((resolve, reject) => {
    inTurns((isOver) => {
      try {
        do {
          signal.throwIfAborted();
          const step = steps.next();
          if (step.done) {
            resolve(step.value);
            return false;
          }
        } while (!isOver());
        return true;
      } catch (error) {
        reject(error);
        return false;
      }
    });
  });
}

/** Takes steps to their end, at once. */
export function stepAtOnce<R>(steps: Generator<unknown, R>): R {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
