/** The invoice lines for a quantity, in Stripe's order (docs/stripe/invoice-lines.md#amount). */
import {
  add,
  atLeastZero,
  compare,
  type Decimal,
  divideWhole,
  multiply,
  roundHalfUp,
  smaller,
  subtract,
} from '../metering/decimal.ts';
import type { PerUnitTerms, PriceTerms, Tier } from './price-terms.ts';

/** The arithmetic part of an invoice line. */
export interface AmountLine {
  /** Units at one amount, packages of units, a tier's units, or a tier's flat amount. */
  readonly kind: 'unit' | 'package' | 'tier_unit' | 'tier_flat';
  /** Which tier, counted from 1; `null` if the price has no tiers. */
  readonly tier: number | null;
  /** The units on this line, exact: the raw units for packages, 0 for a flat amount. */
  readonly quantity: Decimal;
  /**
   * A whole number of the currency's smallest unit, never below zero. A plain number up to 2^53 -
   * 1; beyond that still exact, but `toSafeInteger` returns `undefined` and the caller refuses.
   */
  readonly amount: Decimal;
  /**
   * Stripe's `pricing.unit_amount_decimal`. GUESS: the tier's amount on a tier line, the flat
   * amount on a flat line (docs/stripe/invoice-lines.md#amount).
   */
  readonly unitAmount: Decimal;
}

/**
 * The lines for a quantity, at least one. Each amount is rounded once, half up, after quantity
 * times price. A negative quantity counts as zero; zero still reaches the first tier and its flat
 * amount. The tiers must have passed `tiersFault`.
 */
export function linesFor(terms: PriceTerms, quantity: Decimal): AmountLine[] {
  const used = atLeastZero(quantity);
  if (terms.billingScheme === 'per_unit') return [perUnitLine(terms, used)];
  return terms.tiersMode === 'volume'
    ? volumeLines(terms.tiers, used)
    : graduatedLines(terms.tiers, used);
}

/**
 * The sum of the rounded lines (docs/stripe/prices-and-products.md#amounts). No amount is negative,
 * so if `toSafeInteger` accepts the total, it accepts every line.
 */
export function totalOf(lines: readonly AmountLine[]): Decimal {
  return lines.reduce<Decimal>((total, { amount }) => add(total, amount), 0);
}

function perUnitLine(terms: PerUnitTerms, quantity: Decimal): AmountLine {
  const { unitAmount, transformQuantity } = terms;
  const line = { tier: null, quantity, unitAmount };
  if (transformQuantity === null) {
    return { ...line, kind: 'unit', amount: priced(quantity, unitAmount) };
  }
  const packages = divideWhole(quantity, transformQuantity.divideBy, transformQuantity.round);
  return { ...line, kind: 'package', amount: priced(packages, unitAmount) };
}

function volumeLines(tiers: readonly Tier[], quantity: Decimal): AmountLine[] {
  const index = tiers.findIndex(({ upTo }) => upTo === null || compare(quantity, upTo) <= 0);
  const tier = tiers[index];
  return tier === undefined ? [] : tierLines(tier, index + 1, quantity);
}

function graduatedLines(tiers: readonly Tier[], quantity: Decimal): AmountLine[] {
  return tiers.flatMap((tier, index) => {
    const floor = tiers[index - 1]?.upTo ?? 0;
    if (index > 0 && compare(quantity, floor) <= 0) return [];
    const top = tier.upTo === null ? quantity : smaller(quantity, tier.upTo);
    return tierLines(tier, index + 1, subtract(top, floor));
  });
}

/** Always a unit line, even without a unit amount; a flat line if there is a flat amount. */
function tierLines({ unitAmount, flatAmount }: Tier, tier: number, units: Decimal): AmountLine[] {
  const each = unitAmount ?? 0;
  const unit = { tier, quantity: units, amount: priced(units, each), unitAmount: each };
  const lines: AmountLine[] = [{ kind: 'tier_unit', ...unit }];
  if (flatAmount !== null) {
    // GUESS: a flat amount with decimals is rounded like any line.
    const flat = { tier, quantity: 0, amount: roundHalfUp(flatAmount), unitAmount: flatAmount };
    lines.push({ kind: 'tier_flat', ...flat });
  }
  return lines;
}

/**
 * GUESS: half up; half to even would also fit Stripe's only example, 1.5
 * (docs/stripe/prices-and-products.md#amounts).
 */
function priced(quantity: Decimal, amount: Decimal): Decimal {
  return roundHalfUp(multiply(quantity, amount));
}
