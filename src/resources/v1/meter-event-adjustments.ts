/**
 * Meter event adjustments: https://docs.stripe.com/api/billing/meter-event-adjustment
 * (docs/stripe/meter-event-adjustments.md).
 */
import type { CancelOutcome } from '../../metering/metering-commands.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { expandNothing } from '../../stripe/v1/expand.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, optionalHash, params, required } from '../../stripe/v1/params.ts';
import { oneOf, text } from '../../stripe/v1/parsers.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { meteringErrors } from './metering-errors.ts';
import { commandOf, type Resources } from './resources.ts';

/**
 * `cancel` and its `identifier` are optional in Stripe's schema
 * (docs/stripe/meter-event-adjustments.md#parameters); without them, there is nothing to cancel.
 */
const createParams = params({
  cancel: optionalHash({ identifier: optional(text(100)) }),
  event_name: required(text(100)),
  expand: optional(expandNothing),
  type: required(oneOf(['cancel'])),
});

/**
 * `POST /v1/billing/meter_event_adjustments`: cancels an event. Stripe has no retrieve and no list.
 */
export function meterEventAdjustmentEndpoints({ engine, submit }: Resources): Endpoint[] {
  const { retain } = engine.options;
  return [
    endpoint({
      method: 'POST',
      path: '/v1/billing/meter_event_adjustments',
      params: createParams,
      act: ({ cancel, event_name: eventName, type }, call) => {
        const identifier = cancel?.identifier;
        // GUESS: that it is reported as missing in any case.
        if (identifier === undefined) return parameterErrors.missing('cancel[identifier]');
        const command = { kind: 'cancel_event', eventName, identifier } as const;
        const cancelled = submit({ ...command, ...commandOf(call) });
        return thenMaybe<CancelOutcome, JsonObject | Refusal>(cancelled, ({ outcome }) => {
          if (outcome !== 'cancelled') return refusalOf(outcome, eventName, identifier, retain);
          return {
            object: 'billing.meter_event_adjustment',
            cancel: { identifier },
            event_name: eventName,
            livemode: call.caller.livemode,
            // The docs' sample shows `pending`, Stripe's fixture `complete`
            // (docs/stripe/meter-event-adjustments.md#response).
            status: 'complete',
            type,
          };
        });
      },
    }),
  ];
}

/** GUESS: all of these messages (docs/stripe/meter-event-adjustments.md#errors). */
function refusalOf(
  outcome: Exclude<CancelOutcome['outcome'], 'cancelled'>,
  eventName: string,
  identifier: string,
  retain: number,
): Refusal {
  switch (outcome) {
    case 'no_active_meter':
      return meteringErrors.noActiveMeter(eventName);
    case 'not_found':
      return meteringErrors.noSuchEvent(identifier);
    case 'too_late':
      return meteringErrors.cancelTooLate(identifier);
    case 'already_cancelled':
      return meteringErrors.alreadyCancelled(identifier);
    case 'evicted':
      return meteringErrors.eventEvicted(identifier, retain);
  }
}
