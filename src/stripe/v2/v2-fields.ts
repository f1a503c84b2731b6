/**
 * Schema + JSON object → typed values, or the one error that is reported
 * (docs/stripe/v2.md#invalid-fields). The v2 counterpart of `params`.
 */
import { shorten } from '../characters.ts';
import type { JsonHash, JsonValue } from './v2-json.ts';

/** The error for a field: its path, relative to the value that was read, and the reason. */
export class FieldError {
  /** A sequence of `.name` and `[n]`; empty for the value itself. */
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string) {
    this.path = path;
    this.reason = reason;
  }

  /** The same error, relative to an enclosing value. */
  within(path: string): FieldError {
    return new FieldError(path + this.path, this.reason);
  }
}

/** Parses one value, or returns the error. Never gets null. */
export type FieldParser<T> = (value: JsonValue) => T | FieldError;

/** One field of an object. */
export interface Field<T> {
  readonly parse: FieldParser<T>;
  readonly isRequired: boolean;
  /** Never set: it carries the type of the value. */
  readonly type?: T;
}

/** The fields of an object, by name, in the order in which they are checked. */
export type Fields<T> = { readonly [Name in keyof T]: Field<T[Name]> };

/** A required field. */
export function required<T>(parse: FieldParser<T>): Field<T> {
  return { parse, isRequired: true };
}

/** An optional field: null counts as absent (docs/stripe/v2.md#invalid-fields). */
export function optional<T>(parse: FieldParser<T>): Field<T | undefined> {
  return { parse, isRequired: false };
}

/** Declares the fields of an object, and returns its parser. */
export function fields<T>(shape: Fields<T>): FieldParser<T> {
  const names = Object.keys(shape) as (keyof T & string)[];
  const declared = names.map((name) => [name, shape[name]] as const);
  return (hash) => (hash instanceof Map ? read(declared, hash) : NOT_AN_OBJECT);
}

const NOT_AN_OBJECT = new FieldError('', 'Must be an object.');
/** GUESS: the reason (docs/stripe/v2.md#invalid-fields). */
const MISSING = new FieldError('', 'This field is required.');

/**
 * GUESS: that only one error is reported (docs/stripe/v2.md#invalid-fields), unknown fields first,
 * then declared ones in order.
 */
function read<T>(
  declared: readonly (readonly [keyof T & string, Field<unknown>])[],
  hash: JsonHash,
): T | FieldError {
  const values = {} as Record<keyof T, unknown>;
  let known = 0;
  let error: FieldError | undefined;
  for (const [name, field] of declared) {
    const value = hash.get(name);
    if (value !== undefined) known++;
    const parsed = parse(field, value);
    if (parsed instanceof FieldError) error ??= parsed.within(`.${name}`);
    else values[name] = parsed;
  }
  if (known < hash.size) return unknownField(declared, hash);
  return error ?? (values as T);
}

function parse({ parse: of, isRequired }: Field<unknown>, value: JsonValue | undefined): unknown {
  if (value !== undefined && value !== null) return of(value);
  return isRequired ? MISSING : undefined;
}

function unknownField(declared: readonly (readonly [string, unknown])[], hash: JsonHash) {
  const known = new Set(declared.map(([name]) => name));
  const [name = ''] = [...hash.keys()].filter((each) => !known.has(each));
  return new FieldError(`.${shorten(name)}`, 'Unknown field.');
}
