/** The commands that change destinations, events and deliveries, and their outcomes. */
import type { AccountName } from '../metering/account-name.ts';
import type { Cause } from '../metering/cause.ts';
import type { Instant } from '../metering/clocks.ts';
import type { Delivery } from './delivery.ts';
import type { Destination } from './destination.ts';
import type { ErrorType } from './report-data.ts';
import type { ThinEvent } from './stripe-event.ts';

/** What every command about an account has: the account and the time. */
interface Of extends Instant {
  readonly account: AccountName;
}

/** How an attempt ended. `canceled`: the destination is gone or disabled. */
export type AttemptOutcome = 'succeeded' | 'failed' | 'canceled';

/** The fields of each command, besides its kind. */
export interface WebhookCommands {
  /** Adds a destination as given. */
  create_destination: { readonly destination: Destination };
  /** Replaces the destination with the same id. */
  change_destination: { readonly destination: Destination };
  delete_destination: { readonly id: string; readonly account: string | undefined };
  /** Makes a ping, and delivers it to an event destination. */
  ping_destination: Of & { readonly id: string; readonly cause: Cause };
  /**
   * Makes an error report as if events had been invalid: for a meter, or for events without one
   * when `meterId` is null.
   */
  raise_error_report: Of & {
    readonly meterId: string | null;
    readonly errorTypes: readonly ErrorType[];
  };
  /** Records how an attempt ended. */
  record_attempt: Instant & {
    readonly number: number;
    readonly outcome: AttemptOutcome;
  };
  /** Sends the event of a delivery to its destination once more. */
  redeliver: Instant & { readonly number: number };
  /** Holds the deliveries of an account and its connected accounts, or all. */
  hold_deliveries: { readonly account: string | undefined };
  /** Releases these deliveries, in this order; without numbers, ends the hold. */
  release_deliveries: {
    readonly account: string | undefined;
    readonly numbers: readonly number[] | undefined;
  };
}

/** The outcome of each command. */
export interface WebhookOutcomes {
  /** `undefined` if its account already has that id. */
  create_destination: Destination | undefined;
  change_destination: Destination | 'not_found';
  delete_destination: Destination | 'not_found';
  ping_destination: ThinEvent | 'not_found' | 'disabled';
  raise_error_report: ThinEvent | 'no_such_meter';
  record_attempt: undefined;
  redeliver: Delivery | 'not_found';
  hold_deliveries: undefined;
  /** How many were named; 0 when a hold ended. */
  release_deliveries: number;
}

/** What the feed announces about webhooks. */
export type WebhookChange =
  | { readonly kind: 'delivery_due'; readonly destinationId: string }
  /** Deliveries are held from now on: of an account and its connected accounts, or all. */
  | { readonly kind: 'deliveries_held'; readonly account: string | undefined }
  /** Too many deliveries waited for a destination, and this one made room. */
  | { readonly kind: 'delivery_dropped'; readonly delivery: Delivery };
