/** A bell that is rung after every change, to wake those who wait. */
import type { MeterEvent } from './event.ts';

/** Called at once, in order, with the event that was accepted and kept, if any. Must not throw. */
export type Listener = (taken: MeterEvent | undefined) => void;

/** Calls its listeners after every change. */
export class Bell {
  readonly #listeners = new Set<Listener>();

  /** Calls `listener` after every change, until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param taken the event, if the change was that one was accepted and kept */
  ring(taken?: MeterEvent): void {
    for (const listener of this.#listeners) listener(taken);
  }
}
