/** What is made when it is first asked for, since a start needs none of it. */

/**
 * Gives the same value each time. Above all for zod schemas: there are hundreds, and zod is slow to
 * create one (docs/decisions/start-up.md).
 */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
