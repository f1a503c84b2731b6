/**
 * A value available at once or later: a promise per layer costs more than the layer itself, so
 * one only where somebody waits (docs/decisions/synchronous-path.md).
 */

export type MaybePromise<T> = T | Promise<T>;
