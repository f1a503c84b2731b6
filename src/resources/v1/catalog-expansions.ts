/** The properties of products, prices and plans that can be expanded. */
import type { Price } from '../../billing/price.ts';
import type { Expansion, Expansions } from '../../stripe/v1/expand.ts';
import type { Json } from '../../stripe/v1/json.ts';
import type { Source } from './resources.ts';
import { writeCurrencyOptions, writePrice, writeTiers } from './write-price.ts';
import { writeProduct } from './write-product.ts';

const product: Expansion<Source> = {
  get: ({ product: id }, { billing, call }) => {
    const found = billing.ledger(call.account).products.get(id as string);
    return found === undefined ? id : writeProduct(found, call);
  },
  inside: () => productExpansions,
};

const tiers: Expansion<Source> = { get: ({ id }, source) => ofPrice(id, source, writeTiers) };

/** Of a product. */
export const productExpansions: Expansions<Source> = {
  default_price: {
    get: ({ default_price: id }, source) =>
      ofPrice(id, source, (price) => writePrice(price, source.call)),
    inside: () => priceExpansions,
  },
  tax_code: {},
};

/** Of a price. */
export const priceExpansions: Expansions<Source> = {
  currency_options: { get: ({ id }, source) => ofPrice(id, source, writeCurrencyOptions) },
  product,
  tiers,
};

/** Of the plan that repeats a price. */
export const planExpansions: Expansions<Source> = { product, tiers };

function ofPrice(id: Json, { billing, call }: Source, write: (price: Price) => Json): Json {
  const price = billing.ledger(call.account).prices.get(id as string);
  return price === undefined ? id : write(price);
}
