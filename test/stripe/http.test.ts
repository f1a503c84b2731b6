/** What no client can bring about. */
import { setImmediate } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { Random } from '../../src/metering/random.ts';
import { StripeSide, type StripeSideOptions } from '../../src/stripe/http.ts';

test('an answer that cannot be sent ends its connection and nothing else, with a line in the log', async () => {
  const seen: unknown[] = [];
  const log = { warn: () => {}, error: (_fields: object, message: string) => seen.push(message) };
  const options = { clock: { now: () => 0 }, random: new Random(1), log, record: () => {} } as unknown as StripeSideOptions;
  const raw = {
    writeHead: () => {
      throw new Error('no such header');
    },
    destroy: () => seen.push('destroyed'),
  };
  const request = { raw: { url: '/v1/x', method: 'GET', rawHeaders: [] }, headers: {} } as unknown as FastifyRequest;
  new StripeSide([], options).notFound(request, { hijack: () => {}, raw, request } as unknown as FastifyReply);
  await setImmediate();
  expect(seen).toEqual(['stripe-meter-mock failed: please report this', 'destroyed']);
});
