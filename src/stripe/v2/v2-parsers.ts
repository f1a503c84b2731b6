/**
 * Parsers of single JSON values, each with the reason it gives when it refuses
 * (docs/stripe/v2.md#invalid-fields).
 */
import { isLonger, shorten } from '../characters.ts';
import { FieldError, type FieldParser } from './v2-fields.ts';
import type { JsonValue } from './v2-json.ts';
import { parseDateTime } from './v2-time.ts';

// GUESS: every reason but that of `oneOf`, which is recorded.
const NOT_A_STRING = new FieldError('', 'Must be a string.');
const NOT_AN_OBJECT = new FieldError('', 'Must be an object.');
const NOT_AN_ARRAY = new FieldError('', 'Must be an array.');
const NOT_A_TIME = new FieldError('', 'Must be an RFC 3339 date-time.');
const EMPTY = new FieldError('', 'Must not be empty.');

/** Text that is not empty, at most `most` characters. */
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

/** A time as RFC 3339 text, in milliseconds since the epoch. */
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
