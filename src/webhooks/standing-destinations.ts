/**
 * The destinations that the settings name: they are for every account, and no reset removes them.
 */
import type { Destination } from './destination.ts';

/** The settings that name them. */
export interface StandingSettings {
  readonly webhookUrl: readonly string[];
  readonly webhookSecret: string;
  readonly webhookEvents: readonly string[];
  readonly webhookApiVersion: string;
}

/** One for each URL: `webhook_url_1` and so on. */
export function standingDestinations(settings: StandingSettings): Destination[] {
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
