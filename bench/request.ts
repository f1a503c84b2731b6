/** Sends one request at a time over a keep-alive connection. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const STRIPE = { authorization: 'Bearer sk_test_123', 'stripe-version': '2026-10-28.endive' };

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** From the first byte sent to the last received, in milliseconds. */
  readonly ms: number;
}

/** Sends one request; throws if its status is not the expected one. */
export async function send(
  port: number,
  method: 'GET' | 'POST',
  path: string,
  options: { body?: string; headers?: Record<string, string>; status?: number } = {},
) {
  const startedMs = performance.now();
  const answered = await new Promise<Answered>((resolve, reject) => {
    const headers = {
      ...STRIPE,
      ...(options.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...options.headers,
    };
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers, agent, timeout: 60_000 },
      async (incoming) => {
        let body = '';
        for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
        resolve({
          status: incoming.statusCode as number,
          headers: incoming.headers,
          body,
          ms: performance.now() - startedMs,
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer within a minute')));
    outgoing.on('error', reject).end(options.body);
  });
  if (answered.status !== (options.status ?? 200))
    throw new Error(`${method} ${path} was answered ${answered.status}: ${answered.body}`);
  return answered;
}

/** The body of a create. */
export function eventForm(identifier: string, customer = 'cus_1'): string {
  return `event_name=ai_search_api&payload[stripe_customer_id]=${customer}&payload[value]=25&identifier=${identifier}`;
}
