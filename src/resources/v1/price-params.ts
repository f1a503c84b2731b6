/**
 * Parameters of prices: https://docs.stripe.com/api/prices/create
 * (docs/stripe/prices-and-products.md#prices).
 */
import type { Interval } from '../../billing/periods.ts';
import { MAX_AMOUNT_DECIMALS, parseAmountDecimal } from '../../billing/price-terms.ts';
import { type Decimal, toSafeInteger } from '../../metering/decimal.ts';
import { currency } from '../../stripe/v1/currency.ts';
import { expandable, listExpandable } from '../../stripe/v1/expand.ts';
import { pageParams } from '../../stripe/v1/lists.ts';
import { metadataParser } from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import {
  optional,
  optionalHash,
  optionalListOfHashes,
  type ParamParser,
  params,
  required,
} from '../../stripe/v1/params.ts';
import {
  boolean,
  integer,
  notComputed,
  oneOf,
  text,
  textList,
  unsettableText,
} from '../../stripe/v1/parsers.ts';
import { timeBounds } from '../../stripe/v1/time-bounds.ts';
import { amountErrors } from './catalog-errors.ts';
import { priceExpansions } from './catalog-expansions.ts';
import { notKeptParams } from './not-kept.ts';

const INTERVALS = ['day', 'month', 'week', 'year'] as const satisfies Interval['unit'][];
const USAGE_TYPES = ['licensed', 'metered'] as const;
const MAX_LOOKUP_KEY = 200;
const MAX_LOOKUP_KEYS = 10;

/** Parameters within `recurring` that Stripe keeps and the mock does not. */
export const RECURRING_NOT_KEPT = ['trial_period_days'] as const;
/** Parameters within `product_data` that Stripe keeps and the mock does not. */
export const PRODUCT_DATA_NOT_KEPT = ['tax_code', 'tax_details'] as const;

/** A whole amount in the currency's smallest unit, not negative. */
const wholeAmount: ParamParser<number> = (value) => {
  const amount = integer()(value);
  return typeof amount === 'number' && amount < 0 ? amountErrors.negative : amount;
};

/** An amount with up to twelve decimals, not negative. */
const decimalAmount: ParamParser<Decimal> = (value) => {
  const given = text(5000)(value);
  if (typeof given === 'function') return given;
  const amount = parseAmountDecimal(given);
  switch (amount) {
    case 'not_a_decimal':
      return (param) => amountErrors.notADecimal(param, given);
    case 'negative':
      return (param) => amountErrors.negativeDecimal(param, given);
    case 'too_many_decimals':
      return (param) => amountErrors.tooManyDecimals(param, given, MAX_AMOUNT_DECIMALS);
    default:
      return amount;
  }
};

/**
 * `flat_amount_decimal`, which accepts no fraction, as Stripe's support told the author of tier
 * (tierrun/tier#261). GUESS: how it is refused.
 */
const wholeDecimalAmount: ParamParser<Decimal> = (value) => {
  const amount = decimalAmount(value);
  if (typeof amount === 'function' || toSafeInteger(amount) !== undefined) return amount;
  return (param) => parameterErrors.integer(param, value as string);
};

/** The end of a tier, `null` for `inf`. */
const tierEnd: ParamParser<number | null> = (value) => (value === 'inf' ? null : integer()(value));

const unitAmounts = {
  unit_amount: optional(wholeAmount),
  unit_amount_decimal: optional(decimalAmount),
};
const tier = {
  flat_amount: optional(wholeAmount),
  flat_amount_decimal: optional(wholeDecimalAmount),
  ...unitAmounts,
  up_to: required(tierEnd),
};
const interval = {
  interval: required(oneOf(INTERVALS)),
  interval_count: optional(integer({ min: 1 })),
};
const refused = {
  currency_options: optional(notComputed),
  custom_unit_amount: optional(notComputed),
};
const taxBehavior = optional(oneOf(['exclusive', 'inclusive', 'unspecified']));
const expand = optional(expandable(priceExpansions));

/** Parameters of a create. */
export const priceParams = params({
  currency: required(currency),
  active: optional(boolean),
  billing_scheme: optional(oneOf(['per_unit', 'tiered'])),
  ...refused,
  expand,
  lookup_key: optional(text(MAX_LOOKUP_KEY)),
  metadata: optional(metadataParser),
  nickname: optional(text(5000)),
  product: optional(text(5000)),
  product_data: optionalHash({
    active: optional(boolean),
    id: optional(text(5000)),
    metadata: optional(metadataParser),
    name: required(text(5000)),
    statement_descriptor: optional(text(22)),
    unit_label: optional(text(12)),
    ...notKeptParams(PRODUCT_DATA_NOT_KEPT),
  }),
  recurring: optionalHash({
    ...interval,
    aggregate_usage: optional(text(5000)), // before basil
    meter: optional(text(5000)),
    usage_type: optional(oneOf(USAGE_TYPES)),
    ...notKeptParams(RECURRING_NOT_KEPT),
  }),
  tax_behavior: taxBehavior,
  tiers: optionalListOfHashes(tier),
  tiers_mode: optional(oneOf(['graduated', 'volume'])),
  transfer_lookup_key: optional(boolean),
  transform_quantity: optionalHash({
    divide_by: required(integer({ min: 1 })),
    round: required(oneOf(['down', 'up'])),
  }),
  ...unitAmounts,
});

/** Parameters of an update: amounts never change. */
export const priceUpdateParams = params({
  active: optional(boolean),
  currency_options: optional(notComputed),
  expand,
  lookup_key: optional(unsettableText(MAX_LOOKUP_KEY)),
  metadata: optional(metadataParser),
  nickname: optional(unsettableText(5000)),
  tax_behavior: taxBehavior,
  transfer_lookup_key: optional(boolean),
});

export const priceListParams = params({
  active: optional(boolean),
  created: optional(timeBounds),
  currency: optional(currency),
  ...pageParams,
  expand: optional(listExpandable(priceExpansions)),
  lookup_keys: optional(textList(MAX_LOOKUP_KEYS)),
  product: optional(text(5000)),
  recurring: optionalHash({
    interval: optional(oneOf(INTERVALS)),
    meter: optional(text(5000)),
    usage_type: optional(oneOf(USAGE_TYPES)),
  }),
  type: optional(oneOf(['one_time', 'recurring'])),
});

export const priceRetrieveParams = params({ expand });

/** `default_price_data` of a product's create. */
export const defaultPriceData = optionalHash({
  currency: required(currency),
  ...refused,
  metadata: optional(metadataParser),
  recurring: optionalHash(interval),
  tax_behavior: taxBehavior,
  ...unitAmounts,
});
