/** A server inside the test that receives deliveries, as an application would. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a handler verifies: the exact body and the signature header. */
export type Signed = [body: string, signature: string];

export async function receive() {
  const received = new Map<string, Signed[]>();
  const server = createServer(async (request, response) => {
    const { url = '', headers } = request;
    let body = '';
    for await (const chunk of request) body += chunk;
    const signed: Signed = [body, `${headers['stripe-signature']}`];
    received.set(url, [...(received.get(url) ?? []), signed]);
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    /** The oldest delivery to a path that has not been taken yet. */
    take(path: string): Signed {
      const delivery = received.get(path)?.shift();
      if (delivery === undefined) throw new Error(`Nothing was delivered to ${path}`);
      return delivery;
    },
  };
}
