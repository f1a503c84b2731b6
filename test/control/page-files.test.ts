/** The page's files over HTTP: who may load them, and how they are cached. */
import { readdirSync } from 'node:fs';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { serve } from '../helper.ts';

const script = () => readdirSync('dist/page').find((name) => /^main-.*\.js$/.test(name)) as string;
const NAVIGATION = {
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};

test('a link from anywhere opens the page, with or without a token', async () => {
  const { url } = await serve({ controlToken: 'a-long-secret' });
  const { status, headers, text } = await supertest(url).get('/_mock/').set(NAVIGATION);
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(text).toContain(`page/${script()}`);
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringMatching(
      /^default-src 'none'; .*frame-ancestors 'none'/,
    ),
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
});

test.each([
  ['in a frame', { ...NAVIGATION, 'sec-fetch-dest': 'iframe' }],
  ['as a script of its own', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['by a rebound name', { host: 'evil.example' }],
])('a foreign page cannot have it %s', async (_how, headers) => {
  const { url } = await serve();
  expect((await supertest(url).get('/_mock/').set(headers)).status).toBe(403);
});

test('compresses files, and lets them be cached for ever under their names', async () => {
  const { url } = await serve();
  const get = (encoding: string) =>
    supertest(url).get(`/_mock/page/${script()}`).set('accept-encoding', encoding);
  const { headers } = await get('gzip, br');
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect((await get('gzip')).headers['content-encoding']).toBe('gzip');
  expect((await get('br;q=0, gzip;q=0')).headers['content-encoding']).toBeUndefined();
  expect((await get('br').set('if-none-match', headers['etag'] as string)).status).toBe(304);
});

test.each(['', 'page/'])(
  'HEAD of /_mock/%s… answers as GET does, without the body',
  async (path) => {
    const { url } = await serve({ controlToken: 'a-long-secret' });
    const address = `${url}/_mock/${path}${path && script()}`;
    const [head, get] = await Promise.all([fetch(address, { method: 'HEAD' }), fetch(address)]);
    const ofConnection = ['connection', 'date', 'keep-alive'];
    const headers = [...get.headers].filter(([name]) => !ofConnection.includes(name));
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(Object.fromEntries(head.headers)).toMatchObject(Object.fromEntries(headers));
  },
);

test('an unknown file is a 404; without control routes there is no page', async () => {
  const { url } = await serve();
  expect((await supertest(url).get('/_mock/page/nope.js')).body.error.message).toBe(
    'The page has no file nope.js.',
  );
  const bare = await serve({ control: false });
  expect((await supertest(bare.url).get('/_mock/')).status).toBe(404);
});
