/** A product as Stripe writes it: https://docs.stripe.com/api/products/object. */
import type { Product } from '../../billing/product.ts';
import type { Call } from '../../stripe/endpoint.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';

/** A product, in the order of recorded ones (docs/stripe/prices-and-products.md#products). */
export function writeProduct(product: Product, { caller }: Pick<Call, 'caller'>): JsonObject {
  return {
    id: product.id,
    object: 'product',
    active: product.active,
    attributes: [],
    created: product.created,
    default_price: product.defaultPrice,
    description: product.description,
    images: product.images,
    livemode: caller.livemode,
    marketing_features: [],
    metadata: product.metadata,
    name: product.name,
    package_dimensions: null,
    shippable: product.shippable,
    statement_descriptor: product.statementDescriptor,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: product.unitLabel,
    updated: product.updated,
    url: product.url,
  };
}
