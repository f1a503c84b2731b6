/** The commands that change destinations, events and deliveries, and what becomes of each. */
import type { AccountName } from '../metering/account-name.ts';
import type { Cause } from '../metering/cause.ts';
import type { Instant } from '../metering/clocks.ts';
import type { Delivery } from './delivery.ts';
import type { Destination } from './destination.ts';
import type { ErrorType } from './report-data.ts';
import type { ThinEvent } from './stripe-event.ts';

/** What the commands of an account say: whose it is and when. */
interface Of extends Instant {
  readonly account: AccountName;
}

/** What becomes of an attempt. `canceled`: the destination is gone or disabled. */
export type AttemptOutcome = 'succeeded' | 'failed' | 'canceled';

/** What each command says beside its kind. */
export interface WebhookCommands {
  /** Puts a destination in, as it is. */
  create_destination: { readonly destination: Destination };
  /** Puts a destination in the place of the one that has its id. */
  change_destination: { readonly destination: Destination };
  delete_destination: { readonly id: string; readonly account: string | undefined };
  /** Makes a ping, and sends it to an event destination. */
  ping_destination: Of & { readonly id: string; readonly cause: Cause };
  /** Makes an error report as though events had been invalid; without a meter when that is null. */
  raise_error_report: Of & {
    readonly meterId: string | null;
    readonly errorTypes: readonly ErrorType[];
  };
  /** Says what became of a delivery that was sent. */
  record_attempt: Instant & {
    readonly number: number;
    readonly outcome: AttemptOutcome;
  };
  /** Sends the event of a delivery to its destination once more. */
  redeliver: Instant & { readonly number: number };
  /** Holds the deliveries of an account and its connected accounts, or all. */
  hold_deliveries: { readonly account: string | undefined };
  /** Lets deliveries go, in that order; or all that are held, and holds no more. */
  release_deliveries: {
    readonly account: string | undefined;
    readonly numbers: readonly number[] | undefined;
  };
}

/** What becomes of each. */
export interface WebhookOutcomes {
  /** `undefined` when its account has that id already. */
  create_destination: Destination | undefined;
  change_destination: Destination | 'not_found';
  delete_destination: Destination | 'not_found';
  ping_destination: ThinEvent | 'not_found' | 'disabled';
  raise_error_report: ThinEvent | 'no_such_meter';
  record_attempt: undefined;
  redeliver: Delivery | 'not_found';
  hold_deliveries: undefined;
  /** How many were let go by name, or wait no longer. */
  release_deliveries: number;
}

/** What the feed says of webhooks. */
export type WebhookChange =
  | { readonly kind: 'delivery_due'; readonly destinationId: string }
  /** A destination has more waiting than it may, and this one made room. */
  | { readonly kind: 'delivery_dropped'; readonly delivery: Delivery };
