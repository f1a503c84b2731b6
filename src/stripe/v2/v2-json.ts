/**
 * Parses JSON strictly in one pass: it refuses what `JSON.parse` would silently accept, and members
 * keep the order sent (docs/stripe/v2.md#bodies).
 */

/** A value. Objects are Maps: they keep the order sent, and `__proto__` is just a name. */
export type JsonValue = string | number | boolean | null | JsonHash | readonly JsonValue[];
export type JsonHash = ReadonlyMap<string, JsonValue>;

/** The maximum nesting of objects and lists. GUESS: Stripe's own limit is not known. */
export const MAX_LEVELS = 20;

/**
 * Reads a complete JSON text. Never throws, and takes linear time.
 *
 * GUESS: what Stripe does with these is not known. All are refused, since each is ambiguous: a
 * duplicate name in an object, a lone surrogate, more than MAX_LEVELS levels, a byte order mark. A
 * number is read as a double; larger ones become infinite. The one field that accepts a number has
 * small bounds.
 * @returns undefined if the text is not JSON, or has one of the above
 */
export function readJson(text: string): JsonValue | undefined {
  return new JsonReader(text).read();
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

/** A string without escapes; control characters must be escaped (RFC 8259, 7). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
const PLAIN = /^[^\\\u0000-\u001f]*$/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Reads one text; every method returns undefined if it does not find what it reads. */
class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonValue | undefined {
    const value = this.#value(0);
    return Number.isNaN(this.#next()) ? value : undefined;
  }

  #value(level: number): JsonValue | undefined {
    const code = this.#next();
    if (code === QUOTE) return this.#string();
    if (code === OPEN_BRACE) return level < MAX_LEVELS ? this.#hash(level) : undefined;
    if (code === OPEN_BRACKET) return level < MAX_LEVELS ? this.#list(level) : undefined;
    const word = this.#match(WORD);
    if (word !== undefined) return word === 'null' ? null : word === 'true';
    const number = this.#match(NUMBER);
    return number === undefined ? undefined : Number(number);
  }

  #hash(level: number): JsonHash | undefined {
    const hash = new Map<string, JsonValue>();
    this.#at++;
    if (this.#take(CLOSE_BRACE)) return hash;
    do {
      const name = this.#next() === QUOTE ? this.#string() : undefined;
      if (name === undefined || hash.has(name) || !this.#take(COLON)) return undefined;
      const value = this.#value(level + 1);
      if (value === undefined) return undefined;
      hash.set(name, value);
    } while (this.#take(COMMA));
    return this.#take(CLOSE_BRACE) ? hash : undefined;
  }

  #list(level: number): readonly JsonValue[] | undefined {
    const list: JsonValue[] = [];
    this.#at++;
    if (this.#take(CLOSE_BRACKET)) return list;
    do {
      const value = this.#value(level + 1);
      if (value === undefined) return undefined;
      list.push(value);
    } while (this.#take(COMMA));
    return this.#take(CLOSE_BRACKET) ? list : undefined;
  }

  /** The string that begins here. Most have no escapes. */
  #string(): string | undefined {
    const start = this.#at + 1;
    const end = this.#text.indexOf('"', start);
    if (end < 0) return undefined;
    const string = this.#text.slice(start, end);
    if (!PLAIN.test(string)) return this.#escapedString(end);
    this.#at = end + 1;
    return string;
  }

  /** @param quote the first quotation mark that could end it */
  #escapedString(quote: number): string | undefined {
    const start = this.#at;
    let end = quote;
    while (end >= 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) return undefined;
    this.#at = end + 1;
    try {
      const string = JSON.parse(this.#text.slice(start, end + 1)) as string;
      return LONE_SURROGATE.test(string) ? undefined : string;
    } catch {
      return undefined;
    }
  }

  /** Whether a position is preceded by an odd number of backslashes. */
  #isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.#text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    return backslashes % 2 === 1;
  }

  /** The code of the next character that is not white space; NaN at the end. */
  #next(): number {
    let code = this.#text.charCodeAt(this.#at);
    while (code <= SPACE && isWhiteSpace(code)) code = this.#text.charCodeAt(++this.#at);
    return code;
  }

  /** Consumes a character, if it is next. */
  #take(code: number): boolean {
    if (this.#next() !== code) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function isWhiteSpace(code: number): boolean {
  return code === SPACE || code === 0x0a || code === 0x0d || code === 0x09;
}
