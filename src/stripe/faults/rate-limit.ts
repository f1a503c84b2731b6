/**
 * `rate_limit`: 429 before the idempotency layer, in Stripe's words
 * (docs/stripe/rate-limits-and-failures.md).
 */
import * as z from 'zod';
import { onArrival } from './effect.ts';

const REASONS = [
  'global-rate',
  'endpoint-rate',
  'global-concurrency',
  'endpoint-concurrency',
  'resource-specific',
] as const;

export const rateLimit = onArrival({
  name: 'rate_limit',
  settings: {
    rate_limited_reason: z
      .enum(REASONS)
      .default('endpoint-rate')
      .describe('the value of Stripe-Rate-Limited-Reason'),
  },
  act: ({ exchange, refusals }, { rate_limited_reason }) =>
    refusals.rateLimit(exchange.caller?.livemode ?? false, rate_limited_reason),
});
