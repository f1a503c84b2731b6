/** The floor: bare node:http that decodes the same form and answers the same bytes and headers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodyFor, decode, headersFor } from './answer.ts';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const form = decode(Buffer.concat(chunks).toString());
    const body = bodyFor(
      form.get('event_name'),
      form.get('identifier'),
      Object.fromEntries(form.get('payload') as Map<string, string>),
    );
    const headers = headersFor(request.headers['idempotency-key'] as string);
    headers['content-length'] = String(Buffer.byteLength(body));
    response.writeHead(200, headers).end(body);
  });
});
server.listen(0, '127.0.0.1', () =>
  console.log(`ready at http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
