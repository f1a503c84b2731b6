/** Makes the event that a command records, once its verdict is known. */
import type { Account } from './account.ts';
import { countedValue, customerOf, type MeterEvent } from './event.ts';
import type { RecordCommand, Verdict } from './verdicts.ts';

/** @param sequence its number among all events */
export function eventOf(
  { input, atMs, receivedMs = atMs }: RecordCommand,
  { name, scope }: Account,
  { meter, invalid }: Verdict,
  sequence: number,
): MeterEvent {
  return {
    sequence,
    account: name.account,
    livemode: name.livemode,
    scope,
    eventName: input.eventName,
    identifier: input.identifier,
    payload: input.payload,
    timestamp: input.timestamp,
    requestId: input.requestId,
    idempotencyKey: input.idempotencyKey,
    source: input.source,
    receivedMs,
    meter,
    customer: customerOf(meter, input.payload),
    value: invalid === null && meter !== null ? countedValue(meter, input.payload) : null,
    invalid,
    cancelled: false,
  };
}
