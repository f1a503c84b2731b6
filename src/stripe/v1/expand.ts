/**
 * `expand` of version 1 (https://docs.stripe.com/expand, docs/stripe/requests.md#expand): which
 * properties of an object can be expanded, and into what.
 */
import type { Refusal } from '../refusal.ts';
import type { FormValue } from './form.ts';
import type { Json, JsonObject } from './json.ts';
import { parameterErrors } from './parameter-errors.ts';
import type { ParamParser } from './params.ts';
import { stringList } from './parsers.ts';

/** The maximum number of properties in one path, including `data`. */
const MAX_LEVELS = 4;
const NO_PATHS: ExpandPaths = new Map();

/**
 * How one property of an object is expanded.
 * @typeParam S what is needed to find and write the expanded object
 */
export interface Expansion<S> {
  /**
   * Returns the replacement of the property: an object or a list. Not called if the property is
   * null, which stays null. Absent: the property is already complete, or always null.
   */
  readonly get?: (object: JsonObject, source: S) => Json;
  /**
   * What can be expanded inside it; a function, since objects refer to each other. If absent,
   * nothing inside a `get` can be expanded; without a `get`, any path is accepted and does nothing.
   */
  readonly inside?: () => Expansions<S>;
}

/** The properties of an object that can be expanded. */
export type Expansions<S> = Readonly<Record<string, Expansion<S>>>;

/** The properties that a request expands, with those inside each. */
export type ExpandPaths = ReadonlyMap<string, ExpandPaths>;
type Tree = Map<string, Tree>;

/** `expand[]` for an endpoint that answers one object. */
export function expandable<S>(expansions: Expansions<S>): ParamParser<ExpandPaths> {
  return (value) => pathsOf(value, (path, tree) => plant(tree, path, 0, expansions));
}

/**
 * `expand[]` for an endpoint that answers a list, with paths that begin with `data.`; returns what
 * to expand in each item. `data` alone is accepted and does nothing (Stripe, August 2026, as
 * reported by one project).
 */
export function listExpandable<S>(expansions: Expansions<S>): ParamParser<ExpandPaths> {
  return (value) =>
    pathsOf(value, (path, tree) => {
      const [first = ''] = path;
      if (first !== 'data') return parameterErrors.expansion(first, `data.${first}`);
      return plant(tree, path, 1, expansions);
    });
}

/** `expand[]` for an object that has nothing to expand. GUESS: that every path is then an error. */
export const expandNothing = expandable({});

/** The paths as one tree, or the error of the first invalid one. Empty lists are fine. */
function pathsOf(
  value: FormValue,
  add: (path: readonly string[], tree: Tree) => Refusal | undefined,
): ReturnType<ParamParser<ExpandPaths>> {
  if (value === '') return NO_PATHS;
  const paths = stringList(value);
  if (typeof paths === 'function') return paths;
  const tree: Tree = new Map();
  for (const path of paths) {
    const names = path.split('.');
    const refusal =
      names.length > MAX_LEVELS ? parameterErrors.expansionDepth(path) : add(names, tree);
    if (refusal !== undefined) return () => refusal;
  }
  return tree;
}

/** Adds a path to the tree, from the name at `start`. A refusal names the path so far. */
function plant<S>(
  tree: Tree,
  path: readonly string[],
  start: number,
  expansions: Expansions<S>,
): Refusal | undefined {
  let [branch, known] = [tree, expansions];
  for (let depth = start; depth < path.length; depth++) {
    const name = path[depth] as string;
    const expansion = Object.hasOwn(known, name) ? known[name] : undefined;
    if (expansion === undefined) {
      return parameterErrors.expansion(path.slice(0, depth + 1).join('.'));
    }
    const below: Tree = branch.get(name) ?? new Map();
    branch.set(name, below);
    if (expansion.get === undefined && expansion.inside === undefined) return undefined;
    [branch, known] = [below, expansion.inside?.() ?? {}];
  }
  return undefined;
}

/** An object with the properties expanded that the request names. */
export function expanded<S>(
  object: JsonObject,
  paths: ExpandPaths | undefined,
  expansions: Expansions<S>,
  source: S,
): JsonObject {
  if (paths === undefined || paths.size === 0) return object;
  const whole: Record<string, Json> = { ...object };
  for (const [name, below] of paths) {
    const { get, inside } = expansions[name] as Expansion<S>;
    const value = get === undefined || object[name] === null ? object[name] : get(object, source);
    whole[name] = inside === undefined ? value : expandedWithin(value, below, inside(), source);
  }
  return whole;
}

/** Does the same within the value of a property: an object, or each object of a list. */
function expandedWithin<S>(
  value: Json,
  paths: ExpandPaths,
  expansions: Expansions<S>,
  source: S,
): Json {
  if (Array.isArray(value)) {
    return value.map((item: Json) => expandedWithin(item, paths, expansions, source));
  }
  if (typeof value !== 'object' || value === null) return value;
  return expanded(value as JsonObject, paths, expansions, source);
}
