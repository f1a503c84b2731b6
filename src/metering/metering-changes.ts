/** The changes of meters, customers, events and clocks that the feed announces. */
import type { AccountName } from './account-name.ts';
import type { Cause } from './cause.ts';
import type { Customer } from './customer.ts';
import type { EventInput, MeterEvent } from './event.ts';
import type { V2EventRefusal } from './later-rules.ts';
import type { Meter } from './meter.ts';
import type { Duplicate } from './metering-commands.ts';
import type { EventRefusal } from './rules.ts';

/** A change of one of an account's meters. */
interface MeterChange {
  readonly kind: 'meter_created' | 'meter_renamed' | 'meter_deactivated' | 'meter_reactivated';
  readonly account: AccountName;
  /** The meter as it is now. */
  readonly meter: Meter;
  /** The meter before the change, if it existed. */
  readonly before: Meter | undefined;
  /** On the account's clock, in milliseconds. */
  readonly atMs: number;
  /** Absent for history, which makes no events. */
  readonly cause: Cause | undefined;
}

/** A change of one of an account's customers. */
interface CustomerChange {
  readonly kind: 'customer_created' | 'customer_updated' | 'customer_deleted';
  readonly account: AccountName;
  /** The customer as it is now. */
  readonly customer: Customer;
}

/** An event was accepted; `event.invalid` says why, if it does not count. */
interface EventTaken {
  readonly kind: 'event_recorded' | 'event_found_invalid';
  readonly event: MeterEvent;
  /** Whether it can be inspected: with `--retain 0` it cannot. */
  readonly isKept: boolean;
  /** Whether it came from a fixture or a saved state: no report is then made if it is invalid. */
  readonly isHistory: boolean;
}

/** An event was refused. */
interface EventRefused {
  readonly kind: 'event_refused';
  readonly account: AccountName;
  readonly input: EventInput;
  readonly refusal: EventRefusal | V2EventRefusal | Duplicate;
}

/** An event was cancelled. */
interface EventCancelled {
  readonly kind: 'event_cancelled';
  readonly event: MeterEvent;
}

/** With a summary lag: events that waited are now in a customer's totals. */
interface UsageShown {
  readonly kind: 'usage_shown';
  readonly account: AccountName;
  readonly meterId: string;
  readonly customer: string;
}

/** A clock was set or created. */
interface ClockSetChange {
  readonly kind: 'clock_set';
  /** The account whose clock it is; undefined for the common one. */
  readonly account: string | undefined;
  readonly nowMs: number;
  readonly frozen: boolean;
}

/** Everything, or one account, was reset. */
interface ResetChange {
  readonly kind: 'reset';
  readonly account: string | undefined;
}

/** Everything that metering announces. */
export type MeteringChange =
  | MeterChange
  | CustomerChange
  | EventTaken
  | EventRefused
  | EventCancelled
  | UsageShown
  | ClockSetChange
  | ResetChange;
