/** Collecting events instead of sending them, for tests without an endpoint of their own. */
import * as z from 'zod';
import type {
  CollectBody,
  Collector,
  CollectorDocument,
  DeliveriesWaited,
  DeliveryWaitQuery,
} from '../documents/delivery-document.ts';
import type { Apply } from '../metering/door.ts';
import type { Ids } from '../metering/ids.ts';
import { lazily } from '../stripe/lazily.ts';
import { isVersion, NEWEST_VERSION } from '../stripe/versions.ts';
import { shown } from '../values.ts';
import type { WebhookCommands, WebhookOutcomes } from '../webhooks/webhook-commands.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { ControlError, check } from './control-error.ts';
import { deliveryWaitQuery } from './delivery-control.ts';
import { accountParam, eventTypes } from './query-values.ts';

export const collectBody = lazily(() =>
  z.strictObject({
    account: accountParam('only the events of this account; default: all'),
    events: z
      .array(eventTypes)
      .min(1)
      .default(['*'])
      .describe('types of events; a * at the end matches anything'),
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9]+$/, 'takes whsec_ and letters and digits')
      .optional()
      .describe('what they are signed with; default: a new one'),
    api_version: z
      .string()
      .refine(isVersion, {
        error: ({ input }) => `takes one such as ${NEWEST_VERSION}; got ${shown(input)}`,
      })
      .default(NEWEST_VERSION)
      .describe('API version of the snapshots among them'),
  }),
);

/** Dependencies of collecting. */
export interface CollectTarget {
  readonly webhooks: Webhooks;
  readonly ids: Ids;
  readonly apply: Apply<WebhookCommands, WebhookOutcomes>;
}

/** Begins to collect. */
export function collect({ ids, apply }: CollectTarget, body: CollectBody = {}): CollectorDocument {
  const { account, events, secret = ids.webhookSecret(), api_version } = check(collectBody(), body);
  const id = ids.collector();
  const destination = {
    id,
    kind: 'collector',
    account,
    livemode: undefined,
    payload: undefined,
    enabledEvents: events,
    eventsFrom: ['@self', '@accounts'],
    url: null,
    secret,
    apiVersion: api_version,
    madeWithVersion: api_version,
    name: '',
    description: null,
    metadata: {},
    isEnabled: true,
    createdMs: 0,
    updatedMs: 0,
  } as const;
  apply({ kind: 'create_destination', destination });
  return { id, secret };
}

/** Ends a collector. */
export function removeCollector({ webhooks, apply }: CollectTarget, id: string) {
  const found = webhooks.destinations.all('collector').find((each) => each.id === id);
  if (found === undefined) throw new ControlError(404, `There is no collector ${id}.`);
  apply({ kind: 'delete_destination', id, account: found.account });
  return { removed: id };
}

const takeQuery = lazily(() => deliveryWaitQuery().pick({ count: true, timeout_ms: true }));

/** The collector as a test uses it, given how to wait and how to end it. */
export function collectorOf(
  document: CollectorDocument,
  wait: (query: DeliveryWaitQuery) => Promise<DeliveriesWaited>,
  remove: (id: string) => unknown,
): Collector {
  let [taken, last] = [0, 0];
  return {
    ...document,
    take: async (asked = {}) => {
      const { count, timeout_ms } = check(takeQuery(), asked);
      const received = { destination: document.id, succeeded: true };
      const waited = await wait({ ...received, count: taken + count, timeout_ms });
      if (!waited.complete) throw new Error(waited.missing ?? '');
      const fresh = waited.data.filter(({ number }) => number > last).reverse();
      taken = waited.matched;
      last = fresh.at(-1)?.number ?? last;
      return fresh.map(({ headers, body, type, event, delivery }) => {
        return { headers, body, type, event, delivery };
      });
    },
    close: async () => void (await remove(document.id)),
  };
}
