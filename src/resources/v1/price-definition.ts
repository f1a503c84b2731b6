/** Builds a price from the parameters of a create, or refuses their combination. */
import type { Price, Recurring } from '../../billing/price.ts';
import type {
  PerUnitTerms,
  PriceTerms,
  Tier,
  TieredTerms,
  TiersFault,
} from '../../billing/price-terms.ts';
import { tiersFault } from '../../billing/price-terms.ts';
import type { Decimal } from '../../metering/decimal.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { mergeMetadata } from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import type { Optionals, ParamsOf } from '../../stripe/v1/params.ts';
import { BASIL, isSince } from '../../stripe/versions.ts';
import { priceErrors } from './catalog-errors.ts';
import type { priceParams } from './price-params.ts';

type AllGiven = ParamsOf<typeof priceParams>;
type AllRecurring = NonNullable<AllGiven['recurring']>;
type GivenRecurring = Optionals<AllRecurring> & Pick<AllRecurring, 'interval'>;
/** The parameters of a create, or of a product's `default_price_data`. */
export type GivenPrice = Optionals<Omit<AllGiven, 'recurring'>> &
  Pick<AllGiven, 'currency'> & { readonly recurring?: GivenRecurring | undefined };
type GivenTier = NonNullable<AllGiven['tiers']>[number];

/** The circumstances in which a product or a price is created. */
export interface HowMade {
  /** The API version in force: since basil, a metered price needs a meter. */
  readonly version: string;
  /** The time, in seconds. */
  readonly created: number;
  /** Its id, if given; generated otherwise. */
  readonly id?: string | undefined;
}

/** The fields of a price that never change. */
export type PriceDefinition = Pick<Price, 'currency' | 'recurring' | 'terms'>;

/**
 * The longest period of a price: three years in each interval
 * (docs/stripe/prices-and-products.md#prices).
 */
const LONGEST = {
  day: { adjective: 'daily', most: 1095 },
  week: { adjective: 'weekly', most: 156 },
  month: { adjective: 'monthly', most: 36 },
  year: { adjective: 'yearly', most: 3 },
} as const;

/** The definition of a price, or the first error in it. */
export function priceDefinition(given: GivenPrice, version: string): PriceDefinition | Refusal {
  const recurring = given.recurring === undefined ? null : recurringOf(given.recurring, version);
  if (recurring instanceof Refusal) return recurring;
  const terms = termsOf(given, recurring);
  return terms instanceof Refusal ? terms : { currency: given.currency, recurring, terms };
}

/** A price with that definition, the other parameters and Stripe's defaults. */
export function priceOf(
  given: GivenPrice,
  definition: PriceDefinition,
  identity: Pick<Price, 'id' | 'created' | 'product'>,
): Price {
  return {
    ...identity,
    ...definition,
    active: given.active ?? true,
    lookupKey: given.lookup_key ?? null,
    metadata: mergeMetadata({}, given.metadata),
    nickname: given.nickname ?? null,
    taxBehavior: given.tax_behavior ?? 'unspecified',
  };
}

function recurringOf(given: GivenRecurring, version: string): Recurring | Refusal {
  const { interval: unit, interval_count: count = 1, usage_type: usageType = 'licensed' } = given;
  const { adjective, most } = LONGEST[unit];
  if (count > most) return priceErrors.longInterval(adjective, most);
  const refusal = refuseUsage(given, usageType, version);
  return refusal ?? { interval: { unit, count }, usageType, meter: given.meter ?? null };
}

function refuseUsage(
  { meter, aggregate_usage: aggregateUsage }: GivenRecurring,
  usageType: Recurring['usageType'],
  version: string,
): Refusal | undefined {
  const sinceBasil = isSince(version, BASIL);
  if (aggregateUsage !== undefined) {
    const param = 'recurring[aggregate_usage]';
    return sinceBasil ? parameterErrors.unknown([param]) : parameterErrors.notComputed(param);
  }
  if (usageType === 'licensed')
    return meter === undefined ? undefined : priceErrors.meterOnLicensed();
  if (meter !== undefined) return undefined;
  return sinceBasil ? priceErrors.meterRequired() : priceErrors.noUsageRecords();
}

function termsOf(given: GivenPrice, recurring: Recurring | null): PriceTerms | Refusal {
  if (given.tiers !== undefined && given.transform_quantity !== undefined) {
    return parameterErrors.onlyOne(['tiers', 'transform_quantity']);
  }
  if (given.billing_scheme !== 'tiered') return perUnitTerms(given);
  return recurring === null ? priceErrors.oneTimeTiers() : tieredTerms(given);
}

function perUnitTerms(given: GivenPrice): PerUnitTerms | Refusal {
  const { tiers, tiers_mode: mode, transform_quantity: packages } = given;
  if (tiers !== undefined) return priceErrors.tiersOnPerUnit('tiers');
  if (mode !== undefined) return priceErrors.tiersOnPerUnit('tiers_mode');
  const unitAmount = oneAmount(given, 'unit_amount', (name) => name);
  if (unitAmount instanceof Refusal) return unitAmount;
  if (unitAmount === null) return priceErrors.noAmount();
  const transformQuantity =
    packages === undefined ? null : { divideBy: packages.divide_by, round: packages.round };
  return { billingScheme: 'per_unit', unitAmount, transformQuantity };
}

function tieredTerms(given: GivenPrice): TieredTerms | Refusal {
  const { tiers: list = [], tiers_mode: tiersMode, transform_quantity: packages } = given;
  // GUESS: the sentences for an amount, packages, or no tiers with `billing_scheme=tiered`.
  for (const name of ['unit_amount', 'unit_amount_decimal'] as const) {
    if (given[name] !== undefined) return parameterErrors.onlyOne(['tiers', name], name);
  }
  if (packages !== undefined) return parameterErrors.onlyOne(['tiers', 'transform_quantity']);
  if (list.length === 0) return parameterErrors.missing('tiers');
  if (tiersMode === undefined) return parameterErrors.missing('tiers_mode');
  const tiers: Tier[] = [];
  for (const [index, each] of list.entries()) {
    const tier = tierOf(each, index);
    if (tier instanceof Refusal) return tier;
    tiers.push(tier);
  }
  const fault = tiersFault(tiers);
  return fault === undefined ? { billingScheme: 'tiered', tiersMode, tiers } : refuseTiers(fault);
}

function tierOf(given: GivenTier, index: number): Tier | Refusal {
  const within = (name: string) => `tiers[${index}][${name}]`;
  const unitAmount = oneAmount(given, 'unit_amount', within);
  if (unitAmount instanceof Refusal) return unitAmount;
  const flatAmount = oneAmount(given, 'flat_amount', within);
  if (flatAmount instanceof Refusal) return flatAmount;
  return { upTo: given.up_to, unitAmount, flatAmount };
}

/** An amount given as a whole number or a decimal, but not both; `null` if neither was given. */
function oneAmount<N extends 'unit_amount' | 'flat_amount'>(
  given: { readonly [Name in N | `${N}_decimal`]?: Decimal | undefined },
  name: N,
  within: (name: string) => string,
): Decimal | null | Refusal {
  const [whole, exact] = [given[name], given[`${name}_decimal`]];
  if (whole === undefined || exact === undefined) return whole ?? exact ?? null;
  // Seen in another mock that is compared with Stripe's test mode. GUESS: that tiers name paths.
  return parameterErrors.onlyOne([within(name), within(`${name}_decimal`)]);
}

function refuseTiers({ fault, index }: TiersFault): Refusal {
  switch (fault) {
    case 'no_tiers':
      return parameterErrors.missing('tiers');
    case 'missing_amount':
      return priceErrors.tierWithoutAmount();
    case 'last_has_end':
      return priceErrors.lastTierEnds(index);
    case 'end_missing':
      return priceErrors.tierAfterEndless(index);
    case 'not_rising':
      return priceErrors.tiersNotRising(index);
  }
}
