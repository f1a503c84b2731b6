/** Deliveries of events: listed, waited for, repeated, held back. */
import * as timers from 'node:timers';
import * as z from 'zod';
import type {
  DeliveriesPage,
  DeliveriesQuery,
  DeliveriesWaited,
  DeliveryDocument,
  DeliveryWaitQuery,
  HoldBody,
  PendingDelivery,
  RedeliverQuery,
  ReleaseBody,
} from '../documents/delivery-document.ts';
import { isWithin } from '../metering/account-name.ts';
import type { Clocks } from '../metering/clocks.ts';
import type { Apply } from '../metering/door.ts';
import { lazily } from '../stripe/lazily.ts';
import { flag, whole } from '../values.ts';
import {
  type Attempt,
  type AttemptFilter,
  type AttemptLog,
  isMatch,
} from '../webhooks/attempt-log.ts';
import { type Delivery, deliveryId, deliveryNumber } from '../webhooks/delivery.ts';
import type { WebhookCommands, WebhookOutcomes } from '../webhooks/webhook-commands.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import { ControlError, check } from './control-error.ts';
import { LongRead } from './long-read.ts';
import { paged } from './paged.ts';
import { accountParam, eventType, word } from './query-values.ts';

/** Captured at load time: a test in this process may install fakes later. */
const { clearTimeout, setTimeout } = timers;

const filterShape = lazily(() => ({
  account: accountParam('the account whose events they are'),
  livemode: flag.optional(),
  type: eventType.optional().describe('the type of the event'),
  event: word.optional().describe('the id of the event'),
  destination: word.optional().describe('the id of the destination'),
  delivery: word.optional(),
  succeeded: flag.optional().describe('whether it was received'),
}));
export const deliveriesQuery = lazily(() =>
  z.strictObject({
    ...filterShape(),
    limit: whole(1, 1000).optional().describe('how many at most; default 100'),
    cursor: whole(1).optional().describe('next_cursor of the previous page'),
  }),
);
export const deliveryWaitQuery = lazily(() =>
  z.strictObject({
    ...filterShape(),
    count: whole(1, 10_000).default(1).describe('how many to wait for, including earlier ones'),
    timeout_ms: whole(0, 600_000)
      .default(5000)
      .describe('how long to wait, in milliseconds of real time'),
  }),
);
export const redeliverQuery = lazily(() =>
  z.strictObject({
    account: accountParam('only if its event is of this account'),
  }),
);
export const holdBody = lazily(() =>
  z.strictObject({
    account: accountParam('only those of this account; default: all'),
  }),
);
export const releaseBody = lazily(() =>
  holdBody().extend({
    deliveries: z
      .array(z.string())
      .optional()
      .describe('only these, in this order; the others stay held'),
  }),
);

/** Dependencies of these controls. */
export interface DeliveryTarget {
  readonly webhooks: Webhooks;
  readonly attempts: AttemptLog;
  readonly clocks: Clocks;
  readonly apply: Apply<WebhookCommands, WebhookOutcomes>;
}

const MOST_PENDING = 1000;

/** The attempts that match, newest first, and the deliveries still on their way. */
export function deliveries(
  { attempts, webhooks }: DeliveryTarget,
  query: DeliveriesQuery = {},
): LongRead<DeliveriesPage> {
  const { limit, cursor, ...filter } = check(deliveriesQuery(), query);
  return new LongRead<DeliveriesPage>(filter.account, () => {
    const found = attempts.newestFirst(filter, cursor);
    const { data, next_cursor } = paged(found, limit, asItIs, numberOf);
    const pending = pendingOf(webhooks, filter).slice(0, MOST_PENDING);
    return { parts: { data, pending, next_cursor, dropped: attempts.dropped } };
  });
}

/** Ends as soon as `count` attempts match, at the time-out, or when the server closes. */
export async function waitForDeliveries(
  { attempts }: DeliveryTarget,
  query: DeliveryWaitQuery = {},
  gone?: AbortSignal,
): Promise<LongRead<DeliveriesWaited>> {
  const { count, timeout_ms: timeoutMs, ...filter } = check(deliveryWaitQuery(), query);
  if (attempts.count(filter) < count) await enough(attempts, filter, count, timeoutMs, gone);
  const matched = attempts.count(filter);
  const complete = matched >= count;
  const missing = complete ? null : missingOf(count, matched);
  const begin = () => {
    const { data } = paged(attempts.newestFirst(filter), Math.max(count, 100), asItIs, numberOf);
    return { parts: { complete, matched, data, missing } };
  };
  return new LongRead<DeliveriesWaited>(filter.account, begin, complete ? 200 : 408);
}

function missingOf(count: number, matched: number): string {
  const awaited = `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;
  return `Waited for ${awaited}, but ${matched} ${matched === 1 ? 'was' : 'were'} made.`;
}

function pendingOf(webhooks: Webhooks, filter: AttemptFilter): PendingDelivery[] {
  const open = webhooks.deliveries.open().map((each) => pendingDocument(each, webhooks));
  return open.filter((each) => isPendingMatch(each, filter));
}

function asItIs(document: DeliveryDocument): DeliveryDocument {
  return document;
}

function numberOf({ number }: DeliveryDocument): number {
  return number;
}

/** Sends the event of a delivery to its destination once more, whatever its status. */
export function redeliver(target: DeliveryTarget, id: string, query: RedeliverQuery = {}) {
  const { apply, clocks } = target;
  const { account } = check(redeliverQuery(), query);
  const known = deliveryOf(target, id, account);
  const instant = clocks.instant(known?.event.account.account ?? '');
  const again = known && apply({ kind: 'redeliver', ...instant, number: known.number });
  if (again === undefined || again === 'not_found') {
    const advice = 'GET /_mock/deliveries lists them; its destination must still exist.';
    const what = `delivery ${id}${within(account)} to repeat`;
    throw new ControlError(404, `There is no ${what}. ${advice}`);
  }
  return { delivery: deliveryId(again) };
}

/** The delivery of that id, if its event is of the account, or of any unless one is given. */
function deliveryOf({ webhooks }: DeliveryTarget, id: string, account: string | undefined) {
  const found = webhooks.deliveries.get(deliveryNumber(id) ?? 0);
  if (account === undefined || found === undefined) return found;
  return isWithin(found.event.account.account, account) ? found : undefined;
}

function within(account: string | undefined): string {
  return account === undefined ? '' : ` in account ${account}`;
}

/** Holds back deliveries from now on. */
export function hold({ apply }: DeliveryTarget, body: HoldBody = {}) {
  const { account } = check(holdBody(), body);
  apply({ kind: 'hold_deliveries', account });
  return { held: account ?? 'all' };
}

/** Releases held deliveries: all, or some in the order given. */
export function release(target: DeliveryTarget, body: ReleaseBody = {}) {
  const { account, deliveries: ids } = check(releaseBody(), body);
  const numbers = ids?.map((id) => {
    const found = deliveryOf(target, id, account);
    if (found?.status === 'due') return found.number;
    throw new ControlError(404, `There is no waiting delivery ${id}${within(account)}.`);
  });
  target.apply({ kind: 'release_deliveries', account, numbers });
  return { released: ids ?? account ?? 'all' };
}

function enough(
  attempts: AttemptLog,
  filter: AttemptFilter,
  count: number,
  timeoutMs: number,
  gone: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      gone?.removeEventListener('abort', end);
      resolve();
    };
    const look = (attempt: Attempt) => {
      if (isMatch(attempt, filter) && attempts.count(filter) >= count) end();
    };
    const timer = setTimeout(end, timeoutMs);
    const stop = attempts.listen(look, end);
    gone?.addEventListener('abort', end);
    if (gone?.aborted || attempts.isClosed) end();
  });
}

function pendingDocument(delivery: Delivery, { deliveries: all }: Webhooks): PendingDelivery {
  const { event, destination, attempts, nextMs } = delivery;
  const isHeld = delivery.status === 'due' && all.holds.holds(delivery);
  return {
    delivery: deliveryId(delivery),
    event: event.id,
    type: event.type,
    ...event.account,
    destination: destination.id,
    attempts,
    status: isHeld ? 'held' : (delivery.status as 'due' | 'later'),
    due_at: nextMs === null ? null : new Date(nextMs).toISOString(),
  };
}

function isPendingMatch(pending: PendingDelivery, filter: AttemptFilter): boolean {
  return isMatch({ ...pending, succeeded: filter.succeeded ?? false }, filter);
}
