/** Bare Fastify: the same parser, a zod schema, the same bytes and headers. */
import formbody from '@fastify/formbody';
import { fastify } from 'fastify';
import { z } from 'zod';
import { bodyFor, decode, headersFor } from './answer.ts';

const schema = z.object({
  event_name: z.string().max(100),
  identifier: z.string().max(100).optional(),
  payload: z.record(z.string(), z.string()),
  timestamp: z.string().regex(/^\d+$/).optional(),
});

const app = fastify({ logger: false });
await app.register(formbody, { parser: (text: string) => Object.fromEntries(decode(text)) });
app.post('/v1/billing/meter_events', async (request, reply) => {
  const form = request.body as Record<string, unknown>;
  const { event_name, identifier, payload } = schema.parse({
    ...form,
    payload: Object.fromEntries(form['payload'] as Map<string, string>),
  });
  return reply
    .headers(headersFor(request.headers['idempotency-key'] as string))
    .send(bodyFor(event_name, identifier, payload));
});
console.log(`ready at ${await app.listen({ port: 0, host: '127.0.0.1' })}`);
