/**
 * Documents that can be long: the library makes them at once, HTTP a slice at a time. Why, and what
 * it took: docs/decisions/long-reads.md.
 */

/**
 * A member of such a document: a value, a function that gives it when its turn comes, or the items
 * of a list, with an undefined wherever the making can pause.
 */
type Part<V> =
  | V
  | (() => V)
  | (V extends readonly (infer Item)[] ? Iterable<Item | undefined> : never);

/** The members of a document, in the order in which they are made and written. */
export type Parts<T> = { readonly [Name in keyof T]: Part<T[Name]> };

/** A document begun: what it shows is as it was at that moment, however late its parts are made. */
export interface Begun<T> {
  readonly parts: Parts<T>;
  /** Called when nobody makes the parts any more. */
  readonly end?: () => void;
}

/** A document that was asked for. */
export class LongRead<T> {
  /** The account that it shows, connected accounts included; undefined when it shows all. */
  readonly account: string | undefined;
  readonly begin: () => Begun<T>;
  /** The status that it is answered with. */
  readonly status: number;

  constructor(account: string | undefined, begin: () => Begun<T>, status = 200) {
    this.account = account;
    this.begin = begin;
    this.status = status;
  }
}

/** The document, made at once. */
export function drain<T extends object>({ begin }: LongRead<T>): T {
  const { parts, end } = begin();
  try {
    return Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, drained(part)]),
    ) as T;
  } finally {
    end?.();
  }
}

/**
 * The document as JSON, piece by piece, with an undefined wherever the making can pause. It begins
 * with the first piece asked for, and ends with the last or with `return()`.
 */
export function* written<T extends object>({ begin }: LongRead<T>): Generator<string | undefined> {
  const { parts, end } = begin();
  try {
    let before = '{';
    for (const [name, part] of Object.entries(parts)) {
      yield `${before}${JSON.stringify(name)}:`;
      const value = made(part);
      if (isList(value)) yield* writtenList(value);
      else yield JSON.stringify(value);
      before = ',';
    }
    yield '}';
  } finally {
    end?.();
  }
}

function* writtenList(items: Iterable<unknown>): Generator<string | undefined> {
  let before = '[';
  for (const item of items) {
    if (item === undefined) yield undefined;
    else {
      yield before + JSON.stringify(item);
      before = ',';
    }
  }
  yield before === '[' ? '[]' : ']';
}

function drained(part: unknown): unknown {
  const value = made(part);
  if (!isList(value)) return value;
  const items: unknown[] = [];
  for (const item of value) if (item !== undefined) items.push(item);
  return items;
}

function made(part: unknown): unknown {
  return typeof part === 'function' ? part() : part;
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
