/** Meter event adjustments: https://docs.stripe.com/api/billing/meter-event-adjustment (around.md 2). */
import type { CancelOutcome, Engine } from '../metering/engine.ts';
import { parameterErrors, type Refusal } from '../stripe/errors.ts';
import { optional, optionalHash, params, required } from '../stripe/params.ts';
import { type Endpoint, endpoint } from '../stripe/pipeline.ts';
import { expandNothing, oneOf, text } from '../stripe/readers.ts';
import { meteringErrors } from './metering-errors.ts';

/** `cancel` and its `identifier` are optional in Stripe's schema (2.1); without them there is nothing to cancel. */
const createParams = params({
  cancel: optionalHash({ identifier: optional(text(100)) }),
  event_name: required(text(100)),
  expand: optional(expandNothing),
  type: required(oneOf(['cancel'])),
});

/** `POST /v1/billing/meter_event_adjustments`: cancels an event. Stripe has no retrieve and no list. */
export function meterEventAdjustmentEndpoints(engine: Engine): Endpoint[] {
  return [
    endpoint('POST', '/v1/billing/meter_event_adjustments', createParams, async ({ cancel, event_name, type }, { caller }) => {
      const identifier = cancel?.identifier;
      if (identifier === undefined) return parameterErrors.missing('cancel[identifier]'); // not recorded
      const outcome = await engine.cancel(caller, event_name, identifier);
      if (outcome !== 'cancelled') return refusalOf(outcome, event_name, identifier, engine.options.retain);
      return {
        object: 'billing.meter_event_adjustment',
        cancel: { identifier },
        event_name,
        livemode: caller.livemode,
        status: 'complete', // the docs' sample shows `pending`, Stripe's fixture `complete` (2.2)
        type,
      };
    }),
  ];
}

/** No text of these is in any public source (2.4). */
function refusalOf(outcome: Exclude<CancelOutcome, 'cancelled'>, eventName: string, identifier: string, retain: number): Refusal {
  switch (outcome) {
    case 'no_active_meter':
      return meteringErrors.noActiveMeter(eventName);
    case 'not_found':
      return meteringErrors.noSuchEvent(identifier);
    case 'too_late':
      return meteringErrors.cancelTooLate(identifier);
    case 'already_cancelled':
      return meteringErrors.alreadyCancelled(identifier);
    case 'let_go':
      return meteringErrors.eventLetGo(identifier, retain);
  }
}
