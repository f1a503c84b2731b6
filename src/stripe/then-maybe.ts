/** Continues with a value that may be available at once. */
import type { MaybePromise } from '../metering/maybe-promise.ts';

/** Calls `next` with the value, at once if it is available. */
export function thenMaybe<T, U>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
