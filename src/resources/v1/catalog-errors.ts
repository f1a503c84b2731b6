/**
 * Refusals about products and prices, in Stripe's words where those are known:
 * docs/stripe/prices-and-products.md#products, docs/stripe/prices-and-products.md#price-errors. All
 * are sent before anything is done, so none is stored for its idempotency key.
 */
import type { Refusal } from '../../stripe/refusal.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { bad } from '../../stripe/v1/refusals.ts';

export const productErrors = {
  notFound: (id: string, param = 'id', status: 400 | 404 = 404): Refusal =>
    parameterErrors.noSuch('product', id, param, status),
  /** Seen in another mock that is compared with Stripe's test mode. */
  exists: (param: string): Refusal =>
    bad({ code: 'resource_already_exists', message: 'Product already exists.', param }),
  hasPrices: (): Refusal =>
    bad({
      message: 'This product cannot be deleted because it has one or more user-created prices.',
    }),
  /** GUESS: this sentence. */
  foreignPrice: (price: string): Refusal =>
    bad({
      message: `The price \`${price}\` does not belong to this product.`,
      param: 'default_price',
    }),
  /** GUESS: that the sentence recorded for subscriptions applies here too. */
  inactivePrice: (): Refusal =>
    bad({
      message: 'The price specified is inactive. This field only accepts active prices.',
      param: 'default_price',
    }),
} as const;

export const priceErrors = {
  notFound: (id: string, param = 'price', status: 400 | 404 = 404): Refusal =>
    parameterErrors.noSuch('price', id, param, status),
  noProduct: (): Refusal =>
    bad({
      message: 'You must specify either `product` or `product_data` when creating a price.',
    }),
  noAmount: (): Refusal =>
    bad({
      message: 'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.',
    }),
  oneTimeTiers: (): Refusal =>
    bad({
      message: 'Prices with `type=one_time` are not supported with tiered billing.',
      param: 'interval',
    }),
  tierWithoutAmount: (): Refusal =>
    bad({ message: 'An entry in the tiers array is missing an amount.' }),
  lookupKeyTaken: (holder: string): Refusal =>
    bad({
      message: `A price (\`${holder}\`) already uses that lookup key.`,
      param: 'lookup_key',
    }),
  /** Seen in several projects' notes of live runs. GUESS: no code and no param. */
  isDefault: (): Refusal =>
    bad({
      message: 'This price cannot be archived because it is the default price of its product.',
    }),
  meterRequired: (): Refusal =>
    bad({
      message:
        'Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.',
    }),
  /** This server's own: before basil, Stripe bills such a price with usage records. */
  noUsageRecords: (): Refusal =>
    bad({
      message:
        'stripe-meter-mock has no usage records, so a metered price needs a meter: give ' +
        'recurring[meter].',
      param: 'recurring[meter]',
    }),
  /** GUESS: this and the next two sentences. That such meters are refused is documented. */
  meterOnLicensed: (): Refusal =>
    bad({
      message: 'A meter can only be given with `usage_type=metered`.',
      param: 'recurring[meter]',
    }),
  noSuchMeter: (id: string): Refusal =>
    parameterErrors.noSuch('meter', id, 'recurring[meter]', 400),
  inactiveMeter: (id: string): Refusal =>
    bad({
      message: `The meter \`${id}\` is inactive. Prices can only be backed by active meters.`,
      param: 'recurring[meter]',
    }),
  /** Seen in another mock that is compared with Stripe's test mode. */
  longInterval: (adjective: string, most: number): Refusal =>
    bad({
      message: `The interval_count for ${adjective} prices can't be greater than ${most}`,
      param: 'recurring[interval_count]',
    }),
  /** GUESS: this sentence, and those of the three that follow. */
  tiersOnPerUnit: (param: 'tiers' | 'tiers_mode'): Refusal =>
    bad({ message: `\`${param}\` can only be given with \`billing_scheme=tiered\`.`, param }),
  lastTierEnds: (index: number): Refusal =>
    bad({
      message: 'The last tier must have `up_to=inf`.',
      param: `tiers[${index}][up_to]`,
    }),
  tierAfterEndless: (index: number): Refusal =>
    bad({
      message: 'Only the last tier can have `up_to=inf`.',
      param: `tiers[${index}][up_to]`,
    }),
  tiersNotRising: (index: number): Refusal =>
    bad({
      message: "Each tier's `up_to` must be greater than that of the tier before it, and than 0.",
      param: `tiers[${index}][up_to]`,
    }),
} as const;

/** Refusals of amounts, as in another mock that is compared with Stripe's test mode. */
export const amountErrors = {
  negative: (param: string): Refusal => bad({ message: 'Invalid non-negative integer', param }),
  notADecimal: (param: string, text: string): Refusal =>
    bad({ message: `Invalid decimal: ${text.slice(0, 100)}`, param }),
  negativeDecimal: (param: string, text: string): Refusal => {
    const now = `(it currently is '${rubyDecimal(text)}')`;
    return bad({ message: `This value must be greater than or equal to 0 ${now}.`, param });
  },
  tooManyDecimals: (param: string, text: string, most: number): Refusal => {
    const bound = `must contain at most ${most} decimal places.`;
    return bad({ message: `Invalid decimal: ${rubyDecimal(text)}; ${bound}`, param });
  },
} as const;

/** A decimal as Ruby's `BigDecimal#to_s` writes it: `0.1235e2` for 12.35. */
function rubyDecimal(text: string): string {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const digits = whole + fraction;
  const first = digits.search(/[1-9]/);
  if (first < 0) return '0.0';
  const significant = digits.slice(first).replace(/0+$/, '');
  return `${text.startsWith('-') ? '-' : ''}0.${significant}e${whole.length - first}`;
}
