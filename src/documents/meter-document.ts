/** Meters as the page shows them: their settings and usage. */

/** Which meters to list. */
export interface MetersQuery {
  /** The account of the key, including its connected accounts. Default: all. */
  readonly account?: string | undefined;
}

/** Whose meter it is, and how many of its customers to list. */
export interface MeterQuery {
  /** The account that keys name; of a connected account `billing/acct_1`. Default: `default`. */
  readonly account?: string | undefined;
  /** Whether it is of the live mode. Default: false. */
  readonly livemode?: boolean | undefined;
  /** How many customers at most, from 1 to 10000. Default: 100. */
  readonly limit?: number | undefined;
}

/** A meter's settings. Times in seconds. */
export interface MeterSettings {
  readonly id: string;
  /** The account that keys name; of a connected account `billing/acct_1`. */
  readonly account: string;
  /** Whether it is of the live mode. */
  readonly livemode: boolean;
  readonly display_name: string;
  readonly event_name: string;
  /** How it aggregates. */
  readonly formula: 'count' | 'last' | 'sum';
  /** The time within which only the last event to arrive counts; null if every event does. */
  readonly event_time_window: 'day' | 'hour' | null;
  /** The payload key that names the customer. */
  readonly customer_key: string;
  /** The payload key that holds the value. */
  readonly value_key: string;
  readonly status: 'active' | 'inactive';
  readonly created: number;
  /** Null while it is active. */
  readonly deactivated_at: number | null;
  /** Whether an event with an unknown name created the meter. */
  readonly made_by_mock: boolean;
}

/** The all-time usage of a meter. */
export interface MeterUse {
  /** Counted events, including those that its `event_time_window` passes over. */
  readonly events: number;
  /** How many customers have a total. */
  readonly customers: number;
  /** The sum of their totals, as an exact decimal string. */
  readonly value: string;
}

/** A meter in the list. */
export interface MeterLine extends MeterSettings, MeterUse {}

/** All meters, used or not; those of each account oldest first. */
export interface MetersDocument {
  readonly data: readonly MeterLine[];
}

/** A meter with its customers. */
export interface MeterDocument extends MeterSettings, MeterUse {
  /** The customers with the largest totals, largest first. */
  readonly data: readonly MeterCustomer[];
}

/** A customer of a meter. */
export interface MeterCustomer {
  /** The customer's id. */
  readonly customer: string;
  /** Its total, as an exact decimal string. */
  readonly value: string;
}
