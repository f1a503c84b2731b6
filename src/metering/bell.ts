/** One bell, rung after every change, wakes whoever waits. */

/** Whoever listens is called at once, in order, and must not throw. */
export class Bell {
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` after every change, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  ring(): void {
    for (const listener of this.#listeners) listener();
  }
}
