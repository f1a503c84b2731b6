/**
 * What is known at once, or later: a promise for each layer costs more than the layer, so there is
 * one only where somebody waits (docs/decisions/synchronous-path.md).
 */

export type MaybePromise<T> = T | Promise<T>;
