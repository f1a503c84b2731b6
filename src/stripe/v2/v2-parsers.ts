/**
 * Parsers of single JSON values, each with its reason for refusing
 * (docs/stripe/v2.md#invalid-fields).
 */
import { isLonger, shorten } from '../characters.ts';
import { FieldError, type FieldParser } from './v2-fields.ts';
import type { JsonValue } from './v2-json.ts';
import { parseDateTime } from './v2-time.ts';

// GUESS: every reason except that of `oneOf`, which is recorded.
const NOT_A_STRING = new FieldError('', 'Must be a string.');
const NOT_AN_OBJECT = new FieldError('', 'Must be an object.');
const NOT_AN_ARRAY = new FieldError('', 'Must be an array.');
const NOT_A_TIME = new FieldError('', 'Must be an RFC 3339 date-time.');
const EMPTY = new FieldError('', 'Must not be empty.');

/** A non-empty string of at most `most` characters. */
export function text(most: number): FieldParser<string> {
  const tooLong = new FieldError('', `Must be at most ${most} characters.`);
  return (value) => {
    if (typeof value !== 'string') return NOT_A_STRING;
    if (value === '') return EMPTY;
    return isLonger(value, most) ? tooLong : value;
  };
}

/** One of a few words. */
export function oneOf<const W extends string>(words: readonly W[]): FieldParser<W> {
  const valid = words.toSorted().join(', ');
  return (value) => {
    if (typeof value !== 'string') return NOT_A_STRING;
    const reason = `Unrecognized enum value '${shorten(value)}', valid values are: ${valid}.`;
    return words.find((word) => word === value) ?? new FieldError('', reason);
  };
}

/** A flat object of strings, in the order sent. Numbers are refused, and so is null. */
export const stringMap: FieldParser<ReadonlyMap<string, string>> = (value) => {
  if (!(value instanceof Map)) return NOT_AN_OBJECT;
  for (const [name, member] of value as ReadonlyMap<string, JsonValue>) {
    if (typeof member !== 'string') return NOT_A_STRING.within(`.${shorten(name)}`);
  }
  return value as ReadonlyMap<string, string>;
};

/** Text that may be empty, at most `most` characters. */
export function anyText(most: number): FieldParser<string> {
  const read = text(most);
  return (value) => (value === '' ? '' : read(value));
}

/** A whole number in a query, within bounds. */
export function integer(min: number, max: number): FieldParser<number> {
  const wrong = new FieldError('', `Must be a whole number from ${min} to ${max}.`);
  return (value) => {
    const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
    return Number.isSafeInteger(number) && Number(number) >= min && Number(number) <= max
      ? Number(number)
      : wrong;
  };
}

/** A change of `metadata`: null unsets a key. GUESS: v1's lengths (docs/stripe/v2.md). */
export const metadataChange: FieldParser<ReadonlyMap<string, string | null>> = (value) => {
  if (!(value instanceof Map)) return NOT_AN_OBJECT;
  if (value.size > 50) return new FieldError('', 'Must have at most 50 keys.');
  for (const [name, member] of value as ReadonlyMap<string, JsonValue>) {
    const wrong = (reason: FieldError) => reason.within(`.${shorten(name)}`);
    if (isLonger(name, 40)) return wrong(new FieldError('', 'Keys have at most 40 characters.'));
    if (member === null) continue;
    const read = anyText(500)(member);
    if (read instanceof FieldError) return wrong(read);
  }
  return value as ReadonlyMap<string, string | null>;
};

/** An RFC 3339 time, in milliseconds since the epoch. */
export const dateTime: FieldParser<number> = (value) =>
  (typeof value === 'string' ? parseDateTime(value) : undefined) ?? NOT_A_TIME;

/** A list of at most `most` elements. */
export function array<T>(parse: FieldParser<T>, most: number): FieldParser<readonly T[]> {
  const tooMany = new FieldError('', `Must have at most ${most} elements.`);
  return (value) => {
    if (!Array.isArray(value)) return NOT_AN_ARRAY;
    if (value.length > most) return tooMany;
    const parsed: T[] = [];
    for (let i = 0; i < value.length; i++) {
      const element = parse(value[i] as JsonValue);
      if (element instanceof FieldError) return element.within(`[${i}]`);
      parsed.push(element);
    }
    return parsed;
  };
}
