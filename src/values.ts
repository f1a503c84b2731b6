/**
 * Values that may arrive as strings or typed: from flags, environment, queries, JSON and fixtures.
 */
import * as z from 'zod';

const wholeText = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
// Created once: zod is slow to create a schema, which counts at startup.
const wholeOrText = z.union([z.int(), wholeText]);

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
export const flag = z.union([
  z.boolean(),
  z.enum(['true', '1', 'false', '0']).transform((text) => text === 'true' || text === '1'),
]) as z.ZodType<boolean, unknown> as z.ZodType<boolean, boolean>;

/** An instant as seconds since the epoch or ISO 8601, read as milliseconds. */
export const instant = z.union([z.number(), z.string()]).transform((value, context) => {
  const ms = parseTime(value);
  if (ms !== undefined) return ms;
  context.addIssue('must be seconds since the epoch or ISO 8601');
  return z.NEVER;
});

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

/** The text of a zod error: paths and reasons. */
export function explain(error: z.ZodError): string {
  return error.issues
    .map((issue) =>
      issue.path.length === 0 ? reasonOf(issue) : `${issue.path.join('.')}: ${reasonOf(issue)}`,
    )
    .join('; ');
}

/** For an invalid key of a record, the reason for the key. */
function reasonOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}
