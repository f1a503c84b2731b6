/** Products: https://docs.stripe.com/api/products (docs/stripe/prices-and-products.md#products). */
import type { Price } from '../../billing/price.ts';
import type { Product, ProductDetails } from '../../billing/product.ts';
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { type ExpandPaths, expanded } from '../../stripe/v1/expand.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { listPage } from '../../stripe/v1/lists.ts';
import { type Metadata, mergeMetadata } from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import type { Optionals, ParamsOf } from '../../stripe/v1/params.ts';
import { within } from '../../stripe/v1/refusals.ts';
import { isWithinBounds } from '../../stripe/v1/time-bounds.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { productErrors } from './catalog-errors.ts';
import { productExpansions } from './catalog-expansions.ts';
import { notKeptSentences } from './not-kept.ts';
import { type HowMade, priceDefinition, priceOf } from './price-definition.ts';
import {
  PRODUCT_NOT_KEPT,
  productDeleteParams,
  productListParams,
  productParams,
  productRetrieveParams,
  productUpdateParams,
} from './product-params.ts';
import { commandOf, idOf, type Resources, secondsOf } from './resources.ts';
import { writeProduct } from './write-product.ts';

const URL = '/v1/products';

type Given = ParamsOf<typeof productParams>;
type NotKept = (typeof PRODUCT_NOT_KEPT)[number] | 'type';
type Changes = Optionals<ParamsOf<typeof productUpdateParams>>;

/** Create, retrieve, update, list, delete. */
export function productEndpoints(resources: Resources): Endpoint[] {
  return [
    create(resources),
    list(resources),
    retrieve(resources),
    update(resources),
    remove(resources),
  ];
}

function create(resources: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: URL,
    params: productParams,
    act: (given, call) => {
      const how = { version: call.version, created: secondsOf(call) };
      const made = newProduct(given, how, resources);
      if (made instanceof Refusal) return made;
      productSentences(given).forEach(resources.warnOnce);
      const created = resources.submit({ kind: 'create_product', ...commandOf(call), ...made });
      return thenMaybe<Product | undefined, JsonObject | Refusal>(created, (product) =>
        product === undefined
          ? productErrors.exists('id')
          : show(product, given.expand, resources, call),
      );
    },
  });
}

function list(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: URL,
    params: productListParams,
    act: ({ expand, ...given }, call) => {
      const cursor = (['starting_after', 'ending_before'] as const).find((name) => given[name]);
      if (given.ids !== undefined && cursor !== undefined) {
        return parameterErrors.onlyOne(['ids', cursor]);
      }
      const items = [...resources.billing.ledger(call.account).products.values()].reverse();
      const shows = (product: Product) => isAskedFor(product, given);
      const write = (product: Product) => show(product, expand, resources, call);
      const idOf = ({ id }: Product) => id;
      return listPage({ url: URL, kind: 'product', items, idOf, write, shows }, given);
    },
  });
}

function retrieve(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${URL}/:id`,
    params: productRetrieveParams,
    act: ({ expand }, call) => {
      const product = resources.billing.ledger(call.account).products.get(idOf(call));
      if (product === undefined) return productErrors.notFound(idOf(call));
      return show(product, expand, resources, call);
    },
  });
}

function update(resources: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: `${URL}/:id`,
    params: productUpdateParams,
    act: (given, call) => {
      const id = idOf(call);
      const product = resources.billing.ledger(call.account).products.get(id);
      if (product === undefined) return productErrors.notFound(id);
      const refusal = refuseDefault(given.default_price, id, resources, call);
      if (refusal !== undefined) return refusal;
      productSentences(given).forEach(resources.warnOnce);
      const command = { ...commandOf(call), id, changes: changesOf(given, product.metadata) };
      return thenMaybe(resources.submit({ kind: 'update_product', ...command }), (updated) =>
        updated === 'not_found'
          ? productErrors.notFound(id)
          : show(updated, given.expand, resources, call),
      );
    },
  });
}

function remove({ submit }: Resources): Endpoint {
  return endpoint({
    method: 'DELETE',
    path: `${URL}/:id`,
    params: productDeleteParams,
    act: (_given, call) => {
      const command = { ...commandOf(call), id: idOf(call) };
      return thenMaybe<Product | 'not_found' | 'has_prices', JsonObject | Refusal>(
        submit({ kind: 'delete_product', ...command }),
        (deleted) => {
          if (deleted === 'not_found') return productErrors.notFound(idOf(call));
          if (deleted === 'has_prices') return productErrors.hasPrices();
          return { id: deleted.id, object: 'product', deleted: true };
        },
      );
    },
  });
}

const EMPTY: Omit<ProductDetails, 'name'> = {
  active: true,
  description: null,
  images: [],
  metadata: {},
  statementDescriptor: null,
  unitLabel: null,
  url: null,
  shippable: null,
  defaultPrice: null,
};

/** The details of a product from the parameters of a create, with Stripe's defaults. */
export function productDetails(given: Changes & Pick<Given, 'name'>): ProductDetails {
  return { ...EMPTY, name: given.name, ...changesOf(given, {}) };
}

/** The product described by the parameters of a create, and its default price, if it has one. */
export function newProduct(
  given: Given,
  { version, created }: HowMade,
  { ids }: Pick<Resources, 'ids'>,
) {
  const id = given.id ?? ids.product();
  const price = newDefaultPrice(given.default_price_data, version, () => ({
    id: ids.price(),
    created,
    product: id,
  }));
  if (price instanceof Refusal) return price;
  const details = { ...productDetails(given), defaultPrice: price?.id ?? null };
  return { product: { ...details, id, created, updated: created }, price };
}

function newDefaultPrice(
  given: Given['default_price_data'],
  version: string,
  identity: () => Pick<Price, 'id' | 'created' | 'product'>,
): Price | undefined | Refusal {
  if (given === undefined) return undefined;
  const definition = priceDefinition(given, version);
  if (definition instanceof Refusal) return within('default_price_data', definition);
  return priceOf(given, definition, identity());
}

/** Warnings about parameters that are accepted but not kept, one for each. */
export function productSentences(given: Optionals<Pick<Given, NotKept>>): string[] {
  return notKeptSentences('products', [...PRODUCT_NOT_KEPT, 'type'], given);
}

/** Only given parameters change; `metadata` merges key by key. */
function changesOf(given: Changes, metadata: Metadata): Partial<ProductDetails> {
  const changes = {
    active: given.active,
    description: given.description,
    images: given.images,
    name: given.name,
    statementDescriptor: given.statement_descriptor,
    unitLabel: given.unit_label,
    url: given.url,
    shippable: given.shippable,
    defaultPrice: given.default_price,
  };
  const known = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), metadata: mergeMetadata(metadata, given.metadata) };
}

/** Why a price cannot be the default of a product, if so. */
function refuseDefault(
  id: string | null | undefined,
  product: string,
  { billing }: Resources,
  call: Call,
): Refusal | undefined {
  if (id === undefined || id === null) return undefined;
  const price = billing.ledger(call.account).prices.get(id);
  if (price === undefined) return parameterErrors.noSuch('price', id, 'default_price', 400);
  if (price.product !== product) return productErrors.foreignPrice(id);
  return price.active ? undefined : productErrors.inactivePrice();
}

function isAskedFor(
  product: Product,
  { active, created = {}, ids, shippable, url }: Optionals<ParamsOf<typeof productListParams>>,
): boolean {
  return (
    (active === undefined || product.active === active) &&
    (ids === undefined || ids.includes(product.id)) &&
    (shippable === undefined || product.shippable === shippable) &&
    (url === undefined || product.url === url) &&
    isWithinBounds(product.created, created)
  );
}

function show(
  product: Product,
  expand: ExpandPaths | undefined,
  { engine, billing }: Resources,
  call: Call,
): JsonObject {
  const source = { engine, billing, call };
  return expanded(writeProduct(product, call), expand, productExpansions, source);
}
