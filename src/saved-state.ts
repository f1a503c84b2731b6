/** The present state in the form of a fixture, so that it can be saved and started again. */
import { clockDocument } from './control/clock.ts';
import { type FaultDocument, listFaults } from './control/faults.ts';
import type { Account, AccountName } from './metering/account.ts';
import type { Customer } from './metering/customers.ts';
import type { MeterEvent } from './metering/events.ts';
import type { Meter } from './metering/meters.ts';
import type { State } from './state.ts';

/** A document that `POST /_mock/fixtures` and `--fixtures` take. Events that inspection has let go are not in it: `dropped_events` counts them. */
export function saveState({ engine, faults }: State) {
  const { now, frozen } = clockDocument(engine.clock);
  const accounts = engine.accounts();
  return {
    clock: { now, frozen },
    meters: accounts.flatMap(({ name, meters }) => meters.all().map((meter) => saveMeter(name, meter))),
    customers: accounts.flatMap(({ name, customers }) => customers.all().map((customer) => saveCustomer(name, customer))),
    events: [...engine.events()].reverse().map(saveEvent),
    faults: listFaults(faults).data.flatMap(unspent),
    dropped_events: accounts.reduce((sum: number, { counts }: Account) => sum + counts.dropped, 0),
  };
}

/** A fault as it stands: what is left of `skip` and `times`. */
function unspent({ id: _id, skipped, struck, skip, times, ...body }: FaultDocument) {
  if (times !== null && struck >= times) return [];
  return [{ ...body, skip: skip - skipped, times: times === null ? null : times - struck }];
}

function saveMeter(name: AccountName, meter: Meter) {
  return {
    ...name,
    id: meter.id,
    display_name: meter.displayName,
    event_name: meter.eventName,
    default_aggregation: { formula: meter.formula },
    customer_mapping: { event_payload_key: meter.customerKey, type: 'by_id' },
    value_settings: { event_payload_key: meter.valueKey },
    event_time_window: meter.eventTimeWindow, // null, like every null, is as good as absent
    created: meter.created,
    updated: meter.updated,
    deactivated_at: meter.deactivatedAt,
    made_by_mock: meter.madeByMock,
  };
}

function saveCustomer(name: AccountName, { id, created, address, description, email, metadata, name: called, phone }: Customer) {
  return { ...name, id, created, address, description, email, metadata, name: called, phone };
}

function saveEvent(event: MeterEvent) {
  return {
    account: event.account,
    livemode: event.livemode,
    meter: event.meter.id,
    event_name: event.eventName,
    identifier: event.identifier,
    payload: Object.fromEntries(event.payload),
    timestamp: event.timestamp,
    received_at: new Date(event.receivedMs).toISOString(),
    request_id: event.requestId,
    idempotency_key: event.idempotencyKey,
    cancelled: event.cancelled,
  };
}
