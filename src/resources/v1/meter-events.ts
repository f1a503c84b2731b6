/**
 * Meter events: https://docs.stripe.com/api/billing/meter-event (docs/stripe/meter-events.md,
 * docs/stripe/meter-events.md#response).
 */

import type { Engine } from '../../metering/engine.ts';
import { MAX_DIGITS, type MeterEvent } from '../../metering/event.ts';
import { DEFAULT_KEYS } from '../../metering/meter.ts';
import type { RecordOutcome } from '../../metering/metering-commands.ts';
import type { Caller } from '../../stripe/authentication.ts';
import type { Call, Endpoint, Facts } from '../../stripe/endpoint.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { expandNothing } from '../../stripe/v1/expand.ts';
import type { FormHash } from '../../stripe/v1/form.ts';
import { quote, RawJson } from '../../stripe/v1/json.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, params, required } from '../../stripe/v1/params.ts';
import { integer, stringMap, text } from '../../stripe/v1/parsers.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { isSince, MANY_DIGITS_REFUSED_SINCE } from '../../stripe/versions.ts';
import { meteringErrors } from './metering-errors.ts';
import { type Resources, secondsOf } from './resources.ts';

/** Parameters of a create, in Stripe's order (stripe-go v76.25.0, `BillingMeterEventParams`). */
export const meterEventParams = params({
  event_name: required(text(100)),
  expand: optional(expandNothing),
  identifier: optional(text(100)),
  payload: required(stringMap),
  timestamp: optional(integer()),
});

/** `POST /v1/billing/meter_events`. */
export function meterEventEndpoints({ engine, ids, submit }: Resources): Endpoint[] {
  const freshIdentifier = ({ account, atMs }: Call) =>
    ids.fresh(
      (drawn) => drawn.identifier(),
      (drawn) => ids.isSeeded && engine.isHeld(account, drawn, atMs),
    );
  return [
    endpoint({
      method: 'POST',
      path: '/v1/billing/meter_events',
      params: meterEventParams,
      facts: (form, caller) => factsOf(engine, form, caller),
      act: (given, call) => {
        const input = {
          eventName: given.event_name,
          identifier: given.identifier ?? freshIdentifier(call),
          payload: given.payload,
          timestamp: given.timestamp ?? secondsOf(call),
          requestId: call.requestId,
          idempotencyKey: call.idempotencyKey,
          source: 'v1',
        } as const;
        const command = {
          kind: 'record_event',
          account: call.account,
          atMs: call.atMs,
          sharedMs: call.sharedMs,
          input,
          refuseManyDigits: isSince(call.version, MANY_DIGITS_REFUSED_SINCE),
        } as const;
        const recorded = call.discard ? engine.rehearse(command) : submit(command);
        return thenMaybe<RecordOutcome, RawJson | Refusal>(recorded, (outcome) => {
          call.tell?.(command, outcome);
          return outcome.outcome === 'recorded'
            ? write(outcome.event)
            : refusalOf(outcome, input.eventName, input.identifier);
        });
      },
    }),
  ];
}

/**
 * The object, in Stripe's field order. It has no id. Written directly as text, since there is one
 * per event and writing it from an object took three times as long.
 */
function write(event: MeterEvent): RawJson {
  let payload = '';
  event.payload.forEach((value, key) => {
    payload += `${payload && ','}\n    ${quote(key)}: ${quote(value)}`;
  });
  return new RawJson(`{
  "object": "billing.meter_event",
  "created": ${Math.floor(event.receivedMs / 1000)},
  "event_name": ${quote(event.eventName)},
  "identifier": ${quote(event.identifier)},
  "livemode": ${event.livemode},
  "payload": {${payload}\n  },
  "timestamp": ${event.timestamp}
}`);
}

function refusalOf(
  outcome: Exclude<RecordOutcome, { outcome: 'recorded' }>,
  eventName: string,
  identifier: string,
): Refusal {
  switch (outcome.outcome) {
    case 'duplicate':
      return meteringErrors.duplicateIdentifier(identifier);
    case 'no_active_meter':
      return meteringErrors.noActiveMeter(eventName);
    case 'too_old':
      return meteringErrors.timestampTooOld(outcome.bound);
    case 'too_new':
      return meteringErrors.timestampTooNew(outcome.bound);
    case 'too_many_digits':
      return meteringErrors.tooManyDigits(outcome.value, MAX_DIGITS);
    case 'no_such_customer': {
      // GUESS: that it is refused at once (docs/stripe/meter-events.md#customers).
      const param = `payload[${outcome.customerKey}]`;
      return parameterErrors.noSuch('customer', outcome.customer, param, 400);
    }
  }
}

/** The facts of an event that a fault can match, before its parameters are validated. */
function factsOf(engine: Engine, form: FormHash, caller: Caller): Facts {
  const eventName = textOf(form.get('event_name'));
  const payload = form.get('payload');
  const { customerKey } = engine.account(caller).meters.active(eventName ?? '') ?? DEFAULT_KEYS;
  const customer = payload instanceof Map ? textOf(payload.get(customerKey)) : undefined;
  return { eventName, customer, identifier: textOf(form.get('identifier')) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
