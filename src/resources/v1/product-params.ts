/**
 * Parameters of products: https://docs.stripe.com/api/products/create
 * (docs/stripe/prices-and-products.md#products).
 */
import { expandable, listExpandable } from '../../stripe/v1/expand.ts';
import type { FormValue } from '../../stripe/v1/form.ts';
import { pageParams } from '../../stripe/v1/lists.ts';
import { metadataParser } from '../../stripe/v1/metadata.ts';
import { optional, type ParamParser, params, required } from '../../stripe/v1/params.ts';
import {
  boolean,
  oneOf,
  stringList,
  text,
  textList,
  unsettableText,
} from '../../stripe/v1/parsers.ts';
import { timeBounds } from '../../stripe/v1/time-bounds.ts';
import { productExpansions } from './catalog-expansions.ts';
import { notKeptParams } from './not-kept.ts';
import { defaultPriceData } from './price-params.ts';

const MAX_NAME = 5000;
const MAX_DESCRIPTION = 40_000;
const MAX_DESCRIPTOR = 22;
const MAX_UNIT_LABEL = 12;
const MAX_IMAGES = 8;

/** Parameters that Stripe keeps and the mock does not. */
export const PRODUCT_NOT_KEPT = [
  'marketing_features',
  'package_dimensions',
  'tax_code',
  'tax_details',
] as const;

const expand = optional(expandable(productExpansions));
const common = {
  metadata: optional(metadataParser),
  active: optional(boolean),
  images: optional(textList(MAX_IMAGES)),
  shippable: optional(boolean),
  ...notKeptParams(PRODUCT_NOT_KEPT),
  expand,
};

/**
 * Parameters of a create. GUESS: which strings may be empty, as in another mock that is compared
 * with Stripe's test mode.
 */
export const productParams = params({
  name: required(text(MAX_NAME)),
  description: optional(text(MAX_DESCRIPTION)),
  ...common,
  url: optional(text(5000)),
  statement_descriptor: optional(text(MAX_DESCRIPTOR)),
  unit_label: optional(text(MAX_UNIT_LABEL)),
  default_price_data: defaultPriceData,
  id: optional(text(5000)),
  type: optional(typeOf),
});

/** Parameters of an update. */
export const productUpdateParams = params({
  name: optional(text(MAX_NAME)),
  description: optional(unsettableText(MAX_DESCRIPTION)),
  ...common,
  url: optional(unsettableText(5000)),
  statement_descriptor: optional(unsettableText(MAX_DESCRIPTOR)),
  unit_label: optional(unsettableText(MAX_UNIT_LABEL)),
  default_price: optional(unsettableText(5000)),
});

export const productListParams = params({
  active: optional(boolean),
  created: optional(timeBounds),
  ...pageParams,
  expand: optional(listExpandable(productExpansions)),
  ids: optional(stringList),
  shippable: optional(boolean),
  url: optional(text(5000)),
});

export const productRetrieveParams = params({ expand });
export const productDeleteParams = params({});

/** Every product here has type `service`; another type is accepted but not kept. */
function typeOf(value: FormValue): ReturnType<ParamParser<true | undefined>> {
  const type = oneOf(['good', 'service'])(value);
  if (typeof type === 'function') return type;
  return type === 'service' ? undefined : true;
}
