/** A price as Stripe writes it, and as a plan: https://docs.stripe.com/api/prices/object. */
import type { Price, Recurring } from '../../billing/price.ts';
import type { PriceTerms, TransformQuantity } from '../../billing/price-terms.ts';
import { type Decimal, toSafeInteger, toText } from '../../metering/decimal.ts';
import type { Call } from '../../stripe/endpoint.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { BASIL, isSince } from '../../stripe/versions.ts';

/** The parts of a call that the written form depends on. */
export type WriteContext = Pick<Call, 'caller' | 'version'>;

/**
 * A price, in the order of recorded ones (docs/stripe/prices-and-products.md#price-object).
 * `currency_options` and `tiers` are present only when expanded.
 */
export function writePrice(price: Price, call: WriteContext): JsonObject {
  const { terms, recurring } = price;
  const [unitAmount, unitAmountDecimal] = writeUnitAmount(terms);
  return {
    id: price.id,
    object: 'price',
    active: price.active,
    billing_scheme: terms.billingScheme,
    created: price.created,
    currency: price.currency,
    currency_options: undefined,
    custom_unit_amount: null,
    livemode: call.caller.livemode,
    lookup_key: price.lookupKey,
    metadata: price.metadata,
    nickname: price.nickname,
    product: price.product,
    recurring: recurring === null ? null : writeRecurring(recurring, call),
    tax_behavior: price.taxBehavior,
    tiers: undefined,
    tiers_mode: tiersModeOf(terms),
    transform_quantity: writePackages(terms),
    type: recurring === null ? 'one_time' : 'recurring',
    unit_amount: unitAmount,
    unit_amount_decimal: unitAmountDecimal,
  };
}

/**
 * A recurring price as a plan, as repeated in subscriptions and their items
 * (docs/stripe/subscriptions.md#object).
 * @param recurring the price's own
 */
export function writePlan(price: Price, recurring: Recurring, call: WriteContext): JsonObject {
  const { terms } = price;
  const [amount, amountDecimal] = writeUnitAmount(terms);
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    aggregate_usage: isSince(call.version, BASIL) ? undefined : null,
    amount,
    amount_decimal: amountDecimal,
    billing_scheme: terms.billingScheme,
    created: price.created,
    currency: price.currency,
    interval: recurring.interval.unit,
    interval_count: recurring.interval.count,
    livemode: call.caller.livemode,
    metadata: price.metadata,
    meter: recurring.meter,
    nickname: price.nickname,
    product: price.product,
    tiers: undefined,
    tiers_mode: tiersModeOf(terms),
    transform_usage: writePackages(terms),
    trial_period_days: null,
    usage_type: recurring.usageType,
  };
}

/** `tiers`, when expanded. GUESS: null for a price that has none, as in plans of 2020. */
export function writeTiers({ terms }: Price): JsonObject[] | null {
  if (terms.billingScheme === 'per_unit') return null;
  return terms.tiers.map(({ upTo, unitAmount, flatAmount }) => ({
    flat_amount: wholeOf(flatAmount),
    flat_amount_decimal: textOf(flatAmount),
    unit_amount: wholeOf(unitAmount),
    unit_amount_decimal: textOf(unitAmount),
    up_to: wholeOf(upTo),
  }));
}

/** `currency_options`, when expanded. GUESS: the price's own currency is in it, without tiers. */
export function writeCurrencyOptions(price: Price): JsonObject {
  const [unitAmount, unitAmountDecimal] = writeUnitAmount(price.terms);
  const own = {
    custom_unit_amount: null,
    tax_behavior: price.taxBehavior,
    unit_amount: unitAmount,
    unit_amount_decimal: unitAmountDecimal,
  };
  return { [price.currency]: own };
}

function writeRecurring({ interval, meter, usageType }: Recurring, { version }: WriteContext) {
  return {
    // docs/stripe/subscriptions.md#versions
    aggregate_usage: isSince(version, BASIL) ? undefined : null,
    interval: interval.unit,
    interval_count: interval.count,
    meter,
    trial_period_days: null,
    usage_type: usageType,
  };
}

/** The two fields of an amount. Those of a price with tiers are null. */
function writeUnitAmount(terms: PriceTerms): [number | null, string | null] {
  const amount = terms.billingScheme === 'per_unit' ? terms.unitAmount : null;
  return [wholeOf(amount), textOf(amount)];
}

function tiersModeOf(terms: PriceTerms): 'graduated' | 'volume' | null {
  return terms.billingScheme === 'tiered' ? terms.tiersMode : null;
}

function writePackages(terms: PriceTerms): JsonObject | null {
  const packages: TransformQuantity | null =
    terms.billingScheme === 'per_unit' ? terms.transformQuantity : null;
  return packages && { divide_by: wholeOf(packages.divideBy), round: packages.round };
}

/** Null if it is not a whole number. */
function wholeOf(value: Decimal | null): number | null {
  return value === null ? null : (toSafeInteger(value) ?? null);
}

function textOf(value: Decimal | null): string | null {
  return value === null ? null : toText(value);
}
