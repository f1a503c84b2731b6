/** HEAD on the control routes: as GET, without the body. */
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { controlRoutes } from '../../src/control/routes.ts';
import { EVENT, KEY, serve } from '../helper.ts';

const IDS: Readonly<Record<string, string>> = { '/customers/:id': 'cus_1' };
const QUERIES: Readonly<Record<string, string>> = {
  '/deliveries/wait': 'timeout_ms=0',
  '/meter_events/wait': 'count=2&timeout_ms=0',
  '/usage/series': 'customer=cus_1&meter=METER',
};
const PATHS = controlRoutes.filter(({ method }) => method === 'GET').map(({ path }) => path);

/** Headers that can differ between two requests. */
const OTHERS = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'];

test.each(['', '/openapi.json', ...PATHS])('HEAD /_mock%s', async (path) => {
  const { url, event, mock } = await serve();
  await event(EVENT);
  const { meter } = mock.usage().data[0] as { meter: string };
  const requestId = mock.requests().data[0]?.request_id as string;
  const query = (QUERIES[path] ?? '').replace('METER', meter);
  const address = `${url}/_mock${path.replace(':id', path === '/meters/:id' ? meter : (IDS[path] ?? requestId))}?${query}`;
  const gone = new AbortController();
  const [head, get] = await Promise.all([
    fetch(address, { method: 'HEAD' }),
    fetch(address, { signal: gone.signal }),
  ]);
  expect([head.status, await head.text()]).toEqual([get.status, '']);
  expect([200, 408]).toContain(head.status);
  const headers = [...get.headers].filter(([name]) => !OTHERS.includes(name));
  expect(Object.fromEntries(head.headers)).toMatchObject(Object.fromEntries(headers));
  expect(head.headers.has('content-length')).toBe(path !== '/feed');
  gone.abort();
});

test('HEAD is refused wherever GET is', async () => {
  const { url } = await serve({ controlToken: 'a-long-token' });
  const statusOf = async (
    path: string,
    token: Record<string, string> = { authorization: 'Bearer a-long-token' },
  ) => (await supertest(url).head(`/_mock${path}`).set(token)).status;
  expect(await statusOf('/usage', {})).toBe(401);
  expect(await statusOf('/health', {})).toBe(200);
  expect(await statusOf('/usage?nope=1')).toBe(400);
  expect(await statusOf('/requests/req_9')).toBe(404);
  expect(await statusOf('/reset')).toBe(404);
  expect(await statusOf('/page/nope.js')).toBe(404);
});

test('HEAD of the feed ends, and leaves no viewer behind', async () => {
  const { url } = await serve();
  for (let i = 0; i < 25; i++) {
    expect((await fetch(`${url}/_mock/feed`, { method: 'HEAD' })).status).toBe(200);
  }
});

test('HEAD of a Stripe route is a 404', async () => {
  const { url } = await serve();
  const authorization = `Bearer ${KEY}`;
  expect((await supertest(url).head('/v1/customers').set({ authorization })).status).toBe(404);
});
