/**
 * Documents that can be long: the library builds them at once, HTTP a slice at a time. See
 * docs/decisions/long-reads.md.
 */

/**
 * A member of such a document: a value, a function that computes it when it is needed, or the items
 * of a list, interspersed with undefined where writing can pause.
 */
type Part<V> =
  | V
  | (() => V)
  | (V extends readonly (infer Item)[] ? Iterable<Item | undefined> : never);

/** The members of a document, in the order in which they are built and written. */
export type Parts<T> = { readonly [Name in keyof T]: Part<T[Name]> };

/**
 * A document in the making: a snapshot of the moment when it began, no matter when its parts are
 * built, except for those about meters (`inspect-meters.ts`).
 */
export interface Begun<T> {
  readonly parts: Parts<T>;
  /** Called when no more parts are needed. */
  readonly end?: () => void;
}

/** A requested document. */
export class LongRead<T> {
  /** The account that it shows, with its connected accounts; undefined if it shows all. */
  readonly account: string | undefined;
  readonly begin: () => Begun<T>;
  /** The status of the answer. */
  readonly status: number;

  constructor(account: string | undefined, begin: () => Begun<T>, status = 200) {
    this.account = account;
    this.begin = begin;
    this.status = status;
  }
}

/** Builds the document at once. */
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
 * The document as JSON, piece by piece, interspersed with undefined where writing can pause. It
 * begins with the first piece requested, and ends with the last one or with `return()`.
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
