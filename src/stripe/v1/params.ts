/**
 * Schema + form → typed values, or the one error that Stripe would send: unknown parameters first,
 * then the declared ones in order (docs/stripe/requests.md#parameters).
 */
import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { lazily } from '../lazily.ts';
import type { Refusal } from '../refusal.ts';
import { type FormHash, type FormValue, listItems } from './form.ts';
import { parameterErrors } from './parameter-errors.ts';

/** The error for a value, given the parameter's name. */
export type ParamError = (param: string) => Refusal;

/** Parses one form value, or returns the error. */
export type ParamParser<T> = (value: FormValue) => T | ParamError;

/** Parameters that are all optional. */
export type Optionals<P> = { readonly [Name in keyof P]?: P[Name] | undefined };

/**
 * What a form value must be. Its zod schema is created on first use: there are hundreds, and a
 * start needs none of them.
 */
export class Param<T> {
  /** The parameters inside, for a hash and for each hash of a list, in Stripe's order. */
  readonly shape: Shape | undefined;
  readonly isList: boolean;
  readonly #schema: () => z.ZodType<T>;
  readonly #names: () => ReadonlySet<string>;

  constructor(make: () => z.ZodType<T>, shape?: Shape, isList = false) {
    this.#schema = lazily(make);
    this.#names = lazily(() => new Set(Object.keys(shape ?? {})));
    this.shape = shape;
    this.isList = isList;
  }

  get schema(): z.ZodType<T> {
    return this.#schema();
  }

  /** The names in its shape. */
  get names(): ReadonlySet<string> {
    return this.#names();
  }
}

/** Parameters by name, in the order in which Stripe declares them. */
export type Shape = Readonly<Record<string, Param<unknown>>>;
/** The values of a shape. */
export type ValuesOf<S extends Shape> = {
  [Name in keyof S]: S[Name] extends Param<infer T> ? T : never;
};
/** What the parameters of an endpoint give. */
export type ParamsOf<P extends Param<unknown>> = P extends Param<infer T> ? T : never;

/** The parameters of one endpoint, declared in Stripe's order. */
export function params<const S extends Shape>(shape: S): Param<ValuesOf<S>> {
  return new Param(() => objectOf(shape), shape);
}

/** A nested hash with its own parameters, such as `default_aggregation[formula]`. */
export function hash<S extends Shape>(shape: S): Param<ValuesOf<S>> {
  return nested(shape, () => objectOf(shape), true);
}

/** A nested hash that may be absent. */
export function optionalHash<S extends Shape>(shape: S): Param<ValuesOf<S> | undefined> {
  return nested(shape, () => objectOf(shape).optional(), false);
}

/**
 * A list of hashes, such as `items[0][price]`. Errors name the index of the entry:
 * `tiers[2][up_to]`.
 * @param most the maximum number of entries
 */
export function listOfHashes<S extends Shape>(
  shape: S,
  most: number = Number.POSITIVE_INFINITY,
): Param<readonly ValuesOf<S>[]> {
  return nestedList(shape, () => z.array(objectOf(shape)), { most, isRequired: true });
}

/** A list of hashes that may be absent. */
export function optionalListOfHashes<S extends Shape>(
  shape: S,
  most: number = Number.POSITIVE_INFINITY,
): Param<readonly ValuesOf<S>[] | undefined> {
  return nestedList(shape, () => z.array(objectOf(shape)).optional(), { most, isRequired: false });
}

function objectOf<S extends Shape>(shape: S): z.ZodType<ValuesOf<S>> {
  const schemas = Object.entries(shape).map(([name, { schema }]) => [name, schema]);
  return z.object(Object.fromEntries(schemas)) as unknown as z.ZodType<ValuesOf<S>>;
}

function nestedList<T>(
  shape: Shape,
  inside: () => z.ZodType<T>,
  { most, isRequired }: { readonly most: number; readonly isRequired: boolean },
): Param<T> {
  const read = (value: FormValue) => hashesOf(shape, value, most);
  return new Param(() => piped(read, isRequired, inside()), shape, true);
}

/** The hashes of a list, each with all its parameters, or the error of the list itself. */
function hashesOf(shape: Shape, value: FormValue, most: number): unknown {
  if (value === '') return parameterErrors.empty;
  const items = listItems(value);
  if (items === undefined) return parameterErrors.array;
  if (items.length > most) return (param: string) => parameterErrors.tooMany(param, most);
  const wrong = items.findIndex((item) => !(item instanceof Map));
  if (wrong >= 0) return (param: string) => parameterErrors.object(`${param}[${wrong}]`);
  return items.map((item) => valuesOf(shape, item as FormHash));
}

function nested<T>(shape: Shape, inside: () => z.ZodType<T>, isRequired: boolean): Param<T> {
  const read = (value: FormValue) =>
    value instanceof Map ? valuesOf(shape, value) : parameterErrors.object;
  return new Param(() => piped(read, isRequired, inside()), shape);
}

/** Reads a value, and then what is inside. */
function piped<T>(
  read: ParamParser<unknown>,
  isRequired: boolean,
  inside: z.ZodType<T>,
): z.ZodType<T> {
  return field<unknown>(read, isRequired).pipe(inside as z.ZodType<T, unknown>);
}

/** A required parameter. */
export function required<T>(read: ParamParser<T>): Param<T> {
  return new Param(() => field(read, true) as z.ZodType<T>);
}

/** An optional parameter. */
export function optional<T>(read: ParamParser<T>): Param<T | undefined> {
  return new Param(() => field(read, false));
}

function field<T>(read: ParamParser<T>, isRequired: boolean): z.ZodType<T | undefined> {
  return z.transform((value: unknown, context): T | undefined => {
    if (value === undefined && !isRequired) return undefined;
    const result = value === undefined ? parameterErrors.missing : read(value as FormValue);
    if (typeof result !== 'function') return result;
    context.addIssue({ code: 'custom', params: { paramError: result } });
    return z.NEVER;
  });
}

/** Checks a decoded form against its parameters. Nothing has changed when it returns a refusal. */
export function parseParams<T>(params: Param<T>, form: FormHash): T | Refusal {
  const { shape = {} } = params;
  const unknown = unknownNames(params, form, (name) => name);
  if (unknown.length > 0)
    return parameterErrors.unknown(unknown, nearest(unknown[0] as string, Object.keys(shape)));
  const result = params.schema.safeParse(valuesOf(shape, form));
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const paramError =
    (issue as { params?: { paramError?: ParamError } }).params?.paramError ??
    parameterErrors.object;
  return paramError(bracketed(issue.path));
}

function unknownNames(
  { names, shape }: Param<unknown>,
  form: FormHash,
  path: (name: string) => string,
): string[] {
  const unknown: string[] = [];
  form.forEach((value, name) => {
    if (!names.has(name)) unknown.push(path(name));
    else if (typeof value !== 'string') {
      unknown.push(...unknownWithin((shape as Shape)[name] as Param<unknown>, value, path(name)));
    }
  });
  return unknown;
}

/** The unknown names in a nested hash, or in each hash of a list. */
function unknownWithin(param: Param<unknown>, value: FormValue, path: string): string[] {
  if (param.shape === undefined) return [];
  const within = (hash: FormValue, at: string) =>
    hash instanceof Map ? unknownNames(param, hash, (nested) => `${at}[${nested}]`) : [];
  if (!param.isList) return within(value, path);
  return (listItems(value) ?? []).flatMap((item, index) => within(item, `${path}[${index}]`));
}

/** The known name that the sender may have meant. GUESS: how Stripe measures similarity. */
function nearest(unknown: string, known: readonly string[]): string | undefined {
  if (unknown.includes('[')) return undefined; // within a hash: no suggestion has been seen
  const prefix = known.find((name) => unknown.startsWith(name));
  if (prefix !== undefined || known.length === 0) return prefix;
  const best = closest(unknown.slice(0, 100), known);
  return distance(unknown.slice(0, 100), best) <=
    Math.ceil(Math.min(unknown.length, best.length) / 2)
    ? best
    : undefined;
}

/**
 * The declared parameters by name, with absent ones as `undefined`, so that every field is checked.
 */
function valuesOf(shape: Shape, form: FormHash): Record<string, FormValue | undefined> {
  const values: Record<string, FormValue | undefined> = {};
  for (const name in shape) values[name] = form.get(name);
  return values;
}

function bracketed(path: readonly PropertyKey[]): string {
  return path
    .map((segment, depth) => (depth === 0 ? String(segment) : `[${String(segment)}]`))
    .join('');
}
