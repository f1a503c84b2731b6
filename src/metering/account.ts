/** Everything that belongs to one account in one mode. */
import type { AccountName } from './account-name.ts';
import { Customers } from './customer.ts';
import type { InvalidCode } from './event.ts';
import { LaggingEvents } from './lagging-events.ts';
import { Meters } from './meter.ts';
import { Usage } from './usage.ts';

/** Counters of what happened to events. */
export interface EventCounts {
  /** Events accepted, including invalid and later cancelled ones. */
  taken: number;
  /** Events refused because their identifier was held. */
  duplicate: number;
  /** Events accepted that do not count. */
  invalid: number;
  /** Events cancelled by an adjustment. */
  cancelled: number;
  /** Events that were evicted. */
  dropped: number;
  /** Invalid events by code. */
  readonly invalidByCode: Partial<Record<InvalidCode, number>>;
}

/** The state of one account in one mode. A reset replaces it whole. */
export class Account {
  readonly name: AccountName;
  /**
   * The scope within which its identifiers are unique: it changes with a reset, so that old claims
   * no longer apply.
   */
  readonly scope: number;
  readonly meters = new Meters();
  readonly customers = new Customers();
  readonly usage: Usage;
  readonly lagging: LaggingEvents;
  readonly counts: EventCounts = {
    taken: 0,
    duplicate: 0,
    invalid: 0,
    cancelled: 0,
    dropped: 0,
    invalidByCode: {},
  };

  /** @param cancellable whether the event of that number can still be cancelled */
  constructor(name: AccountName, scope: number, cancellable: (sequence: number) => boolean) {
    this.name = name;
    this.scope = scope;
    this.usage = new Usage(cancellable);
    this.lagging = new LaggingEvents(this.usage);
  }

  /** Whether nothing has ever been stored in it. */
  get isUntouched(): boolean {
    const { taken, duplicate } = this.counts;
    return this.meters.size + this.customers.size + taken + duplicate === 0;
  }
}
