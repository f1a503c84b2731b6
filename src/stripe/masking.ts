/** Secrets as Stripe shows them: length, prefix and last four characters stay (v1.md 3.1). */

const PREFIX = /^[a-z]+_(?:test|live)_/;
const SHOWN = 4;
const HIDDEN = '********';

/** Masks a key. One of which nothing would be left to hide is shown, as Stripe shows it. */
export function maskKey(key: string): string {
  const prefix = PREFIX.exec(key)?.[0] ?? '';
  const hidden = key.length - prefix.length - SHOWN;
  return hidden > 0 ? prefix + '*'.repeat(hidden) + key.slice(-SHOWN) : key;
}

/** Masks every key within a text. */
export function maskKeysIn(text: string): string {
  if (!text.includes('_test_') && !text.includes('_live_')) return text; // most texts: the expression takes longer
  return text.replace(/[a-z]+_(?:test|live)_\w+/g, maskKey);
}

/** What may be shown of an Authorization header that holds no key: a word, or a scheme without its credentials. */
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
