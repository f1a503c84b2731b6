/** What is wrong with the parameters of a webhook endpoint, beyond their form. */
import type { Refusal } from '../../stripe/refusal.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { isVersion } from '../../stripe/versions.ts';
import { isKnownType, isSent, METER_EVENTS } from '../../webhooks/event-types.ts';
import { problemText, urlProblem } from '../../webhooks/target-url.ts';
import type { WebhookResources } from './resources.ts';
import { webhookErrors } from './webhook-errors.ts';

/** What create and update have in common. */
interface Given {
  readonly url?: string | undefined;
  readonly enabled_events?: readonly string[] | undefined;
  readonly api_version?: string | undefined;
}

/** The first thing that is wrong, or undefined. GUESS: their order. */
export function wrongEndpoint(
  { url, enabled_events: types = [], api_version: version }: Given,
  { allowed, warnOnce }: WebhookResources,
): Refusal | undefined {
  if (version !== undefined && !isVersion(version)) return webhookErrors.wrongVersion(version);
  const wrong = types.findIndex((type) => type !== '*' && !isKnownType(type, 'snapshot'));
  if (wrong >= 0) return parameterErrors.oneOf(`enabled_events[${wrong}]`, NAMED);
  const problem = url === undefined ? undefined : urlProblem(url, allowed);
  if (problem !== undefined) return webhookErrors.wrongUrl(problemText(problem, url as string));
  if (!types.every(isSent)) {
    warnOnce('webhook endpoints: types of events that are never sent here are taken');
  }
  return undefined;
}

/** Stripe's own list of valid types has hundreds: those that are sent here. */
const NAMED = ['*', ...METER_EVENTS.map((name) => `billing.meter.${name}`)];
