/** Products and prices of a fixture. */
import type { Metadata, Moment, Owned } from './fixture-document.ts';

/** A product: https://docs.stripe.com/api/products/create. */
export interface ProductFixture extends Owned {
  /** Its name. */
  readonly name: string;
  /** Default: none. */
  readonly description?: string | null | undefined;
  /** Default: none. */
  readonly metadata?: Metadata | null | undefined;
  /** Default: true. */
  readonly active?: boolean | null | undefined;
  /** Up to 8 URLs. Default: none. */
  readonly images?: readonly string[] | null | undefined;
  /** Kept and shown. Default: none. */
  readonly shippable?: boolean | null | undefined;
  /** Kept and shown. Default: none. */
  readonly url?: string | null | undefined;
  /** Kept and shown. Default: none. */
  readonly statement_descriptor?: string | null | undefined;
  /** The name of one unit. Default: none. */
  readonly unit_label?: string | null | undefined;
  /** A price to create with the product, as its default price. */
  readonly default_price_data?: DefaultPriceFixture | null | undefined;
  /** Any unused id. Default: a new one. */
  readonly id?: string | null | undefined;
  /** Default: `service`; another value is accepted but not kept. */
  readonly type?: 'good' | 'service' | null | undefined;
  /** The id of one of the fixture's prices of this product. */
  readonly default_price?: string | undefined;
  /** Default: the clock's time. */
  readonly created?: Moment | undefined;
  /** Default: `created`. */
  readonly updated?: Moment | undefined;
  /** Accepted but not kept. */
  readonly marketing_features?: unknown;
  /** Accepted but not kept. */
  readonly package_dimensions?: unknown;
  /** Accepted but not kept. */
  readonly tax_code?: unknown;
  /** Accepted but not kept. */
  readonly tax_details?: unknown;
}

/** An amount, in one of the two forms. */
export interface UnitAmounts {
  /** A whole amount in the currency's smallest unit, not negative. */
  readonly unit_amount?: number | null | undefined;
  /** The same with up to twelve decimals. */
  readonly unit_amount_decimal?: string | number | null | undefined;
}

/** How often a price is charged. */
export interface IntervalFixture {
  /** The unit of its periods. */
  readonly interval: 'day' | 'month' | 'week' | 'year';
  /** How many of them make a period. Default: 1. */
  readonly interval_count?: number | undefined;
}

/** `default_price_data` of a product. */
export interface DefaultPriceFixture extends UnitAmounts {
  /** Three letters, in upper or lower case. */
  readonly currency: string;
  /** Default: none. */
  readonly metadata?: Metadata | undefined;
  /** Default: a one-time price. */
  readonly recurring?: IntervalFixture | undefined;
  /** Default: `unspecified`. */
  readonly tax_behavior?: TaxBehavior | undefined;
}

/** Whether amounts include tax. Kept and shown; no tax is computed. */
export type TaxBehavior = 'exclusive' | 'inclusive' | 'unspecified';

/** A price: https://docs.stripe.com/api/prices/create. */
export interface PriceFixture extends Owned, UnitAmounts {
  /** Three letters, in upper or lower case. */
  readonly currency: string;
  /** Default: true. */
  readonly active?: boolean | null | undefined;
  /** Default: `per_unit`. */
  readonly billing_scheme?: 'per_unit' | 'tiered' | null | undefined;
  /** A key to find it by. Default: none. */
  readonly lookup_key?: string | null | undefined;
  /** Default: none. */
  readonly metadata?: Metadata | null | undefined;
  /** Kept and shown. Default: none. */
  readonly nickname?: string | null | undefined;
  /** The product's id. Either this or `product_data` is required. */
  readonly product?: string | null | undefined;
  /** A product to create with the price. */
  readonly product_data?: ProductDataFixture | null | undefined;
  /** Default: a one-time price. */
  readonly recurring?: RecurringFixture | null | undefined;
  /** Default: `unspecified`. */
  readonly tax_behavior?: TaxBehavior | null | undefined;
  /** With `billing_scheme` `tiered`: the tiers in ascending order, each with its end. */
  readonly tiers?: readonly TierFixture[] | null | undefined;
  /** Required with `tiers`. */
  readonly tiers_mode?: 'graduated' | 'volume' | null | undefined;
  /** Whether to take `lookup_key` from the price that has it. Default: false. */
  readonly transfer_lookup_key?: boolean | null | undefined;
  /** Packages: the quantity is divided before it is charged. */
  readonly transform_quantity?:
    | { readonly divide_by: number | string; readonly round: 'down' | 'up' }
    | null
    | undefined;
  /** Any unused id. Default: a new one. */
  readonly id?: string | undefined;
  /** Default: the clock's time. */
  readonly created?: Moment | undefined;
}

/** `product_data` of a price. */
export interface ProductDataFixture {
  /** Its name. */
  readonly name: string;
  /** Default: true. */
  readonly active?: boolean | undefined;
  /** Any unused id. Default: a new one. */
  readonly id?: string | undefined;
  /** Default: none. */
  readonly metadata?: Metadata | undefined;
  /** Kept and shown. Default: none. */
  readonly statement_descriptor?: string | undefined;
  /** The name of one unit. Default: none. */
  readonly unit_label?: string | undefined;
  /** Accepted but not kept. */
  readonly tax_code?: unknown;
  /** Accepted but not kept. */
  readonly tax_details?: unknown;
}

/** `recurring` of a price. */
export interface RecurringFixture extends IntervalFixture {
  /** Default: `licensed`. */
  readonly usage_type?: 'licensed' | 'metered' | undefined;
  /** The id of the meter of a metered price. */
  readonly meter?: string | undefined;
  /** As before API version 2025-03-31.basil. */
  readonly aggregate_usage?: string | undefined;
  /** Accepted but not kept. */
  readonly trial_period_days?: unknown;
}

/** A tier of a price. */
export interface TierFixture extends UnitAmounts {
  /** The last unit of the tier; `inf` for the last tier. */
  readonly up_to: number | string;
  /** A fixed amount for the tier, whatever the quantity, in the currency's smallest unit. */
  readonly flat_amount?: number | undefined;
  /** The same as a string. */
  readonly flat_amount_decimal?: string | number | undefined;
}
