/** What is known at once or later: a promise for each layer costs more than the layer, so there is one only where somebody waits. */

export type Eventually<T> = T | Promise<T>;

/** Goes on with a value: at once when it is there. */
export function after<T, U>(value: Eventually<T>, next: (value: T) => Eventually<U>): Eventually<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
