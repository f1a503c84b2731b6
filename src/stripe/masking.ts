/**
 * Secrets as Stripe shows them: length, prefix and last four characters stay
 * (docs/stripe/requests.md#masking).
 */

const PREFIX = /^[a-z]+_(?:test|live)_/;
const SHOWN = 4;
const HIDDEN = '********';

/** Masks a key. A key so short that nothing is left to hide is shown in full, as Stripe does. */
export function maskKey(key: string): string {
  const prefix = PREFIX.exec(key)?.[0] ?? '';
  const hidden = key.length - prefix.length - SHOWN;
  return hidden > 0 ? prefix + '*'.repeat(hidden) + key.slice(-SHOWN) : key;
}

/** Masks every key within a text, keeping its length. Takes linear time. */
export function maskKeysIn(text: string): string {
  return mayHaveKey(text) ? text.replace(KEY, maskKey) : text;
}

/**
 * The same for a text that breaks off: what may be half a key at its end is masked entirely, since
 * the last characters shown would be from its middle.
 */
export function maskKeysInBeginning(text: string): string {
  if (!mayHaveKey(text)) return text;
  return text.replace(KEY, (key: string, at: number) =>
    at + key.length < text.length ? maskKey(key) : maskHalf(key),
  );
}

function maskHalf(key: string): string {
  const prefix = PREFIX.exec(key)?.[0] ?? '';
  return prefix + '*'.repeat(key.length - prefix.length);
}

/** Faster than looking for a whole key, and false for most texts. */
function mayHaveKey(text: string): boolean {
  return MODE.test(text);
}

const MODE = /_(?:test|live)_/;

/**
 * Matches a run of letters only from its start: trying each position of 100,000 letters took 26
 * seconds. The ids of adjustments, destinations, events and meters look like keys, and are shown.
 */
const KEY = /(?<![a-z])(?!(?:adj|ed|evt|mtr)_)[a-z]+_(?:test|live)_\w+/g;

/** The JSON value with every key in a string or a name masked; the same value if there are none. */
export function maskKeysWithin(value: unknown): unknown {
  if (typeof value === 'string') return maskKeysIn(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(maskKeysWithin);
  const members = Object.entries(value);
  const masked = members.map(([name, member]) => [maskKeysIn(name), maskKeysWithin(member)]);
  const isSame = masked.every(([name, member], at) => {
    const [ownName, own] = members[at] as [string, unknown];
    return name === ownName && member === own;
  });
  return isSame ? value : Object.fromEntries(masked);
}

/**
 * The part of an Authorization header without a valid key that may be shown: a word, or a scheme
 * without its credentials.
 */
export function maskUnusable(header: string): string {
  const [scheme = '', ...rest] = header.split(' ');
  const shown = maskKeysIn(scheme).slice(0, 100);
  return rest.length === 0 ? shown : `${shown} ${HIDDEN}`;
}

/**
 * Masks an Authorization header for logs and lists; short or unusual secrets are hidden entirely.
 */
export function maskAuthorization(header: string): string {
  const [scheme = '', ...rest] = header.split(' ');
  const key = /^bearer$/i.test(scheme) ? rest.join(' ') : '';
  if (key.length > 12) return `${scheme} ${maskKey(key)}`;
  return rest.length === 0 ? HIDDEN : `${scheme} ${HIDDEN}`;
}
