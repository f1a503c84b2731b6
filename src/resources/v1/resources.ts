/** The dependencies of all v1 resources, and functions that several of them share. */

import type { Billing } from '../../billing/billing.ts';
import type { BillingCommands, BillingOutcomes } from '../../billing/billing-commands.ts';
import type { Cause } from '../../metering/cause.ts';
import type { Submit } from '../../metering/door.ts';
import type { Engine } from '../../metering/engine.ts';
import type { Ids } from '../../metering/ids.ts';
import type { MeteringCommands, MeteringOutcomes } from '../../metering/metering-commands.ts';
import type { Call } from '../../stripe/endpoint.ts';
import type { AllowedTargets } from '../../webhooks/allowed-targets.ts';
import type { WebhookCommands, WebhookOutcomes } from '../../webhooks/webhook-commands.ts';
import type { Webhooks } from '../../webhooks/webhooks.ts';

/** Dependencies of the resources. */
export interface Resources {
  /** For queries; changes go through `submit`. */
  readonly engine: Engine;
  readonly billing: Billing;
  readonly ids: Ids;
  readonly submit: Submit<MeteringCommands, MeteringOutcomes> &
    Submit<BillingCommands, BillingOutcomes>;
  /** Writes each warning once, however often it occurs. */
  readonly warnOnce: (message: string) => void;
}

/** Dependencies of the resources about events and their destinations. */
export interface WebhookResources {
  /** For queries; changes go through `submit`. */
  readonly webhooks: Webhooks;
  readonly ids: Ids;
  readonly submit: Submit<WebhookCommands, WebhookOutcomes>;
  /** Where events may be sent. */
  readonly allowed: AllowedTargets;
  /** Writes each warning once, however often it occurs. */
  readonly warnOnce: (message: string) => void;
}

/** What is needed to find and write related objects. */
export interface Source extends Pick<Resources, 'engine' | 'billing'> {
  readonly call: Call;
}

/** The account and time of a command. */
export function commandOf({ account, atMs, sharedMs }: Call) {
  return { account, atMs, sharedMs };
}

/** The request, as the cause of what it changes. */
export function causeOf({ requestId, idempotencyKey }: Call): Cause {
  return { requestId, idempotencyKey };
}

/** The time of a call in whole seconds, as Stripe writes times. */
export function secondsOf({ atMs }: Call): number {
  return Math.floor(atMs / 1000);
}

/** The id of the object named in the path. */
export function idOf({ pathParams }: Call): string {
  return pathParams['id'] ?? '';
}
