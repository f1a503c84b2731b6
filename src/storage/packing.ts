/** Records as strings: named fields separated by NUL, for records kept by the thousand. */

const SEPARATOR = '\0';

/** How a field is written and read. */
export interface Field<T> {
  readonly write: (value: T) => string;
  readonly read: (text: string) => T;
}

/** Any text. */
export const text: Field<string> = { write: escaped, read: unescaped };

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

/** Writes and reads records of one kind. */
export interface Packing<T> {
  readonly pack: (record: T) => string;
  readonly unpack: (packed: string) => T;
  /**
   * The bytes of a field's value within a packed record, to search for; the field must be neither
   * the first nor the last. Another field may contain the same bytes.
   */
  readonly needle: <Name extends keyof T>(name: Name, value: T[Name]) => Buffer;
}

/**
 * A packing of named fields.
 * @param fields every field of the record: fields not listed are not kept
 */
export function packing<T extends object>(fields: Fields<T>): Packing<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  const all = Object.values(fields) as Field<unknown>[];
  return {
    pack(record) {
      let packed = '';
      for (let i = 0; i < names.length; i++) {
        const written = (all[i] as Field<unknown>).write(record[names[i] as keyof T]);
        packed += i === 0 ? written : SEPARATOR + written;
      }
      return packed;
    },
    unpack(packed) {
      const written = packed.split(SEPARATOR);
      const record: Partial<T> = {};
      for (let i = 0; i < names.length; i++) {
        const { read } = all[i] as Field<unknown>;
        record[names[i] as keyof T] = read(written[i] as string) as T[keyof T];
      }
      return record as T;
    },
    needle(name, value) {
      return Buffer.from(`${SEPARATOR}${fields[name].write(value)}${SEPARATOR}`);
    },
  };
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

/** The characters that are escaped; most texts contain none of them. */
const ESCAPED = new RegExp(`[${SEPARATOR}${ITEM}\\\\]`);

function escaped(value: string): string {
  if (!ESCAPED.test(value)) return value;
  return value.replaceAll('\\', '\\\\').replaceAll(SEPARATOR, '\\0').replaceAll(ITEM, '\\1');
}

function unescaped(written: string): string {
  if (!written.includes('\\')) return written;
  return written.replace(/\\(.)/g, (_escape, character) => {
    if (character === '0') return SEPARATOR;
    return character === '1' ? ITEM : character;
  });
}
