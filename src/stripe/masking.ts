/**
 * Secrets as Stripe shows them: length, prefix and last four characters stay
 * (docs/stripe/requests.md#masking).
 */

const PREFIX = /^[a-z]+_(?:test|live)_/;
const SHOWN = 4;
const HIDDEN = '********';

/** Masks a key. One of which nothing would be left to hide is shown, as Stripe shows it. */
export function maskKey(key: string): string {
  const prefix = PREFIX.exec(key)?.[0] ?? '';
  const hidden = key.length - prefix.length - SHOWN;
  return hidden > 0 ? prefix + '*'.repeat(hidden) + key.slice(-SHOWN) : key;
}

/** Masks every key within a text, whose length stays. Takes time in proportion to the text. */
export function maskKeysIn(text: string): string {
  // Most texts: the expression takes longer.
  if (!text.includes('_test_') && !text.includes('_live_')) return text;
  return text.replace(KEY, maskKey);
}

/** Looks at a run of letters from its start only: from each of 100,000 it took 26 seconds. */
const KEY = /(?<![a-z])[a-z]+_(?:test|live)_\w+/g;

/** JSON with every key masked that stands in a string or a name; itself when none does. */
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
 * What may be shown of an Authorization header that holds no key: a word, or a scheme without its
 * credentials.
 */
export function maskUnusable(header: string): string {
  const [scheme = '', ...rest] = header.split(' ');
  return rest.length === 0 ? maskKeysIn(scheme.slice(0, 100)) : `${scheme.slice(0, 100)} ${HIDDEN}`;
}

/** Masks an Authorization header for logs and lists; short or odd secrets are hidden whole. */
export function maskAuthorization(header: string): string {
  const [scheme = '', ...rest] = header.split(' ');
  const key = /^bearer$/i.test(scheme) ? rest.join(' ') : '';
  if (key.length > 12) return `${scheme} ${maskKey(key)}`;
  return rest.length === 0 ? HIDDEN : `${scheme} ${HIDDEN}`;
}
