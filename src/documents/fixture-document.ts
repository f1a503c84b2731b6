/** A fixture: what `--fixtures` reads, `loadFixtures` takes and `saveFixtures` gives. */
import type { ClockBody } from './clock-document.ts';
import type { EventSource, InvalidCode } from './event-document.ts';
import type { FaultBody } from './fault-document.ts';
import type { PriceFixture, ProductFixture } from './fixture-catalog.ts';
import type { DestinationFixture } from './fixture-destination.ts';
import type { SubscriptionFixture } from './fixture-subscription.ts';

/**
 * A fixture. Its items are the parameters of Stripe's own create calls, checked by the same rules,
 * with a few fields beside them. Every list is empty unless given.
 */
export interface FixtureDocument {
  /** Where the common clock goes, before anything is loaded. Default: it stays where it is. */
  readonly clock?: ClockBody | undefined;
  /** Accounts with clocks of their own. */
  readonly clocks?: readonly AccountClock[] | undefined;
  /** What counts events. */
  readonly meters?: readonly MeterFixture[] | undefined;
  /** Who uses something. */
  readonly customers?: readonly CustomerFixture[] | undefined;
  /** What is sold. */
  readonly products?: readonly ProductFixture[] | undefined;
  /** For how much. */
  readonly prices?: readonly PriceFixture[] | undefined;
  /** Who pays what, and since when. */
  readonly subscriptions?: readonly SubscriptionFixture[] | undefined;
  /** What was used. */
  readonly events?: readonly EventFixture[] | undefined;
  /** Faults to arm. */
  readonly faults?: readonly FaultBody[] | undefined;
  /** Where events are sent to. */
  readonly destinations?: readonly DestinationFixture[] | undefined;
  /** In a saved state: how many events were evicted, and are not in it. */
  readonly dropped_events?: number | undefined;
}

/** How many items of a fixture were loaded. */
export interface Loaded {
  /** By list. */
  readonly loaded: {
    /** Meters. */
    readonly meters: number;
    /** Customers. */
    readonly customers: number;
    /** Products. */
    readonly products: number;
    /** Prices. */
    readonly prices: number;
    /** Subscriptions. */
    readonly subscriptions: number;
    /** Events. */
    readonly events: number;
    /** Faults. */
    readonly faults: number;
    /** Event destinations and webhook endpoints. */
    readonly destinations: number;
  };
}

/** A moment: seconds since the epoch, or ISO 8601 (UTC unless it says otherwise). */
export type Moment = number | string;

/** Whose an item is. */
export interface Owned {
  /** The account that keys name; of a connected account `billing/acct_1`. Default: `default`. */
  readonly account?: string | undefined;
  /** Whether it belongs to the account's live mode. Default: false. */
  readonly livemode?: boolean | undefined;
}

/** Keys and their values; numbers and booleans become text. */
export type Metadata = Readonly<Record<string, string | number | boolean>>;

/** An account with a clock of its own. */
export interface AccountClock {
  /** Whose it is. */
  readonly account: string;
  /** Where it is. */
  readonly now: Moment;
  /** Whether it stands still. Default: false. */
  readonly frozen?: boolean | undefined;
}

/** A meter: https://docs.stripe.com/api/billing/meter/create. */
export interface MeterFixture extends Owned {
  /** What people call it. */
  readonly display_name: string;
  /** What events of this meter are called. */
  readonly event_name: string;
  /** How it aggregates. */
  readonly default_aggregation: { readonly formula: 'count' | 'last' | 'sum' };
  /** Where a payload names the customer. Default: `stripe_customer_id`. */
  readonly customer_mapping?:
    | { readonly event_payload_key: string; readonly type: 'by_id' }
    | null
    | undefined;
  /** Where a payload has the value. Default: `value`. */
  readonly value_settings?: { readonly event_payload_key: string } | null | undefined;
  /** Of each such stretch, only the last event to arrive counts. Default: every event counts. */
  readonly event_time_window?: 'day' | 'hour' | null | undefined;
  /** Taken and shown under a preview version, without another effect. Default: none. */
  readonly dimension_payload_keys?: readonly string[] | null | undefined;
  /** Any free one of letters, digits and `_`. Default: a fresh one. */
  readonly id?: string | undefined;
  /** Default: the clock's time. */
  readonly created?: Moment | undefined;
  /** Default: `created`. */
  readonly updated?: Moment | undefined;
  /** When it was deactivated; null or absent while it is active. */
  readonly deactivated_at?: Moment | null | undefined;
  /** In a saved state: whether an event made it. Default: false. */
  readonly made_by_mock?: boolean | undefined;
}

/** A customer: https://docs.stripe.com/api/customers/create. */
export interface CustomerFixture extends Owned {
  /** Default: none. */
  readonly address?: AddressFixture | null | undefined;
  /** What it owes, in the smallest unit of its currency: below zero a credit. Default: 0. */
  readonly balance?: number | null | undefined;
  /** Default: none. */
  readonly description?: string | null | undefined;
  /** Default: none. */
  readonly email?: string | null | undefined;
  /** Default: none. */
  readonly metadata?: Metadata | null | undefined;
  /** Default: none. */
  readonly name?: string | null | undefined;
  /** Default: none. */
  readonly phone?: string | null | undefined;
  /** Any free one of letters, digits and `_`. Default: a fresh one. */
  readonly id?: string | undefined;
  /** Default: the clock's time. */
  readonly created?: Moment | undefined;
  /** Taken and not kept. */
  readonly business_name?: unknown;
  /** Taken and not kept. */
  readonly cash_balance?: unknown;
  /** Taken and not kept. */
  readonly coupon?: unknown;
  /** Taken and not kept. */
  readonly default_source?: unknown;
  /** Taken and not kept. */
  readonly individual_name?: unknown;
  /** Taken and not kept. */
  readonly invoice_prefix?: unknown;
  /** Taken and not kept. */
  readonly invoice_settings?: unknown;
  /** Taken and not kept. */
  readonly next_invoice_sequence?: unknown;
  /** Taken and not kept. */
  readonly payment_method?: unknown;
  /** Taken and not kept. */
  readonly preferred_locales?: unknown;
  /** Taken and not kept. */
  readonly promotion_code?: unknown;
  /** Taken and not kept. */
  readonly shipping?: unknown;
  /** Taken and not kept. */
  readonly source?: unknown;
  /** Taken and not kept. */
  readonly tax?: unknown;
  /** Taken and not kept. */
  readonly tax_exempt?: unknown;
  /** Taken and not kept. */
  readonly tax_id_data?: unknown;
  /** Taken and not kept. */
  readonly validate?: unknown;
}

/** A postal address. What is absent, or null, is empty. */
export interface AddressFixture {
  /** Or town, or village. */
  readonly city?: string | null | undefined;
  /** Two letters. */
  readonly country?: string | null | undefined;
  /** Street and number. */
  readonly line1?: string | null | undefined;
  /** What else finds the door. */
  readonly line2?: string | null | undefined;
  /** Or ZIP code. */
  readonly postal_code?: string | null | undefined;
  /** Or county, province, region. */
  readonly state?: string | null | undefined;
}

/** A meter event: https://docs.stripe.com/api/billing/meter-event/create. */
export interface EventFixture extends Owned {
  /** What it is called: the name of its meter. */
  readonly event_name: string;
  /** Default: a fresh one. */
  readonly identifier?: string | null | undefined;
  /** Numbers and booleans become text. */
  readonly payload: Readonly<Record<string, string | number | boolean>>;
  /** The event's own time, in seconds since the epoch. Default: when it was received. */
  readonly timestamp?: number | null | undefined;
  /** When it was received. Default: the clock's time. */
  readonly received_at?: Moment | undefined;
  /** The same, in whole seconds before the clock's time. */
  readonly seconds_ago?: number | undefined;
  /** Whether it was cancelled since. Default: false. */
  readonly cancelled?: boolean | undefined;
  /** The request that brought it. Default: null. */
  readonly request_id?: string | null | undefined;
  /** The idempotency key of that request. Default: null. */
  readonly idempotency_key?: string | null | undefined;
  /** The way by which it came. Default: `fixture`. */
  readonly source?: EventSource | undefined;
  /** In a saved state: the id of the meter that counted it, active or not. */
  readonly meter?: string | undefined;
  /** In a saved state: why it does not count, which is not looked for again. Default: null. */
  readonly invalid?: InvalidCode | null | undefined;
}
