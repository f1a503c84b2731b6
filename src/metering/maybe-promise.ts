/**
 * A value available at once or later. A promise per layer costs more than the layer itself, so one
 * is only made if there is something to wait for (docs/decisions/synchronous-path.md).
 */

export type MaybePromise<T> = T | Promise<T>;
