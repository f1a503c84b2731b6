/** Going on with a value that may be there at once. */
import type { MaybePromise } from '../metering/maybe-promise.ts';

/** Calls `next` with the value: at once when it is there. */
export function thenMaybe<T, U>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
