/** Meter events: https://docs.stripe.com/api/billing/meter-event (v1.md 1 and 2.1). */
import type { Engine, RecordOutcome } from '../metering/engine.ts';
import { MAX_DIGITS, type MeterEvent } from '../metering/events.ts';
import { DEFAULT_KEYS } from '../metering/meters.ts';
import type { Caller } from '../stripe/authentication.ts';
import { parameterErrors, type Refusal } from '../stripe/errors.ts';
import { after } from '../stripe/eventually.ts';
import type { Facts } from '../stripe/exchange.ts';
import type { FormHash } from '../stripe/form.ts';
import { quote, Written } from '../stripe/json.ts';
import { optional, params, required } from '../stripe/params.ts';
import { type Endpoint, endpoint } from '../stripe/pipeline.ts';
import { expandNothing, integer, stringMap, text } from '../stripe/readers.ts';
import { isSince, MANY_DIGITS_REFUSED_SINCE } from '../stripe/versions.ts';
import { meteringErrors } from './metering-errors.ts';

/** Parameters of a create, in Stripe's order (stripe-go v76.25.0, `BillingMeterEventParams`). */
export const meterEventParams = params({
  event_name: required(text(100)),
  expand: optional(expandNothing),
  identifier: optional(text(100)),
  payload: required(stringMap),
  timestamp: optional(integer()),
});

/** `POST /v1/billing/meter_events`. */
export function meterEventEndpoints(engine: Engine): Endpoint[] {
  return [
    endpoint(
      'POST',
      '/v1/billing/meter_events',
      meterEventParams,
      (given, call) => {
        const input = {
          eventName: given.event_name,
          identifier: given.identifier ?? engine.random.uuid(), // that it is a UUID: not recorded
          payload: given.payload,
          timestamp: given.timestamp ?? engine.clock.nowSeconds(),
          requestId: call.requestId,
          idempotencyKey: call.idempotencyKey,
        };
        const refuseManyDigits = isSince(call.version, MANY_DIGITS_REFUSED_SINCE);
        return after(engine.record(call.caller, input, { refuseManyDigits, discard: call.discard }), (outcome) =>
          outcome.outcome === 'recorded' ? write(outcome.event) : refusalOf(outcome, input.eventName, input.identifier),
        );
      },
      (form, caller) => factsOf(engine, form, caller),
    ),
  ];
}

/** The object, in Stripe's field order. It has no id. As text at once: there is one for each event, and to write it from an object took three times as long. */
function write(event: MeterEvent): Written {
  let payload = '';
  event.payload.forEach((value, key) => {
    payload += `${payload && ','}\n    ${quote(key)}: ${quote(value)}`;
  });
  return new Written(`{
  "object": "billing.meter_event",
  "created": ${Math.floor(event.receivedMs / 1000)},
  "event_name": ${quote(event.eventName)},
  "identifier": ${quote(event.identifier)},
  "livemode": ${event.livemode},
  "payload": {${payload}\n  },
  "timestamp": ${event.timestamp}
}`);
}

function refusalOf(outcome: Exclude<RecordOutcome, { outcome: 'recorded' }>, eventName: string, identifier: string): Refusal {
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
    case 'no_such_customer':
      return parameterErrors.noSuch('customer', outcome.customer, `payload[${outcome.customerKey}]`, 400); // that it is refused at once: not recorded (v1.md 1.5)
  }
}

/** What a fault can match of an event, before its parameters are known to be right. */
function factsOf(engine: Engine, form: FormHash, caller: Caller): Facts {
  const eventName = textOf(form.get('event_name'));
  const payload = form.get('payload');
  const customerKey = engine.account(caller).meters.active(eventName ?? '')?.customerKey ?? DEFAULT_KEYS.customerKey;
  const customer = payload instanceof Map ? textOf(payload.get(customerKey)) : undefined;
  return { eventName, customer, identifier: textOf(form.get('identifier')) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
