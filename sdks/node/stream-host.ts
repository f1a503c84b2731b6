/** Where an SDK that is pointed here sends its stream requests, and what brings them here. */
import { Agent } from 'node:http';
import type Stripe from 'stripe';

/** What the report says about the stream. */
export interface StreamHost {
  /** Where it went with only host, port and protocol set: `here`, or the host's name. */
  host: string;
  /** What to set so that it comes here. */
  set: string;
}

/**
 * Before 22 the method names its host, and only an option of the request overrides it. (The types
 * of 23, which are used for every major version here, no longer have that option.)
 */
export function streamOptionsOf(SDK: typeof Stripe): Stripe.RequestOptions | undefined {
  const host = { host: process.env.STRIPE_MOCK_HOST };
  return isBefore22(SDK) ? (host as Stripe.RequestOptions) : undefined;
}

/** Tries one stream request: its agent opens no connection, but notes the host. */
export async function streamHostOf(SDK: typeof Stripe): Promise<StreamHost> {
  const [client, hosts] = recordingClient(SDK);
  await client.v2.billing.meterEventStream.create({ events: [] }).catch(() => {});
  const [host = 'nowhere'] = hosts;
  return {
    host: host === process.env.STRIPE_MOCK_HOST ? 'here' : host,
    set: isBefore22(SDK)
      ? "`meterEventStream.create(params, { host: '127.0.0.1' })`, or " +
        "`stripe.rawRequest('POST', '/v2/billing/meter_event_stream', params)`"
      : 'only `host`, `port`, `protocol`',
  };
}

/** The other way: a raw request, which always goes to the client's host. */
export async function rawRequestHostOf(SDK: typeof Stripe): Promise<string | undefined> {
  const [client, hosts] = recordingClient(SDK);
  await client.rawRequest('POST', '/v2/billing/meter_event_stream', {}).catch(() => {});
  return [...hosts][0];
}

function recordingClient(SDK: typeof Stripe): [Stripe, Set<string>] {
  const hosts = new Set<string>();
  const agent = new Agent();
  agent.createConnection = ({ host }) => {
    hosts.add(`${host}`);
    throw new Error('no connection should be opened');
  };
  const client = new SDK('token_1', {
    host: process.env.STRIPE_MOCK_HOST,
    port: process.env.STRIPE_MOCK_PORT,
    protocol: 'http',
    httpAgent: agent,
    maxNetworkRetries: 0,
  });
  return [client, hosts];
}

function isBefore22(SDK: typeof Stripe): boolean {
  return Number.parseInt(SDK.PACKAGE_VERSION, 10) < 22;
}
