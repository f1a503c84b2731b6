/** Runs long work in slices, so that other work waits for at most one slice. */
import * as timers from 'node:timers';

// Captured at load time: a test in this process may install fakes later.
const { setImmediate } = timers;
const nowMs = performance.now.bind(performance);

/** How long all work together may hold the event loop in one turn, in milliseconds. */
export const SLICE_MS = 5;

/**
 * Continues some work until it is done or `isOver()`. Returns whether it needs another turn. Must
 * not throw.
 */
export type Work = (isOver: () => boolean) => boolean;

/** The work waiting for a turn; one queue, since there is one event loop. */
const line: Work[] = [];
let isWoken = false;

/** Runs work in turns of the event loop, starting soon. */
export function inTurns(work: Work): void {
  line.push(work);
  wake();
}

function wake(): void {
  if (isWoken || line.length === 0) return;
  isWoken = true;
  setImmediate(turn);
}

/** Runs one slice. It is shared: work that gets no part of it comes first in the next. */
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
 * Runs steps to the end, in turns. Rejects if they throw, or with the signal's reason once it is
 * aborted; no further step is then run.
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

/** Runs steps to the end, at once. */
export function stepAtOnce<R>(steps: Generator<unknown, R>): R {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
