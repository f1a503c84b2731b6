/** Filters by time, such as `created`, of every v1 list. */

import type { FormValue } from './form.ts';
import { parameterErrors } from './parameter-errors.ts';
import type { ParamParser } from './params.ts';
import { integer } from './parsers.ts';

const NAMES = ['gt', 'gte', 'lt', 'lte'] as const;

/** Bounds of a time in seconds, by Stripe's names. */
export type TimeBounds = Readonly<Partial<Record<(typeof NAMES)[number], number>>>;

/** `created=1`, or `created[gte]=1` and the like. */
export function timeBounds(value: FormValue): ReturnType<ParamParser<TimeBounds>> {
  if (!(value instanceof Map)) {
    const exact = integer()(value);
    return typeof exact === 'function' ? exact : { gte: exact, lte: exact };
  }
  const bounds: Record<string, number> = {};
  for (const [name, member] of value) {
    const path = (param: string) => `${param}[${name}]`;
    if (!(NAMES as readonly string[]).includes(name)) {
      return (param) => parameterErrors.unknown([path(param)]);
    }
    const bound = integer()(member);
    if (typeof bound === 'function') return (param) => bound(path(param));
    bounds[name] = bound;
  }
  return bounds;
}

/** Whether a time in seconds is within bounds. */
export function isWithinBounds(
  seconds: number,
  { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY }: TimeBounds,
): boolean {
  return seconds > gt && seconds >= gte && seconds < lt && seconds <= lte;
}
