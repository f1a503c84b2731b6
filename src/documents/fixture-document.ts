/** A fixture, as read by `--fixtures`, taken by `loadFixtures` and returned by `saveFixtures`. */
import type { ClockBody } from './clock-document.ts';
import type { EventSource, InvalidCode } from './event-document.ts';
import type { FaultBody } from './fault-document.ts';
import type { PriceFixture, ProductFixture } from './fixture-catalog.ts';
import type { DestinationFixture } from './fixture-destination.ts';
import type { SubscriptionFixture } from './fixture-subscription.ts';

/**
 * A fixture. Its items are the parameters of Stripe's own create calls, checked by the same rules,
 * plus a few fields. Every list defaults to empty.
 */
export interface FixtureDocument {
  /** Where to move the common clock before anything is loaded. Default: nowhere. */
  readonly clock?: ClockBody | undefined;
  /** Accounts with their own clocks. */
  readonly clocks?: readonly AccountClock[] | undefined;
  /** Meters. */
  readonly meters?: readonly MeterFixture[] | undefined;
  /** Customers. */
  readonly customers?: readonly CustomerFixture[] | undefined;
  /** Products. */
  readonly products?: readonly ProductFixture[] | undefined;
  /** Prices. */
  readonly prices?: readonly PriceFixture[] | undefined;
  /** Subscriptions. */
  readonly subscriptions?: readonly SubscriptionFixture[] | undefined;
  /** Meter events. */
  readonly events?: readonly EventFixture[] | undefined;
  /** Faults to arm. */
  readonly faults?: readonly FaultBody[] | undefined;
  /** Event destinations and webhook endpoints. */
  readonly destinations?: readonly DestinationFixture[] | undefined;
  /** In the file of `--state`: when it was saved, in real time. */
  readonly saved_at?: Moment | undefined;
  /**
   * In a saved state: the accounts that already have the items of account `*`, and how many of
   * them.
   */
  readonly settled?: readonly SettledAccount[] | undefined;
  /** In a saved state: how many events are missing because they were evicted. */
  readonly dropped_events?: number | undefined;
}

/** Which account to load into, or to save. */
export interface FixturesQuery {
  /**
   * Loading: items that name no account are loaded into this one; by default into `default`.
   * Saving: only this account and its connected accounts; by default all.
   */
  readonly account?: string | undefined;
}

/** The result of saving the state to its file. */
export interface StateSaved {
  /** The path of the file. */
  readonly saved: string;
  /** How long the file is. */
  readonly bytes: number;
}

/**
 * How many items of a fixture were loaded. One for every account counts once, however many accounts
 * get it.
 */
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

/** A moment: seconds since the epoch, or ISO 8601 (UTC by default). */
export type Moment = number | string;

/**
 * In a saved state: an account that already has items of account `*`, with how many of each list.
 */
export interface SettledAccount {
  /** The account. */
  readonly account: string;
  /** Whether it is in live mode. Default: false. */
  readonly livemode?: boolean | undefined;
  /** How many of the meters of account `*`. */
  readonly meters: number;
  /** How many of the customers. */
  readonly customers: number;
  /** How many of the products. */
  readonly products: number;
  /** How many of the prices. */
  readonly prices: number;
}

/** The owner of an item. */
export interface Owned {
  /**
   * The account of the key; for a connected account, `billing/acct_1`. A meter, customer, product
   * or price of `*` is in every account. Default: `default`.
   */
  readonly account?: string | undefined;
  /** Whether it belongs to the account's live mode. Default: false. */
  readonly livemode?: boolean | undefined;
}

/** Keys and their values; numbers and booleans become strings. */
export type Metadata = Readonly<Record<string, string | number | boolean>>;

/** An account with its own clock. */
export interface AccountClock {
  /** The account. */
  readonly account: string;
  /** Its time. */
  readonly now: Moment;
  /** Whether it stands still. Default: false. */
  readonly frozen?: boolean | undefined;
}

/** A meter: https://docs.stripe.com/api/billing/meter/create. */
export interface MeterFixture extends Owned {
  /** Its display name. */
  readonly display_name: string;
  /** The name of this meter's events. */
  readonly event_name: string;
  /** How it aggregates. */
  readonly default_aggregation: { readonly formula: 'count' | 'last' | 'sum' };
  /** The payload key of the customer. Default: `stripe_customer_id`. */
  readonly customer_mapping?:
    | { readonly event_payload_key: string; readonly type: 'by_id' }
    | null
    | undefined;
  /** The payload key of the value. Default: `value`. */
  readonly value_settings?: { readonly event_payload_key: string } | null | undefined;
  /** In each such window, only the last event to arrive counts. Default: every event counts. */
  readonly event_time_window?: 'day' | 'hour' | null | undefined;
  /** Accepted and shown under a preview version, with no other effect. Default: none. */
  readonly dimension_payload_keys?: readonly string[] | null | undefined;
  /** Any unused id of letters, digits and `_`. Default: a new one. */
  readonly id?: string | undefined;
  /** Default: the clock's time. */
  readonly created?: Moment | undefined;
  /** Default: `created`. */
  readonly updated?: Moment | undefined;
  /** When it was deactivated; null or absent while it is active. */
  readonly deactivated_at?: Moment | null | undefined;
  /** In a saved state: whether an event created it. Default: false. */
  readonly made_by_mock?: boolean | undefined;
}

/** A customer: https://docs.stripe.com/api/customers/create. */
export interface CustomerFixture extends Owned {
  /** Default: none. */
  readonly address?: AddressFixture | null | undefined;
  /** What it owes, in the smallest unit of its currency; negative for a credit. Default: 0. */
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
  /** Any unused id of letters, digits and `_`. Default: a new one. */
  readonly id?: string | undefined;
  /** Default: the clock's time. */
  readonly created?: Moment | undefined;
  /** Accepted but not kept. */
  readonly business_name?: unknown;
  /** Accepted but not kept. */
  readonly cash_balance?: unknown;
  /** Accepted but not kept. */
  readonly coupon?: unknown;
  /** Accepted but not kept. */
  readonly default_source?: unknown;
  /** Accepted but not kept. */
  readonly individual_name?: unknown;
  /** Accepted but not kept. */
  readonly invoice_prefix?: unknown;
  /** Accepted but not kept. */
  readonly invoice_settings?: unknown;
  /** Accepted but not kept. */
  readonly next_invoice_sequence?: unknown;
  /** Accepted but not kept. */
  readonly payment_method?: unknown;
  /** Accepted but not kept. */
  readonly preferred_locales?: unknown;
  /** Accepted but not kept. */
  readonly promotion_code?: unknown;
  /** Accepted but not kept. */
  readonly shipping?: unknown;
  /** Accepted but not kept. */
  readonly source?: unknown;
  /** Accepted but not kept. */
  readonly tax?: unknown;
  /** Accepted but not kept. */
  readonly tax_exempt?: unknown;
  /** Accepted but not kept. */
  readonly tax_id_data?: unknown;
  /** Accepted but not kept. */
  readonly validate?: unknown;
}

/** A postal address. Absent or null fields are empty. */
export interface AddressFixture {
  /** Or town, or village. */
  readonly city?: string | null | undefined;
  /** Two letters. */
  readonly country?: string | null | undefined;
  /** Street and number. */
  readonly line1?: string | null | undefined;
  /** Apartment, suite or building. */
  readonly line2?: string | null | undefined;
  /** Or ZIP code. */
  readonly postal_code?: string | null | undefined;
  /** Or county, province, region. */
  readonly state?: string | null | undefined;
}

/** A meter event: https://docs.stripe.com/api/billing/meter-event/create. */
export interface EventFixture extends Owned {
  /** The event name of its meter. */
  readonly event_name: string;
  /** Default: a new one. */
  readonly identifier?: string | null | undefined;
  /** Numbers and booleans become strings. */
  readonly payload: Readonly<Record<string, string | number | boolean>>;
  /** The event's own time, in seconds since the epoch. Default: when it was received. */
  readonly timestamp?: number | null | undefined;
  /** When it was received. Default: the clock's time. */
  readonly received_at?: Moment | undefined;
  /** The same, as whole seconds before the clock's time. */
  readonly seconds_ago?: number | undefined;
  /** Whether it has been cancelled. Default: false. */
  readonly cancelled?: boolean | undefined;
  /** The request that sent it. Default: null. */
  readonly request_id?: string | null | undefined;
  /** The idempotency key of that request. Default: null. */
  readonly idempotency_key?: string | null | undefined;
  /** How it arrived. Default: `fixture`. */
  readonly source?: EventSource | undefined;
  /** In a saved state: the id of the meter that counted it, active or not. */
  readonly meter?: string | undefined;
  /** In a saved state: why it does not count; it is not checked again. Default: null. */
  readonly invalid?: InvalidCode | null | undefined;
}
