/**
 * Meter event adjustments: https://docs.stripe.com/api/v2/billing/meter-event-adjustment
 * (docs/stripe/v2.md#adjustments).
 */
import type { CancelOutcome } from '../../metering/metering-commands.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { v2Endpoint } from '../../stripe/v2/v2-dialect.ts';
import { fields, required } from '../../stripe/v2/v2-fields.ts';
import { oneOf, text } from '../../stripe/v2/v2-parsers.ts';
import { formatDateTime } from '../../stripe/v2/v2-time.ts';
import { v2MeteringErrors } from './v2-metering-errors.ts';
import type { V2Resources } from './v2-resources.ts';

/** All are required, unlike in v1. */
const adjustmentFields = fields({
  event_name: required(text(100)),
  type: required(oneOf(['cancel'])),
  cancel: required(fields({ identifier: required(text(100)) })),
});

/** `POST /v2/billing/meter_event_adjustments`: cancels an event, however it arrived. */
export function v2MeterEventAdjustmentEndpoints(resources: V2Resources): Endpoint[] {
  const { engine, ids, submit } = resources;
  return [
    v2Endpoint({
      method: 'POST',
      path: '/v2/billing/meter_event_adjustments',
      params: adjustmentFields,
      act: ({ event_name, type, cancel }, { account, atMs, sharedMs, caller }) => {
        const { identifier } = cancel;
        const command = { kind: 'cancel_event', eventName: event_name, identifier } as const;
        const cancelled = submit({ ...command, account, atMs, sharedMs });
        return thenMaybe<CancelOutcome, object>(cancelled, ({ outcome }) => {
          if (outcome !== 'cancelled') {
            const isArchived = engine.account(account).meters.everNamed(event_name);
            return refusalOf(outcome, identifier, isArchived, engine.options.retain);
          }
          return {
            object: 'v2.billing.meter_event_adjustment',
            id: ids.adjustment(caller.livemode),
            livemode: caller.livemode,
            created: formatDateTime(atMs),
            status: 'complete', // as in v1: done at once here
            event_name,
            type,
            cancel: { identifier },
          };
        });
      },
    }),
  ];
}

function refusalOf(
  outcome: Exclude<CancelOutcome['outcome'], 'cancelled'>,
  identifier: string,
  isArchived: boolean,
  retain: number,
): Refusal {
  switch (outcome) {
    case 'no_active_meter':
      return isArchived ? v2MeteringErrors.archivedMeter() : v2MeteringErrors.noMeter();
    case 'not_found':
      return v2MeteringErrors.invalidCancel(`No event found with identifier ${identifier}.`);
    case 'too_late':
      return v2MeteringErrors.invalidCancel(
        `The event with identifier ${identifier} was received more than 24 hours ago and can no ` +
          'longer be cancelled.',
      );
    case 'already_cancelled':
      return v2MeteringErrors.invalidCancel(
        `The event with identifier ${identifier} was already cancelled.`,
      );
    case 'evicted':
      return v2MeteringErrors.invalidCancel(
        `stripe-meter-mock no longer has the event with identifier ${identifier}, and so cannot ` +
          `cancel it: it keeps the last ${retain} events. Start it with a larger --retain.`,
      );
  }
}
