/**
 * The destinations given by settings: they are for every account, and no reset removes them.
 */
import type { Destination } from './destination.ts';

/** The settings that give them. */
export interface DestinationSettings {
  readonly webhookUrl: readonly string[];
  readonly webhookSecret: string;
  readonly webhookEvents: readonly string[];
  readonly webhookApiVersion: string;
}

/** One for each URL: `webhook_url_1` and so on. */
export function configuredDestinations(settings: DestinationSettings): Destination[] {
  const { webhookUrl, webhookSecret, webhookEvents, webhookApiVersion } = settings;
  return webhookUrl.map((url, at) => ({
    id: `webhook_url_${at + 1}`,
    kind: 'setting',
    account: undefined,
    livemode: undefined,
    payload: undefined,
    enabledEvents: webhookEvents,
    eventsFrom: ['@self', '@accounts'],
    url,
    secret: webhookSecret,
    apiVersion: webhookApiVersion,
    madeWithVersion: webhookApiVersion,
    name: `--webhook-url ${at + 1}`,
    description: null,
    metadata: {},
    isEnabled: true,
    createdMs: 0,
    updatedMs: 0,
  }));
}
