/** Broken connections, and answers that cannot be sent. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { Ids } from '../../src/metering/ids.ts';
import { answerBrokenRequest } from '../../src/stripe/broken-request.ts';
import { Transport, type TransportOptions } from '../../src/stripe/transport.ts';
import { v1 } from '../../src/stripe/v1/v1-dialect.ts';
import { EVENT, EVENTS, FORM, KEY, serve } from '../helper.ts';

interface Talk {
  readonly socket: Socket;
  /** Everything received by the time the connection is closed. */
  readonly received: Promise<string>;
}

function talkTo(port: number, text: string): Talk {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let received = '';
  socket.setEncoding('latin1').on('data', (data) => {
    received += data;
  });
  socket.on('error', () => {}); // a reset
  if (text !== '') socket.write(text);
  return { socket, received: once(socket, 'close').then(() => received) };
}

/** A server with time-outs of 50 ms where the mock's are seconds. */
async function hastyServer(): Promise<{ port: number; served: string[] }> {
  const served: string[] = [];
  const server = createServer(
    { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10 },
    (request, response) => {
      served.push(request.url as string);
      request.resume().on('end', () => response.end());
    },
  );
  server.on('clientError', (_error, socket) => answerBrokenRequest(socket as Socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, served };
}

test.each([
  ['half a head', 'POST /x HTTP/1.1\r\nHost: a\r\nConte', '400 Bad Request'],
  ['half a body', 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc', '400 Bad Request'],
  ['nothing', '', ''],
])('%s is abandoned after a while', async (_what, text, answer) => {
  const { port } = await hastyServer();
  expect((await talkTo(port, text).received).slice('HTTP/1.1 '.length).split('\r\n')[0]).toBe(
    answer,
  );
});

test('data after an abandoned request is not read as a request', async () => {
  const { port, served } = await hastyServer();
  const { socket, received } = talkTo(port, 'POST /late HTTP/1.1\r\nHost: a\r\nConte');
  await once(socket, 'data');
  socket.write('nt-Length: 0\r\n\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n');
  await received;
  expect(served).toEqual([]);
});

const request = (identifier: string, more = '') =>
  `POST ${EVENTS} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${KEY}\r\nContent-Type: ${FORM}\r\n${more}Content-Length: ${EVENT.length + 12 + identifier.length}\r\n\r\n${EVENT}&identifier=${identifier}`;

test('with pipelined requests, the first is answered before the second breaks the connection', async () => {
  const { mock } = await serve();
  const { port } = mock.clientOptions;
  const text = [request('a'), request('b', 'Mock-Fault: response_lost\r\n'), request('c')].join('');
  const received = await talkTo(port, text).received;
  expect(
    [...received.matchAll(/"identifier": "(\w)"/g)].map(([, identifier]) => identifier),
  ).toEqual(['a']);
  expect(mock.events().data.map(({ identifier }) => identifier)).toContain('b');
});

test('pipelined requests are answered in order', async () => {
  const { mock } = await serve();
  const identifiers = Array.from({ length: 100 }, (_identifier, at) => `id_${at}`);
  const text = identifiers
    .map((identifier) => request(identifier, identifier === 'id_99' ? 'Connection: close\r\n' : ''))
    .join('');
  const received = await talkTo(mock.clientOptions.port, text).received;
  expect(
    [...received.matchAll(/"identifier": "(\w+)"/g)].map(([, identifier]) => identifier),
  ).toEqual(identifiers);
});

test('an answer that cannot be sent closes only its own connection, with a line in the log', async () => {
  const seen: unknown[] = [];
  const log = { warn: () => {}, error: (_fields: object, message: string) => seen.push(message) };
  const clocks = { now: () => 0 };
  const options = {
    clocks,
    ids: new Ids(1),
    log,
    record: () => {},
    dialectOf: () => v1,
  } as unknown as TransportOptions;
  const raw = {
    writeHead: () => {
      throw new Error('no such header');
    },
    destroy: () => seen.push('destroyed'),
  };
  const incoming = {
    raw: { url: '/v1/x', method: 'GET', rawHeaders: [] },
    headers: {},
  } as unknown as FastifyRequest;
  new Transport([], options).notFound(incoming, {
    hijack: () => {},
    raw,
    request: incoming,
  } as unknown as FastifyReply);
  await setImmediate();
  expect(seen).toEqual(['stripe-meter-mock failed: please report this', 'destroyed']);
});
