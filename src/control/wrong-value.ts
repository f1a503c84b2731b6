/**
 * Says what is wrong with a value, as zod found it: what is accepted, what was given and, for a
 * wrong name, the nearest one.
 */
import type * as z from 'zod';
import { guess, shown } from '../values.ts';

type RawIssue = z.core.$ZodRawIssue;

/**
 * Reads a value by its schema.
 * @returns the value, or what is wrong with it: the path and the reason of each problem
 */
export function read<S extends z.ZodType>(
  schema: S,
  given: unknown,
): { readonly value: z.output<S> } | { readonly problem: string } {
  const result = schema.safeParse(given, { error: reasonOf });
  if (result.success) return { value: result.data };
  return { problem: result.error.issues.map(sentenceOf).join('; ') };
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const reason = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  const text = reason ?? issue.message;
  return issue.path.length === 0 ? text : `${issue.path.join('.')}: ${text}`;
}

/** The words for a problem; undefined leaves them to zod. A schema's own message comes first. */
function reasonOf(issue: RawIssue): string | undefined {
  const got = shown(issue.input);
  switch (issue.code) {
    case 'unrecognized_keys':
      return strays(issue.keys as string[], knownBy(issue));
    case 'invalid_type':
      return wrongType(String(issue['expected']), issue.input);
    case 'invalid_value':
      return wrongWord(issue['values'] as readonly unknown[], issue.input);
    case 'too_small':
      return tooSmall(issue, got);
    case 'too_big':
      return tooBig(issue, got);
    case 'invalid_format':
      return wrongFormat(issue, got);
    case 'invalid_union':
      return `must be ${alternativesOf(issue).join(' or ')}, got ${got}`;
    default:
      return undefined;
  }
}

/** The names that an object takes. */
function knownBy({ inst }: RawIssue): string[] {
  const { shape } = ((inst as z.ZodType | undefined)?.def ?? {}) as { shape?: object };
  return Object.keys(shape ?? {});
}

/** What is wrong with names that something does not take. */
export function strays(unknown: readonly string[], known: readonly string[]): string {
  const named = unknown.map((name) => `${name}${guess(name, known)}`).join(', ');
  const takes = known.length === 0 ? 'it takes nothing' : `it takes ${known.join(', ')}`;
  return `there is no ${named}; ${takes}`;
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

function kindOf(expected: string): string {
  return KINDS[expected] ?? expected;
}

function wrongType(expected: string, input: unknown): string {
  if (input === undefined) return `is missing; it must be ${kindOf(expected)}`;
  return `must be ${kindOf(expected)}, got ${shown(input)}`;
}

function wrongWord(values: readonly unknown[], input: unknown): string {
  const words = values.map(String);
  const list = words.length === 1 ? words[0] : `one of ${words.join(', ')}`;
  if (input === undefined) return `is missing; it must be ${list}`;
  const meant = typeof input === 'string' ? guess(input, words) : '';
  return `must be ${list}; got ${shown(input)}${meant}`;
}

function tooSmall({ origin, minimum }: RawIssue & { origin?: unknown }, got: string): string {
  const least = (minimum as number | bigint | undefined) ?? 0;
  if (origin === 'string' && Number(least) === 1) return 'must not be empty';
  if (origin === 'string') return `must have at least ${least} characters, got ${got}`;
  if (origin === 'array') return 'must not be an empty list';
  return `must be at least ${least}, got ${got}`;
}

function tooBig({ origin, maximum }: RawIssue & { origin?: unknown }, got: string): string {
  const unit = { array: ' items', string: ' characters' }[String(origin)];
  if (unit !== undefined) return `must have at most ${maximum}${unit}, got ${got}`;
  return `must be at most ${maximum}, got ${got}`;
}

function wrongFormat({ format, prefix }: RawIssue & { prefix?: unknown }, got: string): string {
  if (format === 'starts_with') return `must start with ${shown(prefix)}, got ${got}`;
  return `has the wrong form: ${got}`;
}

/** What the alternatives of a union accept. */
function alternativesOf(issue: RawIssue): string[] {
  const errors = (issue as { errors?: readonly (readonly z.core.$ZodIssue[])[] }).errors ?? [];
  const words = errors.flatMap(([first]) => {
    if (first === undefined) return [];
    if (first.code === 'invalid_type') return [kindOf(first.expected)];
    return first.code === 'invalid_value' ? first.values.map(String) : [];
  });
  return [...new Set(words.length === 0 ? ['something else'] : words)];
}
