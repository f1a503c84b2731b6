/**
 * The feed of changes: every change is announced once, typed, after it is whole
 * (docs/decisions/one-door-and-a-feed.md).
 */

/** Anything with a kind. */
interface Kinded {
  readonly kind: string;
}

type Listener<C> = (change: C) => void;

/** The changes of a union that can be of a kind. */
type ChangeOf<C extends Kinded, K> = C extends unknown
  ? Extract<C['kind'], K> extends never
    ? never
    : C
  : never;

/** Announces changes to listeners. */
export class Feed<C extends Kinded> {
  readonly #listeners = new Map<C['kind'], Set<Listener<C>>>();

  /**
   * Calls `listener` after every change of the kinds given, at once and in order, until the
   * returned function is called. A listener must not throw.
   */
  listen<K extends C['kind']>(kinds: readonly K[], listener: Listener<ChangeOf<C, K>>): () => void {
    for (const kind of kinds) this.#of(kind).add(listener as Listener<C>);
    return () => {
      for (const kind of kinds) this.#of(kind).delete(listener as Listener<C>);
    };
  }

  /** Whether anything listens for a kind; if not, its changes need not even be built. */
  hears(kind: C['kind']): boolean {
    const listeners = this.#listeners.get(kind);
    return listeners !== undefined && listeners.size > 0;
  }

  publish(change: C): void {
    for (const listener of this.#listeners.get(change.kind as C['kind']) ?? []) listener(change);
  }

  #of(kind: C['kind']): Set<Listener<C>> {
    let listeners = this.#listeners.get(kind);
    if (listeners === undefined) this.#listeners.set(kind, (listeners = new Set()));
    return listeners;
  }
}

/** The publishing side of a feed. */
export interface Announcer<C extends Kinded> {
  hears(kind: C['kind']): boolean;
  publish(change: C): void;
}
