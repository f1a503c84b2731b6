/**
 * Prices: https://docs.stripe.com/api/prices (docs/stripe/prices-and-products.md#prices). They
 * cannot be deleted.
 */
import type { BillingOutcomes } from '../../billing/billing-commands.ts';
import type { Price, PriceDetails, Recurring } from '../../billing/price.ts';
import type { AccountName } from '../../metering/account-name.ts';
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { type ExpandPaths, expanded } from '../../stripe/v1/expand.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { listPage } from '../../stripe/v1/lists.ts';
import { mergeMetadata } from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import type { Optionals, ParamsOf } from '../../stripe/v1/params.ts';
import { isWithinBounds } from '../../stripe/v1/time-bounds.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { priceErrors, productErrors } from './catalog-errors.ts';
import { priceExpansions } from './catalog-expansions.ts';
import { notKeptSentences } from './not-kept.ts';
import { type HowMade, priceDefinition, priceOf } from './price-definition.ts';
import {
  PRODUCT_DATA_NOT_KEPT,
  priceListParams,
  priceParams,
  priceRetrieveParams,
  priceUpdateParams,
  RECURRING_NOT_KEPT,
} from './price-params.ts';
import { productDetails } from './products.ts';
import { commandOf, idOf, type Resources, secondsOf } from './resources.ts';
import { writePrice } from './write-price.ts';

const URL = '/v1/prices';

type Given = ParamsOf<typeof priceParams>;
type Asked = Optionals<ParamsOf<typeof priceListParams>>;

/** Create, retrieve, update, list. */
export function priceEndpoints(resources: Resources): Endpoint[] {
  return [create(resources), list(resources), retrieve(resources), update(resources)];
}

function create(resources: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: URL,
    params: priceParams,
    act: (given, call) => {
      const how = { version: call.version, created: secondsOf(call) };
      const made = newPrice(given, how, { ...resources, account: call.account });
      if (made instanceof Refusal) return made;
      const meter = made.price.recurring?.meter ?? undefined;
      const refusal = refuseMeter(meter, resources, call);
      if (refusal !== undefined) return refusal;
      priceSentences(given).forEach(resources.warnOnce);
      const transfersLookupKey = given.transfer_lookup_key ?? false;
      const command = { ...commandOf(call), ...made, transfersLookupKey };
      return thenMaybe(resources.submit({ kind: 'create_price', ...command }), (created) =>
        answerOf(created, given.expand, resources, call),
      );
    },
  });
}

function list(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: URL,
    params: priceListParams,
    act: ({ expand, ...given }, call) => {
      const { products, prices } = resources.billing.ledger(call.account);
      const { product } = given;
      if (product !== undefined && !products.has(product)) {
        return productErrors.notFound(product, 'product', 400);
      }
      const items = [...prices.values()].reverse();
      const shows = (price: Price) => isAskedFor(price, given) && bills(price.recurring, given);
      const write = (price: Price) => show(price, expand, resources, call);
      const idOf = ({ id }: Price) => id;
      return listPage({ url: URL, kind: 'price', items, idOf, write, shows }, given);
    },
  });
}

function retrieve(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${URL}/:id`,
    params: priceRetrieveParams,
    act: ({ expand }, call) => {
      const price = resources.billing.ledger(call.account).prices.get(idOf(call));
      if (price === undefined) return priceErrors.notFound(idOf(call));
      return show(price, expand, resources, call);
    },
  });
}

function update(resources: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: `${URL}/:id`,
    params: priceUpdateParams,
    act: (given, call) => {
      const { products, prices } = resources.billing.ledger(call.account);
      const price = prices.get(idOf(call));
      if (price === undefined) return priceErrors.notFound(idOf(call));
      const isDefault = products.get(price.product)?.defaultPrice === price.id;
      if (given.active === false && isDefault) return priceErrors.isDefault();
      const command = {
        ...commandOf(call),
        id: price.id,
        changes: changesOf(given, price),
        transfersLookupKey: given.transfer_lookup_key ?? false,
      };
      return thenMaybe(resources.submit({ kind: 'update_price', ...command }), (updated) =>
        answerOf(updated, given.expand, resources, call),
      );
    },
  });
}

/**
 * The price described by the parameters of a create, and its product, if they describe one too.
 * Does not check whether its meter can be used.
 */
export function newPrice(
  given: Given,
  { version, created, id }: HowMade,
  { billing, ids, account }: Pick<Resources, 'billing' | 'ids'> & { readonly account: AccountName },
) {
  const { product: named, product_data: data } = given;
  if (named !== undefined && data !== undefined) {
    return parameterErrors.onlyOne(['product', 'product_data']);
  }
  if (named === undefined && data === undefined) return priceErrors.noProduct();
  const { products } = billing.ledger(account);
  if (named !== undefined && !products.has(named)) {
    return productErrors.notFound(named, 'product', 400);
  }
  if (data?.id !== undefined && products.has(data.id)) {
    return productErrors.exists('product_data[id]');
  }
  const definition = priceDefinition(given, version);
  if (definition instanceof Refusal) return definition;
  const productId = named ?? data?.id ?? ids.product();
  const identity = { id: id ?? ids.price(), created, product: productId };
  const product = data && { ...productDetails(data), id: productId, created, updated: created };
  return { price: priceOf(given, definition, identity), product };
}

/** Warnings about parameters that are accepted but not kept, one for each. */
export function priceSentences({ recurring, product_data: data }: Given): string[] {
  return [
    ...notKeptSentences('prices', RECURRING_NOT_KEPT, recurring, 'recurring'),
    ...notKeptSentences('prices', PRODUCT_DATA_NOT_KEPT, data, 'product_data'),
  ];
}

/** Why a new price cannot use a meter, if so; it is documented that the meter must be active. */
function refuseMeter(
  id: string | undefined,
  { engine }: Resources,
  call: Call,
): Refusal | undefined {
  if (id === undefined) return undefined;
  const meter = engine.account(call.account).meters.get(id);
  if (meter === undefined) return priceErrors.noSuchMeter(id);
  return meter.deactivatedAt === null ? undefined : priceErrors.inactiveMeter(id);
}

/** Only given parameters change; `metadata` merges key by key. */
function changesOf(
  given: ParamsOf<typeof priceUpdateParams>,
  { metadata }: Price,
): Partial<PriceDetails> {
  const changes = {
    active: given.active,
    lookupKey: given.lookup_key,
    nickname: given.nickname,
    taxBehavior: given.tax_behavior,
  };
  const known = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), metadata: mergeMetadata(metadata, given.metadata) };
}

function isAskedFor(price: Price, given: Asked): boolean {
  const { active, created = {}, currency, lookup_keys: keys, product, type } = given;
  return (
    (active === undefined || price.active === active) &&
    (currency === undefined || price.currency === currency) &&
    (keys === undefined || (price.lookupKey !== null && keys.includes(price.lookupKey))) &&
    (product === undefined || price.product === product) &&
    (type === undefined || (type === 'one_time') === (price.recurring === null)) &&
    isWithinBounds(price.created, created)
  );
}

/** Whether a price matches the `recurring` filter of a list. */
function bills(recurring: Recurring | null, { recurring: asked }: Asked): boolean {
  if (asked === undefined) return true;
  const { interval, meter, usage_type: usageType } = asked;
  return (
    recurring !== null &&
    (interval === undefined || recurring.interval.unit === interval) &&
    (meter === undefined || recurring.meter === meter) &&
    (usageType === undefined || recurring.usageType === usageType)
  );
}

/** The answer to a create or an update. */
function answerOf(
  outcome: BillingOutcomes['create_price'] | BillingOutcomes['update_price'],
  expand: ExpandPaths | undefined,
  resources: Resources,
  call: Call,
): JsonObject | Refusal {
  if (outcome === undefined) return productErrors.exists('product_data[id]');
  if (outcome === 'not_found') return priceErrors.notFound(idOf(call));
  if ('lookupKeyOf' in outcome) return priceErrors.lookupKeyTaken(outcome.lookupKeyOf);
  return show(outcome, expand, resources, call);
}

function show(
  price: Price,
  expand: ExpandPaths | undefined,
  { engine, billing }: Resources,
  call: Call,
): JsonObject {
  const source = { engine, billing, call };
  return expanded(writePrice(price, call), expand, priceExpansions, source);
}
