/** Plays one scenario with one SDK and returns what happened. */
import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import type Stripe from 'stripe';
import { call } from './calls.ts';
import { advanceClock, armFault, list } from './control.ts';
import type { Scenario, Step, V1Step, V2Step } from './scenarios.ts';
import { streamOptionsOf } from './stream-host.ts';
import { V2Calls } from './v2-calls.ts';

export interface Played {
  steps: Observed[];
  events: number;
  requests: number;
}

export interface Observed {
  ok?: object;
  error?: object;
  /** The newest request, for a step that expects a replay. */
  newest?: object;
  /** `ok`, or the SDK's error class and the status. */
  outcome: string;
}

const KINDS: Record<string, string> = {
  StripeInvalidRequestError: 'invalid_request',
  StripeAuthenticationError: 'authentication',
  StripeIdempotencyError: 'idempotency',
  StripeRateLimitError: 'rate_limit',
  StripeAPIError: 'api',
  StripeConnectionError: 'connection',
  StripeUnknownError: 'unknown',
  RateLimitError: 'rate_limit',
  TemporarySessionExpiredError: 'temporary_session_expired',
};

export async function play(SDK: typeof Stripe, scenario: Scenario): Promise<Played> {
  const account = randomUUID().replaceAll('-', '');
  for (const fault of scenario.faults ?? []) await armFault({ ...fault, match: { account } });

  const key = scenario.api_key ?? `sk_test_${account}_key`;
  const callOf = caller(SDK, account, key, scenario.max_retries);
  const steps: Observed[] = [];
  for (const step of scenario.steps) {
    const observed = await observe(SDK, () => callOf(step));
    if (step.replayed) observed.newest = (await list(`requests?account=${account}&limit=1`))[0];
    steps.push(observed);
  }

  const events = await list(`meter_events?account=${account}&limit=1000`);
  const requests = await list(`requests?account=${account}&limit=1000`);
  return { steps, events: events.length, requests: requests.length };
}

/** How the steps of one scenario are carried out. */
function caller(SDK: typeof Stripe, account: string, key: string, maxRetries?: number) {
  const stripe = clientOf(SDK, key, maxRetries);
  const makeClient = (each: string) => clientOf(SDK, each, maxRetries);
  const v2 = new V2Calls(makeClient, key, streamOptionsOf(SDK));
  return async (step: Step): Promise<object> => {
    if (step.call.startsWith('v2_')) return v2.call(step as V2Step);
    if (step.call !== 'clock') return call(stripe, step as V1Step);
    await advanceClock(account, step.with.seconds);
    return {};
  };
}

/**
 * A client of the server under test, with its own connections: with the agent that clients share by
 * default, one scenario could get a connection that another has broken.
 */
export function clientOf(SDK: typeof Stripe, key: string, maxNetworkRetries = 0): Stripe {
  return new SDK(key, {
    httpAgent: new Agent({ keepAlive: true }),
    host: process.env.STRIPE_MOCK_HOST,
    port: process.env.STRIPE_MOCK_PORT,
    protocol: 'http',
    maxNetworkRetries,
  });
}

async function observe(SDK: typeof Stripe, act: () => Promise<object>): Promise<Observed> {
  try {
    return { ok: await act(), outcome: 'ok' };
  } catch (error) {
    if (!(error instanceof SDK.errors.StripeError)) throw error;
    const { type, statusCode = null, code = null, param = null, message } = error;
    return {
      error: { kind: KINDS[type] ?? type, status: statusCode, code, param, message },
      outcome: `${type} ${statusCode ?? '-'}`,
    };
  }
}
