/**
 * Parameters that Stripe keeps and this server does not: they are accepted, and each is logged
 * once.
 */
import { optional, type Param } from '../../stripe/v1/params.ts';
import { notKept } from '../../stripe/v1/parsers.ts';

/** Declares such parameters, for `params({...})`. */
export function notKeptParams<const N extends string>(
  names: readonly N[],
): Record<N, Param<true | undefined>> {
  const entries = names.map((name) => [name, optional(notKept)]);
  return Object.fromEntries(entries) as Record<N, Param<true | undefined>>;
}

/**
 * Warnings about those that were sent, one for each.
 * @param kind the plural name of the objects
 * @param outer the parameter that contains them, if any
 */
export function notKeptSentences<N extends string>(
  kind: string,
  names: readonly N[],
  given: Readonly<Partial<Record<N, true | undefined>>> | undefined,
  outer?: string,
): string[] {
  return names
    .filter((name) => given?.[name])
    .map((name) => (outer === undefined ? name : `${outer}[${name}]`))
    .map((param) => `${kind}: ${param} is accepted but not kept`);
}
