/**
 * What is sent for one delivery: body and headers as recorded from Stripe, signed with real time.
 */
import type { Clocks } from '../metering/clocks.ts';
import type { Apply } from '../metering/door.ts';
import type { Ids } from '../metering/ids.ts';
import type { ArmedFaults, FaultCommands, FaultOutcomes } from '../stripe/faults/armed-faults.ts';
import { AS_STRIPE, type Sending } from '../stripe/faults/effect.ts';
import { effectOf } from '../stripe/faults/effects.ts';
import type { Delivery } from './delivery.ts';
import type { Destination } from './destination.ts';
import { signatureHeader } from './signature.ts';
import type { SnapshotEvent } from './stripe-event.ts';
import { thinNotification } from './thin-body.ts';
import type { WebhookCommands, WebhookOutcomes } from './webhook-commands.ts';
import type { Webhooks } from './webhooks.ts';

/** The parts of the state that the deliverer works with. */
export interface DelivererState {
  readonly webhooks: Webhooks;
  readonly clocks: Clocks;
  readonly faults: ArmedFaults;
  readonly ids: Ids;
  readonly apply: Apply<WebhookCommands, WebhookOutcomes> & Apply<FaultCommands, FaultOutcomes>;
}

/** How a delivery is sent, and the fault that fired for it, if any. */
export interface SendingPlan {
  readonly sending: Sending;
  readonly fault: string | undefined;
}

/** What is sent, and how many times. */
export interface Letter {
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly copies: number;
  readonly fault: string | undefined;
}

/** Recorded from Stripe (docs/stripe/events.md#delivery). GUESS: that thin events have the same. */
const HEADERS = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-cache',
  'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  Accept: '*/*; q=0.5, application/xml',
  'Accept-Encoding': 'gzip',
} as const;

/** How to send a delivery: as Stripe does, unless a fault fires for it. */
export function sendingOf(
  { faults, ids, apply }: DelivererState,
  { event }: Delivery,
): SendingPlan {
  if (faults.quiet) return { sending: AS_STRIPE, fault: undefined };
  const facts = { method: 'POST', path: '', account: event.account.account, events: [] };
  const fired = apply({
    kind: 'fire_fault',
    stage: 'delivery',
    facts: { ...facts, eventType: event.type },
    chance: ids.chance(),
  });
  if (fired === undefined) return { sending: AS_STRIPE, fault: undefined };
  const { effect: fault, settings } = fired.rule;
  const effect = effectOf(fault);
  const isForDeliveries = effect.stage === 'delivery';
  return { sending: isForDeliveries ? effect.act(AS_STRIPE, settings as never) : AS_STRIPE, fault };
}

/** Writes a delivery. */
export function letterOf(
  { event }: Delivery,
  destination: Destination,
  { sending, fault }: SendingPlan,
  { webhooks, clocks }: DelivererState,
  writeSnapshot: (event: SnapshotEvent, version: string, pending: number) => string,
): Letter {
  const { apiVersion, madeWithVersion, secret, url } = destination;
  const pending = Math.max(1, webhooks.events.pending(event.id));
  const body =
    event.form === 'thin'
      ? thinNotification(event)
      : writeSnapshot(event, apiVersion ?? madeWithVersion, pending);
  const seconds = Math.floor(clocks.time.now() / 1000) + sending.stampSeconds;
  const key = sending.isSignatureWrong ? `${secret}wrong` : secret;
  const isTest = !event.account.livemode;
  const signature = signatureHeader({ secret: key, body, seconds, isTest });
  const headers = {
    ...HEADERS,
    'Content-Length': String(Buffer.byteLength(body)),
    'Stripe-Signature': signature,
  };
  return { url, headers, body, copies: sending.copies, fault };
}
