/** Checks the parameters of a webhook endpoint that are well-formed. */
import type { Refusal } from '../../stripe/refusal.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { isVersion } from '../../stripe/versions.ts';
import { isKnownType, isSent, METER_EVENTS } from '../../webhooks/event-types.ts';
import { problemText, urlProblem } from '../../webhooks/target-url.ts';
import type { WebhookResources } from './resources.ts';
import { webhookErrors } from './webhook-errors.ts';

/** The parameters that create and update share. */
interface Given {
  readonly url?: string | undefined;
  readonly enabled_events?: readonly string[] | undefined;
  readonly api_version?: string | undefined;
}

/** The refusal of the first wrong parameter, or undefined. GUESS: the order of the checks. */
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
    warnOnce('a webhook endpoint asks for types of events that stripe-meter-mock never sends');
  }
  return undefined;
}

/**
 * The valid types that the message lists: those that this server sends, while Stripe's list has
 * hundreds.
 */
const NAMED = ['*', ...METER_EVENTS.map((name) => `billing.meter.${name}`)];
