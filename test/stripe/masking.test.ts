/** How secrets are shown. */
import { expect, test } from 'vitest';
import {
  maskAuthorization,
  maskKey,
  maskKeysIn,
  maskKeysInBeginning,
  maskKeysWithin,
  maskUnusable,
} from '../../src/stripe/masking.ts';

test.each([
  ['sk_test_abcdefghijkl', 'sk_test_********ijkl'],
  ['rk_live_abcdefgh', 'rk_live_****efgh'],
  ['sk_test_123', 'sk_test_123'],
  ['secretsecret', '********cret'],
])('the key %s is shown as %s', (key, shown) => {
  expect(maskKey(key)).toBe(shown);
});

test.each([
  ['a key sk_test_abcdefgh in a text', 'a key sk_test_****efgh in a text'],
  ['sk_test_abcdefgh,sk_live_abcdefgh', 'sk_test_****efgh,sk_live_****efgh'],
  ['sk_test_****efgh', 'sk_test_****efgh'],
  ['no key', 'no key'],
])('in a text: %s', (text, shown) => {
  expect(maskKeysIn(text)).toBe(shown);
});

test.each([
  ['sk_test_abcdefgh, sk_test_abcdefgh', 'sk_test_****efgh, sk_test_********'],
  ['sk_test_a', 'sk_test_*'],
  ['sk_test_abcdefgh.', 'sk_test_****efgh.'],
  ['evt_test_65abcdefgh', 'evt_test_65abcdefgh'],
  ['sk_te', 'sk_te'],
])('in the beginning of a text: %s', (text, shown) => {
  expect(maskKeysInBeginning(text)).toBe(shown);
});

test('masking a long text without a break takes linear time', () => {
  const text = `${'sk_test_'.repeat(20_000)}!`;
  expect(maskKeysInBeginning(text)).toHaveLength(text.length);
});

test.each([
  [`sk_test_${'a'.repeat(200)}`, `sk_test_${'*'.repeat(92)}`],
  ['sk_test_abcdefgh ijkl', 'sk_test_****efgh ********'],
  ['Digest ijkl', 'Digest ********'],
])('of the unusable header %s, this is quoted: %s', (header, shown) => {
  expect(maskUnusable(header)).toBe(shown);
});

test.each([
  'mtr_test_61abcdefgh',
  'evt_test_65abcdefgh',
  'ed_test_61abcdefgh',
  'mtr_event_adj_test_abcdefgh',
])('shows the id %s in full', (id) => {
  const path = `/v1/of/${id}?key=sk_test_abcdefgh`;
  expect(maskKeysIn(path)).toBe(`/v1/of/${id}?key=sk_test_****efgh`);
});

test('masks keys in JSON strings and names, however deep', () => {
  const key = 'sk_test_abcdefgh';
  const given = {
    [key]: 1,
    ['__proto__']: key,
    list: [key, { deep: [key] }, null, true],
    text: `"${key}"\n${key}`,
  };
  const shown = maskKeysWithin(given);
  expect(JSON.stringify(shown)).toBe(JSON.stringify(given).replaceAll(key, 'sk_test_****efgh'));
  const harmless = { a: { b: 'c' }, d: null };
  expect(maskKeysWithin(harmless)).toBe(harmless);
});

test.each([
  ['Bearer sk_test_abcdefghijkl', 'Bearer sk_test_********ijkl'],
  ['Bearer short', 'Bearer ********'],
  ['Basic dG9wc2VjcmV0', 'Basic ********'],
  ['nonsense', '********'],
])('the header %s is shown as %s', (header, shown) => {
  expect(maskAuthorization(header)).toBe(shown);
});
