/**
 * A price: how a quantity of a product becomes an amount, and how often
 * (docs/stripe/prices-and-products.md#prices).
 */
import type { Interval } from './periods.ts';
import type { PriceTerms } from './price-terms.ts';

/** How a recurring price bills. */
export interface Recurring {
  readonly interval: Interval;
  readonly usageType: 'licensed' | 'metered';
  /** The id of the meter of a metered price. */
  readonly meter: string | null;
}

/** The fields of a price that can change. */
export interface PriceDetails {
  readonly active: boolean;
  readonly lookupKey: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly nickname: string | null;
  readonly taxBehavior: 'exclusive' | 'inclusive' | 'unspecified';
}

/** A price. `created` in seconds. */
export interface Price extends PriceDetails {
  readonly id: string;
  readonly created: number;
  /** Three lower-case letters. */
  readonly currency: string;
  /** The id of its product. */
  readonly product: string;
  readonly terms: PriceTerms;
  /** Null for a one-time price. */
  readonly recurring: Recurring | null;
}
