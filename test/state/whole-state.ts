/**
 * Everything that an object holds, private fields included, as plain values, to compare whole
 * states.
 */
import { createHash } from 'node:crypto';
import { Session } from 'node:inspector';
import { Ring } from '../../src/storage/ring.ts';

const session = new Session();
session.connect();

/** Where the inspector and this file exchange values. */
const shared = globalThis as { wholeStateSubject?: unknown; wholeStateValue?: unknown };

interface Property {
  readonly name: string;
  readonly value?: { readonly objectId?: string; readonly value?: unknown };
}

/**
 * The private fields of an object by name, such as `#accounts`; only the inspector can read them.
 */
function privateFields(subject: object): [string, unknown][] {
  const fields: [string, unknown][] = [];
  shared.wholeStateSubject = subject;
  const expression = 'globalThis.wholeStateSubject';
  session.post('Runtime.evaluate', { expression }, (_error, evaluated) => {
    const objectId = evaluated.result.objectId as string;
    session.post('Runtime.getProperties', { objectId, ownProperties: true }, (_problem, found) => {
      const properties = (found as { privateProperties?: Property[] }).privateProperties ?? [];
      for (const { name, value } of properties) {
        fields.push([
          name,
          value?.objectId === undefined ? value?.value : valueBehind(value.objectId),
        ]);
      }
    });
  });
  return fields;
}

function valueBehind(objectId: string): unknown {
  const functionDeclaration = 'function () { globalThis.wholeStateValue = this; }';
  session.post('Runtime.callFunctionOn', { objectId, functionDeclaration }, () => {});
  return shared.wholeStateValue;
}

/** All fields of an object, private ones included, except functions. */
export function fieldsOf(subject: object): [string, unknown][] {
  const isPlain = subject.constructor === Object;
  const all = [...Object.entries(subject), ...(isPlain ? [] : privateFields(subject))];
  return all.filter(([, value]) => typeof value !== 'function');
}

/** A field's name in lists: `Engine.#events`. */
export function nameOf(subject: object, field: string): string {
  return `${subject.constructor.name}.${field}`;
}

/**
 * An object and everything that it holds, as plain values.
 * @param isLeftOut whether a field, by its name, is left out
 * @param sort whether maps are compared without their order. Default false
 */
export function wholeState(
  subject: unknown,
  isLeftOut: (name: string) => boolean,
  { sort = false, seen = new Map<object, number>() } = {},
): unknown {
  if (typeof subject !== 'object' || subject === null) return subject;
  if (isEmpty(subject)) return Array.isArray(subject) ? [] : {}; // an empty default may be shared
  const before = seen.get(subject);
  if (before !== undefined) return `the object ${before}`;
  seen.set(subject, seen.size);
  const inner = (value: unknown) => wholeState(value, isLeftOut, { sort, seen });
  if (ArrayBuffer.isView(subject)) return digestOf(subject);
  if (subject instanceof Ring) return textsOf(subject);
  if (Array.isArray(subject)) return subject.map(inner);
  if (subject instanceof Set) return [...subject].map(inner);
  if (subject instanceof Map)
    return entriesOf(subject, sort).map(([key, value]) => [key, inner(value)]);
  const fields = fieldsOf(subject).filter(([field]) => !isLeftOut(nameOf(subject, field)));
  return Object.fromEntries(fields.map(([field, value]) => [field, inner(value)]));
}

/** Whether it is an empty list or an empty plain object. */
function isEmpty(subject: object): boolean {
  const isPlain = Array.isArray(subject) || subject.constructor === Object;
  return isPlain && Object.keys(subject).length === 0;
}

/** The names of all fields of the class instances that an object holds: `Engine.#events`. */
export function fieldNames(subject: unknown, isLeftOut: (name: string) => boolean): Set<string> {
  const names = new Set<string>();
  wholeState(subject, (name) => {
    if (!name.startsWith('Object.')) names.add(name);
    return isLeftOut(name);
  });
  return names;
}

function entriesOf(map: ReadonlyMap<unknown, unknown>, sort: boolean): [unknown, unknown][] {
  const entries = [...map];
  return sort ? entries.sort(([a], [b]) => (`${a}` < `${b}` ? -1 : 1)) : entries;
}

function digestOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return createHash('sha1')
    .update(Buffer.from(buffer, byteOffset, byteLength))
    .digest('hex');
}

/**
 * The texts of a ring and their tags, since its blocks end in bytes that were never written.
 */
function textsOf(ring: Ring): unknown {
  const found = [...ring.view().search()].filter((each) => each !== undefined);
  return { next: ring.next, texts: found };
}
