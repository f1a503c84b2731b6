/**
 * Numbers, booleans and times as they arrive. Flags, variables, queries and headers are text, and
 * are parsed; in JSON and fixtures a value has its type.
 */
import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod';

const wholeText = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
const noWhole = ({ input }: { readonly input?: unknown }) =>
  `must be a whole number, got ${shown(input)}`;
// Created once: zod is slow to create a schema, which counts at startup.
const wholeOrText = z.union([z.int(), wholeText], { error: noWhole });

/**
 * A whole number, also as a string (as in flags, variables and queries), although its type says
 * number. Lazy, as `wholeNumber` is: there are dozens, and a start needs few of them.
 */
export function whole(
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): z.ZodType<number, number> {
  const schema = () => wholeOrText.pipe(z.number().min(min).max(max));
  return z.lazy(schema) as z.ZodType<number, unknown> as z.ZodType<number, number>;
}

/** A whole number of JSON or a fixture: never a string. */
export function wholeNumber(
  min: number,
  max: number = Number.MAX_SAFE_INTEGER,
): z.ZodType<number, number> {
  return z.lazy(() =>
    z
      .int({ error: (issue) => (issue.code === 'invalid_type' ? noWhole(issue) : undefined) })
      .min(min)
      .max(max),
  );
}

/** A boolean, also as a string. */
export const flag = z.union(
  [
    z.boolean(),
    z.enum(['true', '1', 'false', '0']).transform((text) => text === 'true' || text === '1'),
  ],
  { error: ({ input }) => `must be true or false, got ${shown(input)}` },
) as z.ZodType<boolean, unknown> as z.ZodType<boolean, boolean>;

/** An instant as seconds, also as text, or ISO 8601: read as milliseconds since the epoch. */
export const instantOrText = instantOf(parseTime);

/** The same of JSON or a fixture, where seconds are a number. */
export const instant = instantOf((value) =>
  typeof value === 'string' && SECONDS.test(value) ? undefined : parseTime(value),
);

function instantOf(parse: (value: string | number) => number | undefined) {
  return z
    .union([z.number(), z.string()], { error: ({ input }) => noInstant(input) })
    .transform((value, context) => {
      const ms = parse(value);
      if (ms !== undefined) return ms;
      context.addIssue(noInstant(value));
      return z.NEVER;
    });
}

function noInstant(given: unknown): string {
  return (
    'takes seconds since the epoch or ISO 8601, such as 1767225600 or "2026-01-01T00:00:00Z"; ' +
    `got ${shown(given)}`
  );
}

const SECONDS = /^-?\d{1,12}(\.\d+)?$/;

/** ISO 8601 has four digits for a year: what is saved can be read again. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
/** The last instant there is here. */
export const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

/**
 * Seconds since the epoch or ISO 8601 (UTC by default), in milliseconds; `undefined` if it is
 * neither.
 */
export function parseTime(value: string | number): number | undefined {
  const text = String(value);
  if (SECONDS.test(text)) {
    const ms = Math.round(Number(text) * 1000);
    return ms < FIRST_MS || ms > LAST_MS ? undefined : ms;
  }
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
  const text = jsonOf(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** What cannot be written is described: nested too deep, going round in a circle, or no JSON. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    return typeof value === 'object' ? 'something that cannot be shown' : String(value);
  }
}

/** A text of at most that many characters: a longer one ends behind a word, with an ellipsis. */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const begun = text.slice(0, most);
  const end = begun.search(/\s+\S*$/);
  // One long word is cut where it must be, but not within a character.
  const cut = end > 0 ? begun.slice(0, end) : begun.slice(0, -1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut}…`;
}
