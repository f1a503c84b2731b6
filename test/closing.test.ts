/** What requests get that arrive while the server closes. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { MeterMock } from '../src/index.ts';
import { EVENT, EVENTS, FORM, KEY, serve } from './helper.ts';

const CREATE =
  `POST ${EVENTS} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${KEY}\r\n` +
  `Content-Type: ${FORM}\r\nContent-Length: ${EVENT.length}\r\n\r\n${EVENT}`;
const V2_CREATE = `POST /v2/billing/meter_events HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`;

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${body.length}\r\n\r\n${body}`;

test.each([
  ['a create', CREATE, 200, '"identifier": '],
  ['a v2 create without a key', V2_CREATE, 401, '"type":'],
  ['an unknown route', get('/v1/nope'), 404, 'Unrecognized request URL (GET: /v1/nope)'],
  ['a health check', get('/healthcheck'), 200, 'ok'],
  ['a control route', get('/_mock/clock'), 200, '"now"'],
  ['a long read', get('/_mock/meter_events'), 200, '"next_cursor"'],
  ['a wait', get('/_mock/meter_events/wait?timeout_ms=600000'), 408, '"complete":false'],
  ['a wait for deliveries', get('/_mock/deliveries/wait?timeout_ms=600000'), 408, '"missing"'],
  ['the feed', get('/_mock/feed'), 200, '"kind":"snapshot"'],
  ['the page', get('/_mock/'), 200, '</html>'],
  ['a fixture', post('/_mock/fixtures', '{"customers":[{}]}'), 503, 'The server is closing.'],
])(
  '%s gets a whole answer, and then its connection closes',
  async (_what, request, status, answer) => {
    const { mock } = await serve();
    const [head, ...body] = (await sentWhileClosing(mock, request)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head?.match(/^connection: .*$/gim)?.map((line) => line.toLowerCase())).toEqual([
      'connection: close',
    ]);
    expect(body.join('\r\n\r\n')).toContain(answer);
  },
);

test('an event that arrives meanwhile is saved with the state', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closing-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const state = join(folder, 'state.json');
  const { mock } = await serve({ state });
  await sentWhileClosing(mock, CREATE);
  const { events } = JSON.parse(readFileSync(state, 'utf8')) as { events: object[] };
  expect(events).toHaveLength(1);
});

/** The answer to a request on a kept connection, whose second half arrives after the close began. */
async function sentWhileClosing(mock: MeterMock, request: string): Promise<string> {
  const { port } = mock.clientOptions;
  const half = request.length >> 1;
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  onTestFinished(() => void socket.destroy());
  // The answer to the first request shows that the half after it has arrived too.
  socket.write(get('/_mock/health') + request.slice(0, half));
  await once(socket, 'data');
  const closed = closeWithoutCut(mock.close);
  while (await isListening(port));
  const received = receivedBy(socket);
  socket.write(request.slice(half));
  await closed;
  return received;
}

/** Closes a server that never cuts connections: it ends only once all of them have ended. */
function closeWithoutCut(close: () => Promise<void>): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  return close();
}

/** Whether a port takes connections. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => void socket.destroy());
    socket.once('error', () => {}).once('close', (hadError) => resolve(!hadError));
  });
}

async function receivedBy(socket: Socket): Promise<string> {
  let received = '';
  socket.on('data', (data) => {
    received += data;
  });
  await once(socket, 'close');
  return received;
}
