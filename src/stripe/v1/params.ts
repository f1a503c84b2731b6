/**
 * Schema + form → typed values, or the one error that Stripe would send: unknown parameters first,
 * then the declared ones in order (docs/stripe/requests.md#parameters).
 */
import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod';
import type { Refusal } from '../refusal.ts';
import { type FormHash, type FormValue, listItems } from './form.ts';
import { parameterErrors } from './parameter-errors.ts';

/** The error for a value, given the parameter's name. */
export type ParamError = (param: string) => Refusal;

/** Parses one form value, or returns the error. */
export type ParamParser<T> = (value: FormValue) => T | ParamError;

/** Parameters that are all optional. */
export type Optionals<P> = { readonly [Name in keyof P]?: P[Name] | undefined };

/** A zod schema for form values; the shape's order is Stripe's order of declaration. */
export type ParamsSchema<T> = z.ZodType<T>;

const shapes = new WeakMap<z.ZodType, z.ZodRawShape>();
/** The schemas that are lists of hashes. */
const lists = new WeakSet<z.ZodType>();

/** The parameters of one endpoint, declared in Stripe's order. */
export function params<S extends z.ZodRawShape>(shape: S): ParamsSchema<z.output<z.ZodObject<S>>> {
  const schema = z.object(shape);
  shapes.set(schema, shape);
  return schema as ParamsSchema<z.output<z.ZodObject<S>>>;
}

/** A nested hash with its own parameters, such as `default_aggregation[formula]`. */
export function hash<S extends z.ZodRawShape>(shape: S): z.ZodType<z.output<z.ZodObject<S>>> {
  return nested(shape, z.object(shape), true);
}

/** A nested hash that may be absent. */
export function optionalHash<S extends z.ZodRawShape>(
  shape: S,
): z.ZodType<z.output<z.ZodObject<S>> | undefined> {
  return nested(shape, z.object(shape).optional(), false);
}

/**
 * A list of hashes, such as `items[0][price]`. Errors name the index of the entry:
 * `tiers[2][up_to]`.
 * @param most the maximum number of entries
 */
export function listOfHashes<S extends z.ZodRawShape>(
  shape: S,
  most: number = Number.POSITIVE_INFINITY,
): z.ZodType<readonly z.output<z.ZodObject<S>>[]> {
  return nestedList(shape, z.array(z.object(shape)), { most, isRequired: true });
}

/** A list of hashes that may be absent. */
export function optionalListOfHashes<S extends z.ZodRawShape>(
  shape: S,
  most: number = Number.POSITIVE_INFINITY,
): z.ZodType<readonly z.output<z.ZodObject<S>>[] | undefined> {
  return nestedList(shape, z.array(z.object(shape)).optional(), { most, isRequired: false });
}

function nestedList<T>(
  shape: z.ZodRawShape,
  inside: z.ZodType<T>,
  { most, isRequired }: { readonly most: number; readonly isRequired: boolean },
): z.ZodType<T> {
  const schema = field<unknown>((value) => hashesOf(shape, value, most), isRequired);
  const piped = schema.pipe(inside as z.ZodType<T, unknown>);
  shapes.set(piped, shape);
  lists.add(piped);
  return piped;
}

/** The hashes of a list, each with all its parameters, or the error of the list itself. */
function hashesOf(shape: z.ZodRawShape, value: FormValue, most: number): unknown {
  if (value === '') return parameterErrors.empty;
  const items = listItems(value);
  if (items === undefined) return parameterErrors.array;
  if (items.length > most) return (param: string) => parameterErrors.tooMany(param, most);
  const wrong = items.findIndex((item) => !(item instanceof Map));
  if (wrong >= 0) return (param: string) => parameterErrors.object(`${param}[${wrong}]`);
  return items.map((item) => valuesOf(shape, item as FormHash));
}

function nested<T>(shape: z.ZodRawShape, inside: z.ZodType<T>, isRequired: boolean): z.ZodType<T> {
  const read = (value: FormValue) =>
    value instanceof Map ? valuesOf(shape, value) : parameterErrors.object;
  const schema = field<unknown>(read, isRequired).pipe(inside as z.ZodType<T, unknown>);
  shapes.set(schema, shape);
  return schema;
}

/** A required parameter. */
export function required<T>(read: ParamParser<T>): z.ZodType<T> {
  return field(read, true) as z.ZodType<T>;
}

/** An optional parameter. */
export function optional<T>(read: ParamParser<T>): z.ZodType<T | undefined> {
  return field(read, false);
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

/** Checks a decoded form against a schema. Nothing has changed when it returns a refusal. */
export function parseParams<T>(schema: ParamsSchema<T>, form: FormHash): T | Refusal {
  const shape = shapes.get(schema) ?? {};
  const unknown = unknownNames(shape, form, (name) => name);
  if (unknown.length > 0)
    return parameterErrors.unknown(unknown, nearest(unknown[0] as string, Object.keys(shape)));
  const result = schema.safeParse(valuesOf(shape, form));
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const paramError =
    (issue as { params?: { paramError?: ParamError } }).params?.paramError ??
    parameterErrors.object;
  return paramError(bracketed(issue.path));
}

function unknownNames(
  shape: z.ZodRawShape,
  form: FormHash,
  path: (name: string) => string,
): string[] {
  const names: string[] = [];
  form.forEach((value, name) => {
    if (!Object.hasOwn(shape, name)) names.push(path(name));
    else if (typeof value !== 'string') {
      names.push(...unknownWithin(shape[name] as z.ZodType, value, path(name)));
    }
  });
  return names;
}

/** The unknown names in a nested hash, or in each hash of a list. */
function unknownWithin(schema: z.ZodType, value: FormValue, path: string): string[] {
  const shape = shapes.get(schema);
  if (shape === undefined) return [];
  const within = (hash: FormValue, at: string) =>
    hash instanceof Map ? unknownNames(shape, hash, (nested) => `${at}[${nested}]`) : [];
  if (!lists.has(schema)) return within(value, path);
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
function valuesOf(shape: z.ZodRawShape, form: FormHash): Record<string, FormValue | undefined> {
  const values: Record<string, FormValue | undefined> = {};
  for (const name in shape) values[name] = form.get(name);
  return values;
}

function bracketed(path: readonly PropertyKey[]): string {
  return path
    .map((segment, depth) => (depth === 0 ? String(segment) : `[${String(segment)}]`))
    .join('');
}
