/** The commands that change meters, customers and events, and what becomes of each. */
import type { AccountName } from './account-name.ts';
import type { Cause } from './cause.ts';
import type { Instant } from './clocks.ts';
import type { Customer, CustomerDetails } from './customer.ts';
import type { EventInput, InvalidCode, MeterEvent } from './event.ts';
import type { V2EventRefusal } from './later-rules.ts';
import type { Meter } from './meter.ts';
import type { EventRefusal } from './rules.ts';

/** What every command of an account says: whose it is and when. */
interface Of extends Instant {
  readonly account: AccountName;
}

/** What the commands that change meters say as well. */
interface OfMeter extends Of {
  /** Absent for history, which makes no events. */
  readonly cause?: Cause | undefined;
}

/**
 * A command of each kind. It has everything that its change needs: times and ids are the caller's.
 */
export interface MeteringCommands {
  /** Puts a meter in, as it is. */
  create_meter: OfMeter & { readonly meter: Meter };
  rename_meter: OfMeter & { readonly id: string; readonly displayName: string };
  deactivate_meter: OfMeter & { readonly id: string };
  reactivate_meter: OfMeter & { readonly id: string };
  /** Puts a customer in, as it is. */
  create_customer: Of & { readonly customer: Customer };
  update_customer: Of & { readonly id: string; readonly changes: Partial<CustomerDetails> };
  delete_customer: Of & { readonly id: string };
  record_event: Of & { readonly input: EventInput } & RecordOptions;
  /** A single event of version 2, which is refused for more than one of version 1. */
  record_v2_event: Of & { readonly input: EventInput; readonly refuseManyDigits: boolean };
  /** The events of one stream request, in their order: none is refused, some are invalid. */
  record_stream: Of & { readonly events: readonly EventInput[] };
  cancel_event: Of & { readonly eventName: string; readonly identifier: string };
}

/** How an event is to be taken. */
export interface RecordOptions {
  /**
   * Whether a value of too many digits is refused at once, as newer API versions do, rather than
   * taken and found invalid. Default false.
   */
  readonly refuseManyDigits?: boolean;
  /** Received at this time in milliseconds rather than now: for fixtures. */
  readonly receivedMs?: number;
  /**
   * The id of the meter that counts it, whatever its state, without looking for meter and customer
   * again: for saved states.
   */
  readonly meterId?: string | undefined;
  /** Whether it was cancelled later: for saved states. Default false. */
  readonly cancelled?: boolean;
  /**
   * Why it does not count, found when it was taken: then nothing is checked again, and without a
   * `meterId` it has no meter. For saved states.
   */
  readonly invalid?: InvalidCode | undefined;
}

/** What becomes of a command of each kind. */
export interface MeteringOutcomes {
  /** `undefined` when the id is taken, or an active meter has the event name. */
  create_meter: Meter | undefined;
  rename_meter: Meter | 'not_found';
  deactivate_meter: Meter | 'not_found' | 'already_inactive';
  reactivate_meter: Meter | 'not_found' | 'already_active' | 'name_taken';
  /** `undefined` when the id is taken. */
  create_customer: Customer | undefined;
  /** A deleted customer cannot be changed: it is not found. */
  update_customer: Customer | 'not_found';
  delete_customer: Customer | 'not_found';
  record_event: RecordOutcome;
  record_v2_event: V2RecordOutcome;
  record_stream: StreamOutcome;
  cancel_event: CancelOutcome;
}

/** What became of an event. */
export type RecordOutcome = Recorded | Duplicate | EventRefusal;
/** What became of a single event of version 2. */
export type V2RecordOutcome = Recorded | Duplicate | V2EventRefusal;

/** The event was taken. */
export interface Recorded {
  readonly outcome: 'recorded';
  readonly event: MeterEvent;
}

/** The event was not taken: its identifier is held. */
export interface Duplicate {
  readonly outcome: 'duplicate';
}

/** How many events of a stream request became what. */
export interface StreamOutcome {
  readonly recorded: number;
  /** Kept with the reason why they do not count. */
  readonly invalid: number;
  /** Dropped: their identifiers were held. */
  readonly duplicate: number;
}

/**
 * What became of an adjustment. `evicted`: the identifier is held, but its event is not kept any
 * more.
 */
export type CancelOutcome =
  | { readonly outcome: 'cancelled'; readonly event: MeterEvent }
  | {
      readonly outcome:
        | 'already_cancelled'
        | 'no_active_meter'
        | 'not_found'
        | 'too_late'
        | 'evicted';
    };
