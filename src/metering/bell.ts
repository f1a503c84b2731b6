/** One bell, rung after every change, wakes whoever waits. */
import type { MeterEvent } from './event.ts';

/** Called at once, in order, with the event that was taken and kept, if one was. Must not throw. */
export type Listener = (taken: MeterEvent | undefined) => void;

/** Whoever listens is called after every change. */
export class Bell {
  readonly #listeners = new Set<Listener>();

  /** Calls `listener` after every change, until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param taken the event, when the change was that one was taken and kept */
  ring(taken?: MeterEvent): void {
    for (const listener of this.#listeners) listener(taken);
  }
}
