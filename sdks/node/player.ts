/** Plays one scenario with one SDK, and sees what comes of it. */
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { call } from './calls.ts';
import { armFault, list } from './control.ts';
import type { Scenario, Step } from './scenarios.ts';

export interface Played {
  steps: Observed[];
  events: number;
  requests: number;
}

export interface Observed {
  ok?: object;
  error?: object;
  /** The newest request, for a step that says whether it is replayed. */
  newest?: object;
  /** `ok`, or the SDK's class of error and the status. */
  outcome: string;
}

const KINDS: Record<string, string> = {
  StripeInvalidRequestError: 'invalid_request',
  StripeAuthenticationError: 'authentication',
  StripeIdempotencyError: 'idempotency',
  StripeRateLimitError: 'rate_limit',
  StripeAPIError: 'api',
  StripeConnectionError: 'connection',
};

export async function play(SDK: typeof Stripe, scenario: Scenario): Promise<Played> {
  const account = randomUUID().replaceAll('-', '');
  for (const fault of scenario.faults ?? []) await armFault({ ...fault, match: { account } });

  const key = scenario.api_key ?? `sk_test_${account}_key`;
  const stripe = clientOf(SDK, key, scenario.max_retries);
  const steps: Observed[] = [];
  for (const step of scenario.steps) {
    const observed = await observe(SDK, stripe, step);
    if (step.replayed) observed.newest = (await list(`requests?account=${account}&limit=1`))[0];
    steps.push(observed);
  }

  const events = await list(`meter_events?account=${account}&limit=1000`);
  const requests = await list(`requests?account=${account}&limit=1000`);
  return { steps, events: events.length, requests: requests.length };
}

/** A client of the server under test. */
export function clientOf(SDK: typeof Stripe, key: string, maxNetworkRetries = 0): Stripe {
  return new SDK(key, {
    host: process.env.STRIPE_MOCK_HOST,
    port: process.env.STRIPE_MOCK_PORT,
    protocol: 'http',
    maxNetworkRetries,
  });
}

async function observe(SDK: typeof Stripe, stripe: Stripe, step: Step): Promise<Observed> {
  try {
    return { ok: await call(stripe, step), outcome: 'ok' };
  } catch (error) {
    if (!(error instanceof SDK.errors.StripeError)) throw error;
    const { type, statusCode = null, code = null, param = null, message } = error;
    return {
      error: { kind: KINDS[type] ?? type, status: statusCode, code, param, message },
      outcome: `${type} ${statusCode ?? '-'}`,
    };
  }
}
