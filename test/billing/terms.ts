/** Prices for tests, written as strings. */

import type { PriceTerms, Tier } from '../../src/billing/price-terms.ts';
import { type Decimal, parseDecimal } from '../../src/metering/decimal.ts';

export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === undefined) throw new Error(`no decimal: ${text}`);
  return value;
}

export function perUnit(amount: string, packages?: [by: string, round: 'up' | 'down']): PriceTerms {
  const transformQuantity =
    packages === undefined ? null : { divideBy: decimal(packages[0]), round: packages[1] };
  return { billingScheme: 'per_unit', unitAmount: decimal(amount), transformQuantity };
}

/** One tier as strings: its bound, unit amount and flat amount, with `-` for one not given. */
export type TierText = [upTo: string, unit: string, flat: string];

export function tiered(tiersMode: 'graduated' | 'volume', tiers: readonly TierText[]): PriceTerms {
  return { billingScheme: 'tiered', tiersMode, tiers: tiers.map(tierOf) };
}

export function tierOf([upTo, unit, flat]: TierText): Tier {
  const given = (text: string) => (text === '-' ? null : decimal(text));
  return {
    upTo: upTo === 'inf' ? null : decimal(upTo),
    unitAmount: given(unit),
    flatAmount: given(flat),
  };
}
