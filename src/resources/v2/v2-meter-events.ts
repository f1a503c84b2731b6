/**
 * Meter events: https://docs.stripe.com/api/v2/billing/meter-event
 * (docs/stripe/v2.md#meter-events).
 */
import { MAX_DIGITS, type MeterEvent } from '../../metering/event.ts';
import type { V2RecordOutcome } from '../../metering/metering-commands.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { quote, RawJson } from '../../stripe/v1/json.ts';
import { v2Endpoint } from '../../stripe/v2/v2-dialect.ts';
import { formatDateTime } from '../../stripe/v2/v2-time.ts';
import { isSince, MANY_DIGITS_REFUSED_SINCE } from '../../stripe/versions.ts';
import { eventFields, factsOfEvent, inputOf } from './v2-event-fields.ts';
import { v2MeteringErrors } from './v2-metering-errors.ts';
import type { V2Resources } from './v2-resources.ts';

/** `POST /v2/billing/meter_events`. Stripe has no retrieve and no list. */
export function v2MeterEventEndpoints({ engine, ids, submit }: V2Resources): Endpoint[] {
  return [
    v2Endpoint({
      method: 'POST',
      path: '/v2/billing/meter_events',
      params: eventFields,
      facts: (body, caller) => factsOfEvent(engine, body, caller),
      act: (given, call) => {
        const { account, atMs, sharedMs } = call;
        const command = {
          kind: 'record_v2_event',
          account,
          atMs,
          sharedMs,
          input: inputOf(given, ids, call, 'v2'),
          refuseManyDigits: isSince(call.version, MANY_DIGITS_REFUSED_SINCE),
        } as const;
        const recorded = call.discard ? engine.rehearseV2(command) : submit(command);
        return thenMaybe<V2RecordOutcome, RawJson | Refusal>(recorded, (outcome) => {
          call.tell?.(command, outcome);
          return outcome.outcome === 'recorded'
            ? write(outcome.event, given.timestamp ?? atMs)
            : refusalOf(outcome);
        });
      },
    }),
  ];
}

/** The object, in Stripe's field order, written directly as text: there is one per event. */
function write(event: MeterEvent, timestampMs: number): RawJson {
  let payload = '';
  event.payload.forEach((value, key) => {
    payload += `${payload && ','}${quote(key)}:${quote(value)}`;
  });
  return new RawJson(
    `{"object":"v2.billing.meter_event","created":"${formatDateTime(event.receivedMs)}",` +
      `"livemode":${event.livemode},"identifier":${quote(event.identifier)},` +
      `"event_name":${quote(event.eventName)},"timestamp":"${formatDateTime(timestampMs)}",` +
      `"payload":{${payload}}}`,
  );
}

function refusalOf(outcome: Exclude<V2RecordOutcome, { outcome: 'recorded' }>): Refusal {
  switch (outcome.outcome) {
    case 'duplicate':
      return v2MeteringErrors.duplicate();
    case 'no_meter':
      return v2MeteringErrors.noMeter();
    case 'archived_meter':
      return v2MeteringErrors.archivedMeter();
    case 'too_old':
      return v2MeteringErrors.tooOld();
    case 'too_new':
      return v2MeteringErrors.tooNew();
    case 'no_customer':
      return v2MeteringErrors.noCustomer();
    case 'no_value':
      return v2MeteringErrors.noValue();
    case 'invalid_value':
      return v2MeteringErrors.invalidValue();
    case 'too_many_digits':
      return v2MeteringErrors.tooManyDigits(outcome.value, MAX_DIGITS);
  }
}
