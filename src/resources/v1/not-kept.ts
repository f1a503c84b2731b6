/** Parameters that Stripe keeps and the mock does not: they are taken, and each is named once. */
import type * as z from 'zod';
import { optional } from '../../stripe/v1/params.ts';
import { notKept } from '../../stripe/v1/parsers.ts';

/** Declares such parameters, for `params({...})`. */
export function notKeptParams<const N extends string>(
  names: readonly N[],
): Record<N, z.ZodType<true | undefined>> {
  const entries = names.map((name) => [name, optional(notKept)]);
  return Object.fromEntries(entries) as Record<N, z.ZodType<true | undefined>>;
}

/**
 * What there is to say of those that were sent: a sentence for each.
 * @param kind what the objects are called, in the plural
 * @param outer the parameter that they stand in, if they do
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
    .map((param) => `${kind}: ${param} is taken and not kept`);
}
