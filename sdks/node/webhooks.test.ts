/**
 * What Stripe sends later: delivered here, then verified, parsed and fetched by each major version.
 */
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import Stripe17 from 'stripe-17';
import Stripe20 from 'stripe-20';
import Stripe22 from 'stripe-22';
import Stripe23 from 'stripe-23';
import { expect, test } from 'vitest';
import { advanceClock, armFault, freezeClock, raiseErrorReport } from './control.ts';
import { clientOf } from './player.ts';
import { receive, type Signed } from './receiver.ts';

const ALL = [
  ['17', Stripe17],
  ['20', Stripe20],
  ['22', Stripe22],
  ['23', Stripe23],
] as const;
const BEFORE_21 = ALL.slice(0, 2);
const SINCE_21 = ALL.slice(2);

const ERROR_REPORT = 'v1.billing.meter.error_report_triggered';
const NO_METER = 'v1.billing.meter.no_meter_found';
const BAD_SIGNATURE = 'No signatures found matching the expected signature for payload';

test.each(ALL)('from a delivery to the codes and identifiers: %s', async (_major, SDK) => {
  const { account, stripe, meter, secrets, thin } = await wired(SDK);
  await sendBadEvents(stripe, account);
  const { notification, event, object } = await read(stripe, thin(), secrets.thin);
  expect(notification).toMatchObject({ type: ERROR_REPORT, related_object: { id: meter.id } });
  expect(object).toMatchObject({ id: meter.id, display_name: 'Search' });
  expect(event).toMatchObject({
    id: notification.id,
    data: { developer_message_summary: 'There are 2 invalid events', reason: { error_count: 2 } },
  });
  expect(samples(event)).toEqual([
    ['meter_event_no_customer_defined', 'order-1'],
    ['meter_event_invalid_value', 'order-2'],
  ]);
});

test.each(ALL)('no meter found: nothing to fetch but the event: %s', async (_major, SDK) => {
  const { account, stripe, secrets, thin } = await wired(SDK);
  const errors = [{ code: 'no_meter', samples: [{ identifier: 'order-3' }] }];
  await raiseErrorReport({ account, event_name: 'typo_api', errors });
  await advanceClock(account, 0);
  const { notification, event, object } = await read(stripe, thin(), secrets.thin);
  expect([notification.type, object]).toEqual([NO_METER, null]);
  expect(samples(event)).toEqual([['no_meter', 'order-3']]);
});

test.each(ALL)('a snapshot and its thin counterpart: %s', async (_major, SDK) => {
  const { account, stripe, meter, secrets, thin, snapshot } = await wired(SDK);
  await stripe.billing.meters.update(meter.id, { display_name: 'Search, all regions' });
  await advanceClock(account, 0);
  const event = stripe.webhooks.constructEvent(...snapshot(), secrets.snapshot);
  expect(event).toMatchObject({
    type: 'billing.meter.updated',
    data: { object: { id: meter.id }, previous_attributes: { display_name: 'Search' } },
  });
  expect(await stripe.events.retrieve(event.id)).toMatchObject({ id: event.id, type: event.type });
  const counterpart = await read(stripe, thin(), secrets.thin);
  expect(counterpart.notification).toMatchObject({
    type: 'v1.billing.meter.updated',
    snapshot_event: event.id,
  });
  expect(counterpart.object).toMatchObject({ display_name: 'Search, all regions' });
});

test.each(ALL)('a stale stamp, a wrong secret: %s', async (_major, SDK) => {
  const { account, stripe, meter, secrets, thin, snapshot } = await wired(SDK);
  const expectRefused = (message: string, secret = secrets) => {
    const [first, second] = [thin(), snapshot()];
    for (const parse of [
      () => parseThin(stripe, first, secret.thin),
      () => stripe.webhooks.constructEvent(...second, secret.snapshot),
    ]) {
      expect(parse).toThrow(SDK.errors.StripeSignatureVerificationError);
      expect(parse).toThrow(message);
    }
  };
  await armFault({ effect: 'signature_stale', times: 2, match: { account } });
  await stripe.billing.meters.update(meter.id, { display_name: 'A' });
  await advanceClock(account, 0);
  expectRefused('Timestamp outside the tolerance zone');

  await armFault({ effect: 'signature_wrong', times: 2, match: { account } });
  await stripe.billing.meters.update(meter.id, { display_name: 'B' });
  await advanceClock(account, 0);
  expectRefused(BAD_SIGNATURE);

  await stripe.billing.meters.update(meter.id, { display_name: 'C' });
  await advanceClock(account, 0);
  expectRefused(BAD_SIGNATURE, { thin: secrets.snapshot, snapshot: secrets.thin });
});

test.each(BEFORE_21)('the wrong kind passes: %s', async (_major, SDK) => {
  const { stripe, secrets, thin, snapshot } = await updated(SDK);
  const asEvent = stripe.webhooks.constructEvent(...thin(), secrets.thin);
  expect(asEvent).toMatchObject({ object: 'v2.core.event', type: 'v1.billing.meter.updated' });
  const asThin = parseThin(stripe, snapshot(), secrets.snapshot);
  expect(asThin).toMatchObject({ object: 'event', type: 'billing.meter.updated' });
});

test.each(SINCE_21)('the wrong kind is refused: %s', async (_major, SDK) => {
  const { stripe, secrets, thin, snapshot } = await updated(SDK);
  const [first, second] = [thin(), snapshot()];
  expect(() => stripe.webhooks.constructEvent(...first, secrets.thin)).toThrow(
    'You passed a thin event notification to a function that expects a webhook.',
  );
  expect(() => parseThin(stripe, second, secrets.snapshot)).toThrow(
    'You passed a webhook payload to stripe.parseEventNotification',
  );
});

test.each(SINCE_21)('notificationHandler calls what its type is for: %s', async (_major, SDK) => {
  const { account, stripe, secrets, thin } = await wired(SDK);
  const seen: unknown[] = [];
  const handler = stripe
    .notificationHandler(secrets.thin, async (other) => void seen.push(other.type))
    .on(ERROR_REPORT, async (report) => void seen.push(samples(await report.fetchEvent())));
  await sendBadEvents(stripe, account);
  await raiseErrorReport({ account, errors: [{ code: 'no_meter' }] });
  await advanceClock(account, 0);
  await handler.handle(...thin());
  await handler.handle(...thin());
  expect(seen).toEqual([
    [
      ['meter_event_no_customer_defined', 'order-1'],
      ['meter_event_invalid_value', 'order-2'],
    ],
    NO_METER,
  ]);
});

test.each(ALL)('the lists page: %s', async (_major, SDK) => {
  const { stripe, meter } = await updated(SDK);
  await stripe.billing.meters.deactivate(meter.id);
  const types = ['deactivated', 'updated', 'created'].map((what) => `billing.meter.${what}`);
  const listed: string[] = [];
  for await (const { type } of stripe.events.list({ limit: 1 })) listed.push(type);
  expect(listed).toEqual(types);
  const thin: string[] = [];
  for await (const { type } of stripe.v2.core.events.list({ object_id: meter.id, limit: 1 })) {
    thin.push(type);
  }
  expect(thin).toEqual(types.map((type) => `v1.${type}`));

  const urls = ['http://127.0.0.1:9/a', 'http://127.0.0.1:9/b'];
  for (const url of urls) await stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
  const endpoints: string[] = [];
  for await (const { url } of stripe.webhookEndpoints.list({ limit: 1 })) endpoints.push(url);
  expect(endpoints).toEqual([...urls.reverse(), expect.stringMatching('/snapshot$')]);
});

/** A meter in a fresh account, and two destinations here, one for each kind of event. */
async function wired(SDK: typeof Stripe) {
  const account = randomUUID().replaceAll('-', '');
  const stripe = clientOf(SDK, `sk_test_${account}_key`);
  const meter = await stripe.billing.meters.create({
    display_name: 'Search',
    event_name: 'ai_search_api',
    default_aggregation: { formula: 'sum' },
  });
  const { base, take } = await receive();
  const destination = await stripe.v2.core.eventDestinations.create({
    name: 'Meters',
    type: 'webhook_endpoint',
    event_payload: 'thin',
    enabled_events: [ERROR_REPORT, NO_METER, 'v1.billing.meter.updated'],
    include: ['webhook_endpoint.signing_secret'],
    webhook_endpoint: { url: `${base}/thin` },
  });
  const endpoint = await stripe.webhookEndpoints.create({
    url: `${base}/snapshot`,
    enabled_events: ['billing.meter.updated'],
  });
  return {
    account,
    stripe,
    meter,
    secrets: {
      thin: destination.webhook_endpoint?.signing_secret as string,
      snapshot: endpoint.secret as string,
    },
    thin: () => take('/thin'),
    snapshot: () => take('/snapshot'),
  };
}

/** The same after a change of the meter that both destinations received. */
async function updated(SDK: typeof Stripe) {
  const all = await wired(SDK);
  await all.stripe.billing.meters.update(all.meter.id, { display_name: 'Search, all regions' });
  await advanceClock(all.account, 0);
  return all;
}

/** Two events that are accepted but invalid, in one window: one has no customer, one no number. */
async function sendBadEvents({ billing }: Stripe, account: string): Promise<void> {
  await freezeClock(account);
  const event_name = 'ai_search_api';
  await billing.meterEvents.create({ event_name, identifier: 'order-1', payload: { value: '1' } });
  const payload = { stripe_customer_id: 'cus_1', value: 'many' };
  await billing.meterEvents.create({ event_name, identifier: 'order-2', payload });
  await advanceClock(account, 12);
}

type Parse = Stripe['parseEventNotification'];

/** 17 has the method under its original name. */
function parseThin(stripe: Stripe, [body, signature]: Signed, secret: string): ReturnType<Parse> {
  const { parseThinEvent } = stripe as unknown as { parseThinEvent?: Parse };
  return parseThinEvent
    ? parseThinEvent.call(stripe, body, signature, secret)
    : stripe.parseEventNotification(body, signature, secret);
}

interface Fetching {
  id: string;
  fetchEvent?: () => Promise<Stripe.V2.Core.Event>;
  fetchRelatedObject?: () => Promise<object>;
}

/**
 * A notification, its event and its object. 17 retrieves the event by id, and the object from it.
 */
async function read(stripe: Stripe, signed: Signed, secret: string) {
  const notification = parseThin(stripe, signed, secret);
  const self: Fetching = notification;
  const event = await (self.fetchEvent?.() ?? stripe.v2.core.events.retrieve(self.id));
  const about: Fetching = self.fetchEvent ? self : event;
  return { notification, event, object: (await about.fetchRelatedObject?.()) ?? null };
}

type Reports =
  | Stripe.V2.Core.Events.V1BillingMeterErrorReportTriggeredEvent
  | Stripe.V2.Core.Events.V1BillingMeterNoMeterFoundEvent;

/** Each error code with each of its identifiers, as handlers read them. */
function samples(event: Stripe.V2.Core.Event): string[][] {
  return (event as Reports).data.reason.error_types.flatMap(({ code, sample_errors }) =>
    sample_errors.map(({ request }) => [code, request.identifier]),
  );
}
