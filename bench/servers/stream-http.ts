/** The floor of the stream: bare node:http that parses the same bodies and answers `{}`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const BODY = '{}';
let count = 0;

/** The header names that ours sends. */
function headersFor(key: string): Record<string, string> {
  return {
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
    'access-control-allow-origin': '*',
    'access-control-expose-headers':
      'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, ' +
      'X-Stripe-External-Auth-Required, X-Stripe-Privileged-Session-Required',
    'access-control-max-age': '300',
    'cache-control': 'no-cache, no-store',
    vary: 'Origin',
    'content-type': 'application/json',
    'content-length': '2',
    'request-id': `req_v2${100_000_000_000_000 + ++count}`,
    'stripe-version': '2026-10-28.endive',
    'idempotency-key': key,
  };
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { events } = JSON.parse(Buffer.concat(chunks).toString());
    const isBatch = Array.isArray(events) && events.length > 0;
    const key = request.headers['idempotency-key'] as string;
    response.writeHead(isBatch ? 200 : 400, headersFor(key)).end(BODY);
  });
});
server.listen(0, '127.0.0.1', () =>
  console.log(`ready at http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
