/** Where an SDK that is pointed here sends its stream requests, and how they come here too. */
import { Agent } from 'node:http';
import type Stripe from 'stripe';

/** What the report says of the stream. */
export interface StreamHost {
  /** Where it went with nothing set but host, port and protocol: `here`, or the host's name. */
  host: string;
  /** What sends it here. */
  set: string;
}

/**
 * Before 22 the method names its host, and only an option of the request is stronger. (The types of
 * 23, which stand for every major here, no longer have it.)
 */
export function streamOptionsOf(SDK: typeof Stripe): Stripe.RequestOptions | undefined {
  const host = { host: process.env.STRIPE_MOCK_HOST };
  return isBefore22(SDK) ? (host as Stripe.RequestOptions) : undefined;
}

/** Sends one stream request to nowhere: its agent opens no connection but says to which host. */
export async function streamHostOf(SDK: typeof Stripe): Promise<StreamHost> {
  const [client, hosts] = recordingClient(SDK);
  await client.v2.billing.meterEventStream.create({ events: [] }).catch(() => {});
  const [host = 'nowhere'] = hosts;
  return {
    host: host === process.env.STRIPE_MOCK_HOST ? 'here' : host,
    set: isBefore22(SDK)
      ? "`meterEventStream.create(params, { host: '127.0.0.1' })`, or " +
        "`stripe.rawRequest('POST', '/v2/billing/meter_event_stream', params)`"
      : 'nothing more than `host`, `port`, `protocol`',
  };
}

/** The other way out: a raw request, which knows no host but the client's. */
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
    throw new Error('no connection is to be opened');
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
