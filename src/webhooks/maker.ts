/** Makes events: their ids, their types, and what they are about. */
import type { AccountName } from '../metering/account-name.ts';
import type { Cause } from '../metering/cause.ts';
import { snapshotEventId, thinEventId } from '../metering/ids.ts';
import type { MeteringChange } from '../metering/metering-changes.ts';
import { ERROR_REPORT, type MeterEventName, NO_METER_FOUND, PING } from './event-types.ts';
import type { ReportData } from './report-data.ts';
import type { RelatedObject, SnapshotEvent, StripeEvent, ThinEvent } from './stripe-event.ts';

/** The changes of meters. */
export const METER_CHANGES = [
  'meter_created',
  'meter_renamed',
  'meter_deactivated',
  'meter_reactivated',
] as const;
export type MeterChange = Extract<
  MeteringChange,
  { readonly kind: (typeof METER_CHANGES)[number] }
>;

/** What Stripe calls each of them (docs/stripe/events.md#snapshot-events). */
const NAME_OF: Record<MeterChange['kind'], MeterEventName> = {
  meter_created: 'created',
  meter_renamed: 'updated',
  meter_deactivated: 'deactivated',
  meter_reactivated: 'reactivated',
};

/** Numbers events from 1; ids follow from the numbers and the seed. */
export class Maker {
  readonly #seed: number;
  #count = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Restarts the numbering. */
  restart(): void {
    this.#count = 0;
  }

  /**
   * The events of a change of a meter: a snapshot and the thin event for it. A change that comes
   * from a fixture, and a renaming to the same name, have none.
   */
  ofMeter(change: MeterChange): StripeEvent[] {
    const { kind, account, meter, before, atMs, cause } = change;
    const isUnchanged = kind === 'meter_renamed' && before?.displayName === meter.displayName;
    if (cause === undefined || isUnchanged) return [];
    const type = `billing.meter.${NAME_OF[kind]}`;
    const { number, ...ids } = this.#ids(account);
    const shared = { number, account, createdMs: atMs, cause };
    const shown = kind === 'meter_renamed' ? before : undefined;
    const snapshot = { ...shared, id: ids.snapshot, type, form: 'snapshot', meter, before: shown };
    const thin = { type: `v1.${type}`, related: meterOf(meter.id), snapshotId: snapshot.id };
    return [
      snapshot as SnapshotEvent,
      { ...shared, id: ids.thin, form: 'thin', data: undefined, ...thin },
    ];
  }

  /** @param meterId null for events that had no meter */
  errorReport(
    account: AccountName,
    meterId: string | null,
    data: ReportData,
    createdMs: number,
  ): ThinEvent {
    const type = meterId === null ? NO_METER_FOUND : ERROR_REPORT;
    const related = meterId === null ? undefined : meterOf(meterId);
    return this.#thin({ account, type, createdMs, cause: null, related, data });
  }

  ping(account: AccountName, id: string, cause: Cause, createdMs: number): ThinEvent {
    const url = `/v2/core/event_destinations/${id}`;
    const related = { id, type: 'v2.core.event_destination', url };
    return this.#thin({ account, type: PING, createdMs, cause, related, data: undefined });
  }

  #thin(event: Omit<ThinEvent, 'number' | 'id' | 'form' | 'snapshotId'>): ThinEvent {
    const { number, thin } = this.#ids(event.account);
    return { ...event, number, id: thin, form: 'thin', snapshotId: undefined };
  }

  #ids({ livemode }: AccountName) {
    const made = { seed: this.#seed, number: ++this.#count, livemode };
    return { number: made.number, thin: thinEventId(made), snapshot: snapshotEventId(made) };
  }
}

function meterOf(id: string): RelatedObject {
  return { id, type: 'billing.meter', url: `/v1/billing/meters/${id}` };
}
