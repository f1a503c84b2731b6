/**
 * Values that may arrive as strings or typed: from flags, environment, queries, JSON and fixtures.
 */
import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod';

const wholeText = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
// Created once: zod is slow to create a schema, which counts at startup.
const wholeOrText = z.union([z.int(), wholeText], {
  error: ({ input }) => `must be a whole number, got ${shown(input)}`,
});

/**
 * A whole number, also as a string (as in flags, variables and queries), although its type says
 * number.
 */
export function whole(
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): z.ZodType<number, number> {
  return wholeOrText.pipe(z.number().min(min).max(max)) as z.ZodType<number, unknown> as z.ZodType<
    number,
    number
  >;
}

/** A boolean, also as a string. */
export const flag = z.union(
  [
    z.boolean(),
    z.enum(['true', '1', 'false', '0']).transform((text) => text === 'true' || text === '1'),
  ],
  { error: ({ input }) => `must be true or false, got ${shown(input)}` },
) as z.ZodType<boolean, unknown> as z.ZodType<boolean, boolean>;

/** An instant as seconds since the epoch or ISO 8601, read as milliseconds. */
export const instant = z
  .union([z.number(), z.string()], { error: ({ input }) => noInstant(input) })
  .transform((value, context) => {
    const ms = parseTime(value);
    if (ms !== undefined) return ms;
    context.addIssue(noInstant(value));
    return z.NEVER;
  });

function noInstant(given: unknown): string {
  return (
    'takes seconds since the epoch or ISO 8601, such as 1767225600 or "2026-01-01T00:00:00Z"; ' +
    `got ${shown(given)}`
  );
}

/**
 * Seconds since the epoch or ISO 8601 (UTC by default), in milliseconds; `undefined` if it is
 * neither.
 */
export function parseTime(value: string | number): number | undefined {
  const text = String(value);
  if (/^\d{1,12}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text))
    return undefined;
  const saysZone = !text.includes('T') || /(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = Date.parse(saysZone ? text : `${text}Z`);
  const exists =
    !Number.isNaN(ms) &&
    // Rejects dates like 30 February.
    new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
  return exists ? ms : undefined;
}

/** The known name that a wrong one was most likely meant to be, if any is similar enough. */
export function nearest(wrong: string, known: readonly string[]): string | undefined {
  const given = wrong.slice(0, 100);
  const within = known.find((name) => name.length > 2 && given.startsWith(name));
  const begun =
    known.find((name) => given.length > 2 && name.startsWith(given)) ??
    known.find((name) => given.length > 4 && name.includes(given));
  if (within !== undefined || begun !== undefined) return begun ?? within;
  if (known.length === 0) return undefined;
  const best = closest(given, known);
  return distance(given, best) <= Math.ceil(Math.max(given.length, best.length) / 3)
    ? best
    : undefined;
}

/** A guess at what was meant, in brackets; empty without one. */
export function guess(wrong: string, known: readonly string[]): string {
  const meant = nearest(wrong, known);
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}

/** A value as errors show it: at most 80 characters of JSON. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
