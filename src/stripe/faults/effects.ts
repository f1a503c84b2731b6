/** All effects of faults, one line each, in the order of the docs. */
import { apiError } from './api-error.ts';
import { apiErrorAfterRecording } from './api-error-after-recording.ts';
import { connectionReset } from './connection-reset.ts';
import { delay } from './delay.ts';
import { deliveryLost } from './delivery-lost.ts';
import { deliveryTwice } from './delivery-twice.ts';
import type { Effect } from './effect.ts';
import { idempotencyError } from './idempotency-error.ts';
import { idempotencyKeyInUse } from './idempotency-key-in-use.ts';
import { lockTimeout } from './lock-timeout.ts';
import { rateLimit } from './rate-limit.ts';
import { respond } from './respond.ts';
import { responseLost } from './response-lost.ts';
import { serviceUnavailable } from './service-unavailable.ts';
import { sessionExpired } from './session-expired.ts';
import { signatureStale } from './signature-stale.ts';
import { signatureWrong } from './signature-wrong.ts';
import { successWithoutRecording } from './success-without-recording.ts';
import { tooManyConcurrentRequests } from './too-many-concurrent-requests.ts';

/** All effects. */
export const effects = [
  rateLimit,
  lockTimeout,
  idempotencyKeyInUse,
  idempotencyError,
  tooManyConcurrentRequests,
  sessionExpired,
  apiError,
  apiErrorAfterRecording,
  serviceUnavailable,
  respond,
  connectionReset,
  responseLost,
  successWithoutRecording,
  delay,
  deliveryTwice,
  deliveryLost,
  signatureWrong,
  signatureStale,
] as const;

/** The name of an effect, which is the name of a fault. */
export type FaultName = (typeof effects)[number]['name'];

const byName = new Map<string, Effect>(
  effects.map((effect) => [effect.name, effect as unknown as Effect]),
);

/** The effect of that name. */
export function effectOf(name: FaultName): Effect {
  return byName.get(name) as Effect;
}

/** Whether an effect has that name. */
export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && byName.has(name);
}
