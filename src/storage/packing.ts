/** Records as strings: named fields with NUL before each, for records kept by the thousand. */

const SEPARATOR = '\0';

/** How a field is written and read. */
export interface Field<T> {
  readonly write: (value: T) => string;
  readonly read: (text: string) => T;
}

/** Any text. */
export const text: Field<string> = { write: escaped, read: unescaped };

/**
 * Text that cannot contain NUL, such as our own ids and what Node's parser accepts as the head of a
 * request. Faster than `text`.
 */
export const line: Field<string> = { write: (value) => value, read: (written) => written };

/** Any text, kept as it is: only for the last field of a record. */
export const rest: Field<string> = line;

/** One of a few words that contain neither NUL nor a backslash. */
export function word<W extends string>(): Field<W> {
  return { write: (value) => value, read: (written) => written as W };
}

/** A finite number. */
export const number: Field<number> = { write: String, read: Number };

/** True or false. */
export const boolean: Field<boolean> = {
  write: (value) => (value ? '1' : ''),
  read: (written) => written === '1',
};

/** A value that may be absent. */
export function optional<T>({ write, read }: Field<T>): Field<T | undefined> {
  return {
    write: (value) => (value === undefined ? '' : `=${write(value)}`),
    read: (written) => (written === '' ? undefined : read(written.slice(1))),
  };
}

/** A value that may be null. */
export function nullable<T>({ write, read }: Field<T>): Field<T | null> {
  return {
    write: (value) => (value === null ? '' : `=${write(value)}`),
    read: (written) => (written === '' ? null : read(written.slice(1))),
  };
}

/** Fields by name, in the order in which they are written. */
type Fields<T> = { readonly [Name in keyof T]: Field<T[Name]> };

/** Written values by name. */
type Written<T> = { readonly [Name in keyof T]: string };

/** Joins the written values of a record, and reads them. */
export interface Packing<T> {
  /**
   * @param written each value as its field writes it, in the order of the fields. The caller writes
   * them, since a loop that looks up every value and its field by name took a tenth of a create.
   */
  readonly pack: (written: Written<T>) => string;
  readonly unpack: (packed: string) => T;
  /**
   * The bytes of a field's value within a packed record, to search for; not for the last field.
   * Another field may contain the same bytes.
   */
  readonly needle: <Name extends keyof T>(name: Name, value: T[Name]) => Buffer;
}

/**
 * A packing of named fields.
 * @param fields every field of the record: fields not listed are not kept
 */
export function packing<T extends object>(fields: Fields<T>): Packing<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  const reads = (Object.values(fields) as Field<unknown>[]).map(({ read }) => read);
  let isInOrder = false;
  return {
    pack(written) {
      if (!isInOrder) isInOrder = checkOrder(names, Object.keys(written));
      let packed = '';
      for (const name in written) packed += SEPARATOR + written[name];
      return packed;
    },
    unpack(packed) {
      const written = packed.split(SEPARATOR).slice(1);
      written.push(written.splice(names.length - 1).join(SEPARATOR));
      const record: Partial<T> = {};
      for (let i = 0; i < names.length; i++) {
        const read = reads[i] as (written: string) => unknown;
        record[names[i] as keyof T] = read(written[i] as string) as T[keyof T];
      }
      return record as T;
    },
    needle(name, value) {
      return Buffer.from(`${SEPARATOR}${fields[name].write(value)}${SEPARATOR}`);
    },
  };
}

function checkOrder(names: readonly string[], written: readonly string[]): true {
  if (names.join() === written.join()) return true;
  throw new Error(`fields ${names} were written as ${written}`);
}

const ITEM = '\x01'; // after each item of a field

/** Pairs of strings, in order. */
export const textMap: Field<ReadonlyMap<string, string>> = {
  write(map) {
    let written = '';
    map.forEach((value, key) => {
      written += `${escaped(key)}${ITEM}${escaped(value)}${ITEM}`;
    });
    return map.size === 0 ? '' : `=${written}`;
  },
  read(written) {
    const map = new Map<string, string>();
    if (written === '') return map;
    const items = written.slice(1).split(ITEM);
    for (let i = 0; i + 1 < items.length; i += 2) {
      map.set(unescaped(items[i] as string), unescaped(items[i + 1] as string));
    }
    return map;
  },
};

/** The bytes of a text within a packed record, in any field, to search for. */
export function textNeedle(value: string): Buffer {
  return Buffer.from(escaped(value));
}

/** The bytes of a `textMap` value within a packed record, to search for. */
export function valueNeedle(value: string): Buffer {
  return Buffer.from(`${ITEM}${escaped(value)}${ITEM}`);
}

/** Most texts contain nothing to escape; a loop finds that out faster than an expression. */
function escaped(value: string): string {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 2 || code === BACKSLASH) return escapedSlowly(value);
  }
  return value;
}

const BACKSLASH = 0x5c;

function escapedSlowly(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll(SEPARATOR, '\\0').replaceAll(ITEM, '\\1');
}

function unescaped(written: string): string {
  if (!written.includes('\\')) return written;
  return written.replace(/\\(.)/g, (_escape, character) => {
    if (character === '0') return SEPARATOR;
    return character === '1' ? ITEM : character;
  });
}
