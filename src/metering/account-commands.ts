/**
 * Applies commands to an account's meters and customers: completely, or not at all with a reason.
 */
import type { Account } from './account.ts';
import type { Cause } from './cause.ts';
import type { Meter } from './meter.ts';
import type { MeteringChange } from './metering-changes.ts';
import type { MeteringCommands, MeteringOutcomes } from './metering-commands.ts';

type Commands = MeteringCommands;
type Outcomes = MeteringOutcomes;
type Announce = (change: MeteringChange) => void;

/** When a meter changes, and because of what. */
interface MeterMoment {
  readonly atMs: number;
  readonly cause?: Cause | undefined;
}

/** Changes meters and customers, and announces the changes. */
export class AccountCommands {
  readonly #announce: Announce;

  constructor(announce: Announce) {
    this.#announce = announce;
  }

  createMeter(
    { name, meters }: Account,
    { meter, ...of }: MeterMoment & { readonly meter: Meter },
  ): Outcomes['create_meter'] {
    const created = meters.create(meter);
    if (created !== undefined) {
      const change = { account: name, meter: created, before: undefined, ...momentOf(of) };
      this.#announce({ kind: 'meter_created', ...change });
    }
    return created;
  }

  renameMeter({ name, meters }: Account, command: Commands['rename_meter']) {
    const meter = meters.get(command.id);
    if (meter === undefined) return 'not_found';
    const renamed = meters.rename(meter, command.displayName, secondsOf(command));
    const change = { account: name, meter: renamed, before: meter, ...momentOf(command) };
    this.#announce({ kind: 'meter_renamed', ...change });
    return renamed;
  }

  deactivateMeter({ name, meters }: Account, command: Commands['deactivate_meter']) {
    const meter = meters.get(command.id);
    if (meter === undefined) return 'not_found';
    if (meter.deactivatedAt !== null) return 'already_inactive';
    const deactivated = meters.deactivate(meter, secondsOf(command));
    const change = { account: name, meter: deactivated, before: meter, ...momentOf(command) };
    this.#announce({ kind: 'meter_deactivated', ...change });
    return deactivated;
  }

  reactivateMeter({ name, meters }: Account, command: Commands['reactivate_meter']) {
    const meter = meters.get(command.id);
    if (meter === undefined) return 'not_found';
    if (meter.deactivatedAt === null) return 'already_active';
    if (meters.active(meter.eventName) !== undefined) return 'name_taken';
    const reactivated = meters.reactivate(meter, secondsOf(command));
    const change = { account: name, meter: reactivated, before: meter, ...momentOf(command) };
    this.#announce({ kind: 'meter_reactivated', ...change });
    return reactivated;
  }

  createCustomer({ name, customers }: Account, { customer }: Commands['create_customer']) {
    const created = customers.create(customer);
    if (created !== undefined) {
      this.#announce({ kind: 'customer_created', account: name, customer: created });
    }
    return created;
  }

  updateCustomer({ name, customers }: Account, command: Commands['update_customer']) {
    const customer = customers.get(command.id);
    if (customer === undefined || customer.deleted) return 'not_found';
    const updated = customers.update(customer, command.changes);
    this.#announce({ kind: 'customer_updated', account: name, customer: updated });
    return updated;
  }

  deleteCustomer({ name, customers }: Account, command: Commands['delete_customer']) {
    const customer = customers.get(command.id);
    if (customer === undefined || customer.deleted) return 'not_found';
    const deleted = customers.delete(customer);
    this.#announce({ kind: 'customer_deleted', account: name, customer: deleted });
    return deleted;
  }
}

function momentOf({ atMs, cause }: MeterMoment) {
  return { atMs, cause };
}

/** The time of a command in whole seconds, as Stripe writes times. */
export function secondsOf({ atMs }: { readonly atMs: number }): number {
  return Math.floor(atMs / 1000);
}
