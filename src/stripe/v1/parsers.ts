/**
 * Parsers of single form values, each with Stripe's error (docs/stripe/requests.md#parameters,
 * docs/stripe/requests.md#expand).
 */

import { isLonger } from '../characters.ts';
import { type FormValue, listItems } from './form.ts';
import { parameterErrors } from './parameter-errors.ts';
import type { ParamError, ParamParser } from './params.ts';

const INTEGER = /^[+-]?\d+$/;

/** A non-empty string of at most `most` characters. */
export function text(most: number): ParamParser<string> {
  return (value) => {
    if (typeof value !== 'string') return notText(value);
    if (value === '') return parameterErrors.empty;
    return isLonger(value, most) ? (param) => parameterErrors.tooLong(param, value, most) : value;
  };
}

/** A string of at most `most` characters; an empty one means null, which unsets the parameter. */
export function unsettableText(most: number): ParamParser<string | null> {
  const read = text(most);
  return (value) => (value === '' ? null : read(value));
}

/** A whole number, within bounds if given. */
export function integer(
  bounds: { readonly min?: number; readonly max?: number } = {},
): ParamParser<number> {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
  return (value) => {
    if (typeof value !== 'string') return notInteger(value);
    if (value === '') return parameterErrors.empty;
    if (!INTEGER.test(value)) return notInteger(value);
    const number = Number(value);
    if (!Number.isSafeInteger(number)) return notInteger(value); // GUESS: as an invalid integer
    if (number < min) return (param) => parameterErrors.tooSmall(param, min);
    return number > max ? (param) => parameterErrors.tooGreat(param, max) : number;
  };
}

/** One of a few words. */
export function oneOf<const W extends string>(words: readonly W[]): ParamParser<W> {
  return (value) => {
    if (value === '') return parameterErrors.empty;
    return words.find((word) => word === value) ?? ((param) => parameterErrors.oneOf(param, words));
  };
}

/**
 * A flat hash of strings, in the order sent. Nested values are refused
 * (docs/stripe/meter-events.md#parameters).
 */
export const stringMap: ParamParser<ReadonlyMap<string, string>> = (value) => {
  if (!(value instanceof Map)) return parameterErrors.object;
  for (const [key, member] of value) {
    if (typeof member !== 'string') return (param) => notText(member)(`${param}[${key}]`);
  }
  return value as Map<string, string>;
};

/** A list of strings, sent as `a[]=` or `a[0]=`. */
export const stringList: ParamParser<readonly string[]> = (value) => {
  const items = listItems(value);
  if (items === undefined) return parameterErrors.array;
  const wrong = items.findIndex((item) => typeof item !== 'string' || item === '');
  if (wrong < 0) return items as string[];
  const item = items[wrong] as FormValue;
  return (param) => (item === '' ? parameterErrors.empty : notText(item))(`${param}[${wrong}]`);
};

/** A list of at most `most` strings; an empty string is an empty list. */
export function textList(most: number): ParamParser<readonly string[]> {
  return (value) => {
    const items = value === '' ? [] : stringList(value);
    if (typeof items === 'function' || items.length <= most) return items;
    return (param) => parameterErrors.tooMany(param, most);
  };
}

/** A boolean. */
export const boolean: ParamParser<boolean> = (value) => {
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === '') return parameterErrors.empty;
  return (param) =>
    parameterErrors.boolean(param, typeof value === 'string' ? value : inspect(value));
};

/** A parameter that Stripe keeps and this server does not: only that it was sent is recorded. */
export const notKept: ParamParser<true> = () => true;

/**
 * A Stripe parameter that would change an amount in a way that the mock does not compute; refused,
 * since a wrong total is worse than none.
 */
export const notComputed: ParamParser<never> = () => parameterErrors.notComputed;

function notText(value: FormValue): ParamError {
  return (param) => parameterErrors.string(param, inspect(value));
}

function notInteger(value: FormValue): ParamError {
  return (param) =>
    parameterErrors.integer(param, typeof value === 'string' ? value : inspect(value));
}

/** A value as Ruby's `inspect` writes it, shortened. */
function inspect(value: FormValue): string {
  const full = rubyText(value, 0);
  return full.length > 100 ? `${full.slice(0, 100)}...` : full;
}

function rubyText(value: FormValue, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (depth > 2) return '...';
  if (Array.isArray(value)) return `[${value.map((item) => rubyText(item, depth + 1)).join(', ')}]`;
  const members = [...value].map(
    ([key, member]) => `${JSON.stringify(key)}=>${rubyText(member, depth + 1)}`,
  );
  return `{${members.join(', ')}}`;
}
