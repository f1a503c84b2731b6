/**
 * Decodes a form with brackets into a nested value: everything that SDKs send, and nothing harmful
 * (docs/stripe/requests.md#forms).
 */

/** A decoded value. Hashes are Maps: they keep the order sent, and `__proto__` is just a name. */
export type FormValue = string | FormHash | FormValue[];
export type FormHash = Map<string, FormValue>;

/** Why a text is not a form: the problem, and the parameter concerned, if any. */
export interface FormFault {
  readonly fault: 'encoding' | 'shape' | 'repeated' | 'too_many' | 'too_deep';
  readonly param?: string;
}

/** The maximum number of parameters of a request. GUESS: Stripe's own limit is not known. */
export const MAX_PARAMETERS = 1000;
/** The maximum depth of a name, where `a[b]` has two. GUESS: Stripe's own limit is not known. */
export const MAX_DEPTH = 20;

/**
 * Substrings of a longer text are copied: V8 keeps the whole text alive for as long as any
 * substring, and the name of a customer is kept for ever.
 */
const LONG_TEXT = 1024;
/** V8 copies shorter substrings by itself. */
const SHORT_PIECE = 13;

/** Decodes a form. Never throws, takes linear time, and stops at the limits above. */
export function decodeForm(text: string): FormHash | FormFault {
  const root: FormHash = new Map();
  const decode = decoderFor(text);
  let count = 0;
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('&', start);
    if (end < 0) end = text.length;
    if (end > start) {
      if (++count > MAX_PARAMETERS) return { fault: 'too_many' };
      const fault = decodePair(root, text, start, end, decode);
      if (fault !== undefined) return fault;
    }
    start = end + 1;
  }
  return root;
}

/** Whether decoding failed. */
export function isFormFault(decoded: FormHash | FormFault): decoded is FormFault {
  return !(decoded instanceof Map);
}

function decodePair(
  root: FormHash,
  text: string,
  start: number,
  end: number,
  decode: typeof decodeText,
): FormFault | undefined {
  const equals = text.indexOf('=', start);
  const nameEnd = equals < 0 || equals > end ? end : equals;
  const name = decode(pieceOf(text, start, nameEnd));
  const value = nameEnd === end ? '' : decode(pieceOf(text, nameEnd + 1, end));
  if (name === undefined || value === undefined) return { fault: 'encoding' };
  const open = name.indexOf('[');
  if (open > 0 && name.endsWith(']')) return place(root, segmentsOf(name, open), value, name);
  if (root.has(name))
    return { fault: typeof root.get(name) === 'string' ? 'repeated' : 'shape', param: name };
  root.set(name, value);
  return undefined;
}

function pieceOf(text: string, start: number, end: number): string {
  const piece = text.slice(start, end);
  const keepsText = text.length > LONG_TEXT && piece.length >= SHORT_PIECE;
  return keepsText ? Buffer.from(piece).toString() : piece;
}

/** How the pieces of a form are decoded: often nothing in it is encoded. */
function decoderFor(form: string): typeof decodeText {
  return form.includes('%') || form.includes('+') ? decodeText : (text) => text;
}

function decodeText(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return undefined;
  }
}

/** `a[b][][c]`: `a`, `b`, ``, `c`. */
function segmentsOf(name: string, open: number): string[] {
  const first = name.slice(0, open);
  const inner = name.slice(open + 1, -1);
  return inner.includes('][') ? [first, ...inner.split('][', MAX_DEPTH + 1)] : [first, inner];
}

function place(
  root: FormHash,
  segments: readonly string[],
  value: string,
  name: string,
): FormFault | undefined {
  if (segments.length > MAX_DEPTH) return { fault: 'too_deep', param: segments[0] as string };
  let parent: FormHash | FormValue[] = root;
  for (let depth = 0; depth < segments.length - 1; depth++) {
    const child = step(parent, segments, depth);
    if (child === undefined || typeof child === 'string')
      return { fault: 'shape', param: segments[0] as string };
    parent = child;
  }
  return put(parent, segments.at(-1) as string, value, name);
}

/**
 * The container under a key, created if needed: a list if its own key is `[]`. `undefined` if key
 * and container do not match. Under `a[]`, a hash continues until one of its parameters would
 * repeat, as in Rack: `a[][b]=1&a[][c]=2&a[][b]=3` is two hashes.
 */
function step(
  parent: FormHash | FormValue[],
  segments: readonly string[],
  depth: number,
): FormValue | undefined {
  const key = segments[depth] as string;
  const list = segments[depth + 1] === '';
  if (Array.isArray(parent)) {
    if (key !== '') return undefined;
    const last = parent.at(-1);
    if (!list && last instanceof Map && !has(last, segments, depth + 1)) return last;
    return append(parent, list ? [] : new Map());
  }
  const child = parent.get(key);
  if (child !== undefined) return Array.isArray(child) === list ? child : undefined;
  const made: FormValue = list ? [] : new Map();
  parent.set(key, made);
  return made;
}

function put(
  parent: FormHash | FormValue[],
  key: string,
  value: string,
  name: string,
): FormFault | undefined {
  if (Array.isArray(parent)) {
    append(parent, value);
    return undefined;
  }
  if (parent.has(key))
    return { fault: typeof parent.get(key) === 'string' ? 'repeated' : 'shape', param: name };
  parent.set(key, value);
  return undefined;
}

/**
 * Whether a hash already has a value at the end of a path. A list on the way accepts any number.
 */
function has(hash: FormHash, segments: readonly string[], start: number): boolean {
  let value: FormValue | undefined = hash;
  for (let depth = start; depth < segments.length; depth++) {
    if (!(value instanceof Map)) return false;
    value = value.get(segments[depth] as string);
  }
  return value !== undefined;
}

/**
 * The items of a list, sent as `a[]=` or `a[0]=`, in the order of their indexes; `undefined` if it
 * is not a list.
 */
export function listItems(value: FormValue): readonly FormValue[] | undefined {
  if (!(value instanceof Map)) return Array.isArray(value) ? value : undefined;
  const items = [...value];
  if (!items.every(([key]) => /^\d+$/.test(key))) return undefined;
  return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

function append(list: FormValue[], item: FormValue): FormValue {
  list.push(item);
  return item;
}

/**
 * Converts JSON to the equivalent form value: numbers and booleans become strings, null becomes an
 * empty string, and undefined members are left out. Throws a RangeError beyond MAX_DEPTH.
 */
export function formOf(json: unknown, depth = 0): FormValue {
  if (depth > MAX_DEPTH) throw new RangeError(`nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(json)) return json.map((item) => formOf(item, depth + 1));
  if (typeof json === 'number') return plainNumber(json);
  if (typeof json !== 'object' || json === null)
    return json === null ? '' : wellFormed(String(json));
  const members = Object.entries(json).filter(([, member]) => member !== undefined);
  return new Map(members.map(([key, member]) => [wellFormed(key), formOf(member, depth + 1)]));
}

/**
 * The text as it would arrive over HTTP: lone surrogates, which only JSON can express, are
 * replaced.
 */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** A number without an exponent. */
function plainNumber(number: number): string {
  const text = String(number);
  if (!text.includes('e')) return text;
  return Math.abs(number) < 1 ? number.toFixed(20).replace(/0+$/, '') : BigInt(number).toString();
}
