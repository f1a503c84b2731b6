/** The commands that change meters, customers and events, and their outcomes. */
import type { AccountName } from './account-name.ts';
import type { Cause } from './cause.ts';
import type { Instant } from './clocks.ts';
import type { Customer, CustomerDetails } from './customer.ts';
import type { EventInput, InvalidCode, MeterEvent } from './event.ts';
import type { V2EventRefusal } from './later-rules.ts';
import type { Meter } from './meter.ts';
import type { EventRefusal } from './rules.ts';

/** The fields of every command of an account: which account, and when. */
interface Of extends Instant {
  readonly account: AccountName;
}

/** The additional fields of the commands that change meters. */
interface OfMeter extends Of {
  /** Absent for history, which makes no events. */
  readonly cause?: Cause | undefined;
}

/**
 * A command of each kind. It carries everything that its change needs: the caller provides times
 * and ids.
 */
export interface MeteringCommands {
  /** Adds a meter. */
  create_meter: OfMeter & { readonly meter: Meter };
  rename_meter: OfMeter & { readonly id: string; readonly displayName: string };
  deactivate_meter: OfMeter & { readonly id: string };
  reactivate_meter: OfMeter & { readonly id: string };
  /** Adds a customer. */
  create_customer: Of & { readonly customer: Customer };
  update_customer: Of & { readonly id: string; readonly changes: Partial<CustomerDetails> };
  delete_customer: Of & { readonly id: string };
  record_event: Of & { readonly input: EventInput } & RecordOptions;
  /** A single v2 event, which can be refused for more reasons than a v1 event. */
  record_v2_event: Of & { readonly input: EventInput; readonly refuseManyDigits: boolean };
  /** The events of one stream request, in order: none is refused, but some may be invalid. */
  record_stream: Of & { readonly events: readonly EventInput[] };
  cancel_event: Of & { readonly eventName: string; readonly identifier: string };
}

/** How to record an event. */
export interface RecordOptions {
  /**
   * Whether a value with too many digits is refused at once, as in newer API versions, instead of
   * accepted and found invalid. Default: false.
   */
  readonly refuseManyDigits?: boolean;
  /** The time of receipt in milliseconds, if not now: for fixtures. */
  readonly receivedMs?: number;
  /**
   * The id of the meter that counts it, active or not, without looking up meter and customer again:
   * for saved states.
   */
  readonly meterId?: string | undefined;
  /** Whether it was cancelled later: for saved states. Default: false. */
  readonly cancelled?: boolean;
  /**
   * Why it does not count, as found when it was recorded: nothing is checked again, and without a
   * `meterId` it has no meter. For saved states.
   */
  readonly invalid?: InvalidCode | undefined;
}

/** The outcome of a command of each kind. */
export interface MeteringOutcomes {
  /** `undefined` if the id is taken, or an active meter has the event name. */
  create_meter: Meter | undefined;
  rename_meter: Meter | 'not_found';
  deactivate_meter: Meter | 'not_found' | 'already_inactive';
  reactivate_meter: Meter | 'not_found' | 'already_active' | 'name_taken';
  /** `undefined` if the id is taken. */
  create_customer: Customer | undefined;
  /** A deleted customer cannot be changed and counts as not found. */
  update_customer: Customer | 'not_found';
  delete_customer: Customer | 'not_found';
  record_event: RecordOutcome;
  record_v2_event: V2RecordOutcome;
  record_stream: StreamOutcome;
  cancel_event: CancelOutcome;
}

/** The outcome of an event. */
export type RecordOutcome = Recorded | Duplicate | EventRefusal;
/** The outcome of a single v2 event. */
export type V2RecordOutcome = Recorded | Duplicate | V2EventRefusal;

/** The event was recorded. */
export interface Recorded {
  readonly outcome: 'recorded';
  readonly event: MeterEvent;
}

/** The event was refused: its identifier is held. */
export interface Duplicate {
  readonly outcome: 'duplicate';
}

/** How many events of a stream request had which outcome. */
export interface StreamOutcome {
  readonly recorded: number;
  /** Kept with the reason why they do not count. */
  readonly invalid: number;
  /** Dropped: their identifiers were held. */
  readonly duplicate: number;
}

/**
 * The outcome of an adjustment. `evicted`: the identifier is held, but its event is no longer kept.
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
