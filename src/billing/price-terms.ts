/**
 * The parts of a price that decide a line's amount (docs/stripe/prices-and-products.md#prices): not
 * its name, product or period.
 */
import { compare, type Decimal, decimalPlaces, parseDecimal } from '../metering/decimal.ts';

/**
 * The most decimals that a `*_decimal` amount can have
 * (docs/stripe/prices-and-products.md#amounts).
 */
export const MAX_AMOUNT_DECIMALS = 12;

/** How a quantity becomes amounts. Amounts are in the currency's smallest unit, ≤ 12 decimals. */
export type PriceTerms = PerUnitTerms | TieredTerms;

/** `billing_scheme: per_unit`: one amount for every unit, or for every package of units. */
export interface PerUnitTerms {
  readonly billingScheme: 'per_unit';
  /** Stripe's `unit_amount_decimal`; with a transform, the amount of one package. */
  readonly unitAmount: Decimal;
  /** Stripe's `transform_quantity`, or `null`. */
  readonly transformQuantity: TransformQuantity | null;
}

/** `billing_scheme: tiered`. */
export interface TieredTerms {
  readonly billingScheme: 'tiered';
  /** Whether each tier prices its own part of the quantity, or one tier prices all of it. */
  readonly tiersMode: 'graduated' | 'volume';
  /** In ascending order, the last without an end, as `tiersFault` requires. */
  readonly tiers: readonly Tier[];
}

/**
 * One tier. Absent and 0 are different: a flat amount of 0 makes a line
 * (docs/stripe/invoice-lines.md#amount).
 */
export interface Tier {
  /** The last quantity of this tier; `null` for Stripe's `inf`. */
  readonly upTo: Decimal | null;
  /** The amount of each unit, or `null` if not given. */
  readonly unitAmount: Decimal | null;
  /** The amount for reaching the tier, or `null` if not given. */
  readonly flatAmount: Decimal | null;
}

/** Packages of units (docs/stripe/invoice-lines.md#amount). */
export interface TransformQuantity {
  /** Units in one package: a positive whole number. */
  readonly divideBy: Decimal;
  /** Whether a package that is not full counts as one. */
  readonly round: 'up' | 'down';
}

/** Why a string is not a valid price amount. */
export type AmountFault = 'not_a_decimal' | 'negative' | 'too_many_decimals';

/** What is wrong with a list of tiers, and in which entry, counted from 0. */
export interface TiersFault {
  readonly fault: 'no_tiers' | 'missing_amount' | 'not_rising' | 'last_has_end' | 'end_missing';
  readonly index: number;
}

/**
 * Reads a `*_decimal` amount: plain notation, not negative, at most 12 decimals. GUESS: trailing
 * zeros do not count as decimals, since Stripe's answers drop them.
 */
export function parseAmountDecimal(text: string): Decimal | AmountFault {
  const value = parseDecimal(text);
  if (value === undefined) return 'not_a_decimal';
  if (compare(value, 0) < 0) return 'negative';
  return decimalPlaces(value) > MAX_AMOUNT_DECIMALS ? 'too_many_decimals' : value;
}

/**
 * The first fault in a list of tiers, or `undefined`; `linesFor` relies on this check
 * (docs/stripe/prices-and-products.md#prices).
 */
export function tiersFault(tiers: readonly Tier[]): TiersFault | undefined {
  if (tiers.length === 0) return { fault: 'no_tiers', index: 0 };
  for (const [index, tier] of tiers.entries()) {
    const fault = tierFault(tier, tiers[index - 1], index === tiers.length - 1);
    if (fault !== undefined) return { fault, index };
  }
  return undefined;
}

function tierFault(
  tier: Tier,
  before: Tier | undefined,
  last: boolean,
): TiersFault['fault'] | undefined {
  if (tier.unitAmount === null && tier.flatAmount === null) return 'missing_amount';
  if (last) return tier.upTo === null ? undefined : 'last_has_end';
  if (tier.upTo === null) return 'end_missing';
  return compare(tier.upTo, before?.upTo ?? 0) > 0 ? undefined : 'not_rising';
}
