/** All that belongs to one account in one mode. */
import type { AccountName } from './account-name.ts';
import { Customers } from './customer.ts';
import type { InvalidCode } from './event.ts';
import { LaggingEvents } from './lagging-events.ts';
import { Meters } from './meter.ts';
import { Usage } from './usage.ts';

/** How often the engine did what. */
export interface EventCounts {
  /** Events taken, invalid and later cancelled ones included. */
  taken: number;
  /** Events refused because their identifier was held. */
  duplicate: number;
  /** Events taken that do not count. */
  invalid: number;
  /** Events cancelled by an adjustment. */
  cancelled: number;
  /** Events that are not kept any more. */
  dropped: number;
  /** Invalid events by code. */
  readonly invalidByCode: Partial<Record<InvalidCode, number>>;
}

/** The state of one account in one mode. A reset replaces it whole. */
export class Account {
  readonly name: AccountName;
  /**
   * What its identifiers are unique within: differs after a reset, so that old claims no longer
   * bind.
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

  /** Whether nothing was ever put into it. */
  get isUntouched(): boolean {
    const { taken, duplicate } = this.counts;
    return this.meters.size + this.customers.size + taken + duplicate === 0;
  }
}
