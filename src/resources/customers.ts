/** Customers: https://docs.stripe.com/api/customers. Enough to be found and mapped to, not a copy of Stripe's whole object. */
import type { Address, Customer, CustomerDetails, Metadata } from '../metering/customers.ts';
import type { Engine } from '../metering/engine.ts';
import { parameterErrors, type Refusal } from '../stripe/errors.ts';
import type { Call } from '../stripe/exchange.ts';
import type { FormValue } from '../stripe/form.ts';
import type { Json, JsonObject } from '../stripe/json.ts';
import { listPage, pageParams } from '../stripe/lists.ts';
import { optional, params, type Reader } from '../stripe/params.ts';
import { type Endpoint, endpoint } from '../stripe/pipeline.ts';
import { expandable, integer, notKept, stringMap, text, unsettableText } from '../stripe/readers.ts';

const URL = '/v1/customers';
const ADDRESS_FIELDS = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const;
const EXPANDABLE = [
  'cash_balance',
  'default_source',
  'discount',
  'invoice_credit_balance',
  'invoice_settings',
  'sources',
  'subscriptions',
  'tax',
  'tax_ids',
  'test_clock',
];

/** Parameters that Stripe keeps and the mock does not. */
const NOT_KEPT = [
  'balance',
  'business_name',
  'cash_balance',
  'coupon',
  'default_source',
  'individual_name',
  'invoice_prefix',
  'invoice_settings',
  'next_invoice_sequence',
  'payment_method',
  'preferred_locales',
  'promotion_code',
  'shipping',
  'source',
  'tax',
  'tax_exempt',
  'tax_id_data',
  'validate',
] as const;
type NotKept = (typeof NOT_KEPT)[number];
type NotKeptParams = Record<NotKept, ReturnType<typeof optional<true>>>;

/** What `metadata` asks for: new values by key, null to unset one; or to unset all. */
type MetadataChange = ReadonlyMap<string, string> | 'unset';

const details = {
  address: optional(addressOf),
  description: optional(unsettableText(5000)),
  email: optional(unsettableText(512)),
  expand: optional(expandable(EXPANDABLE)),
  metadata: optional(metadataOf),
  name: optional(unsettableText(256)),
  phone: optional(unsettableText(20)),
  test_clock: optional(testClockOf),
  ...(Object.fromEntries(NOT_KEPT.map((name) => [name, optional(notKept)])) as NotKeptParams),
};

/** Parameters of a create and of an update. */
export const customerParams = params(details);
const listParams = params({
  created: optional(createdOf),
  email: optional(text(512)),
  ...pageParams,
  expand: optional(expandable(EXPANDABLE.map((name) => `data.${name}`))),
  test_clock: optional(testClockOf),
});
const retrieveParams = params({ expand: optional(expandable(EXPANDABLE)) });
const bareParams = params({});

/**
 * Create, retrieve, update, list, delete.
 * @param warnOnce told of each parameter that is taken and not kept
 */
export function customerEndpoints(engine: Engine, warnOnce: (message: string) => void): Endpoint[] {
  return [
    endpoint('POST', URL, customerParams, async (given, { caller }) => {
      notKeptOf(given).forEach(warnOnce);
      return write(await engine.account(caller).customers.create(detailsOf(given), engine.clock.nowSeconds()), caller.livemode);
    }),

    endpoint('GET', URL, listParams, async ({ email, created, ...page }, { caller }) => {
      const items = (await engine.account(caller).customers.everyone()).reverse();
      const shows = (customer: Customer) => !customer.deleted && (email === undefined || customer.email === email) && isWithin(customer.created, created ?? {});
      return listPage({ url: URL, kind: 'customer', items, idOf: ({ id }) => id, write: (customer) => write(customer, caller.livemode), shows }, page);
    }),

    endpoint('GET', `${URL}/:id`, retrieveParams, async (_given, call) =>
      withCustomer(engine, call, async (customer) => (customer.deleted ? writeDeleted(customer) : write(customer, call.caller.livemode))),
    ),

    endpoint('POST', `${URL}/:id`, customerParams, async (given, call) =>
      withLivingCustomer(engine, call, async (customer) => {
        notKeptOf(given).forEach(warnOnce);
        const updated = await engine.account(call.caller).customers.update(customer, changesOf(given, customer.metadata));
        return write(updated, call.caller.livemode);
      }),
    ),

    endpoint('DELETE', `${URL}/:id`, bareParams, async (_given, call) =>
      withLivingCustomer(engine, call, async (customer) => writeDeleted(await engine.account(call.caller).customers.delete(customer))),
    ),
  ];
}

const EMPTY: CustomerDetails = { address: null, description: null, email: null, metadata: {}, name: null, phone: null };

type Given = { readonly [Key in Exclude<keyof CustomerDetails, 'metadata'>]?: CustomerDetails[Key] | undefined } & {
  readonly metadata?: MetadataChange | undefined;
};

/** The customer that the parameters of a create describe. */
export function detailsOf(given: Given): CustomerDetails {
  return { ...EMPTY, ...changesOf(given, {}) };
}

/** Only what was given changes; `metadata` merges key by key. */
function changesOf(given: Given, metadata: Metadata): Partial<CustomerDetails> {
  const { address, description, email, name, phone } = given;
  const changes = Object.entries({ address, description, email, name, phone }).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(changes), metadata: merge(metadata, given.metadata) };
}

function merge(metadata: Metadata, change: MetadataChange | undefined): Metadata {
  if (change === undefined) return metadata;
  if (change === 'unset') return {};
  const merged = new Map([...Object.entries(metadata), ...change]);
  return Object.fromEntries([...merged].filter(([, value]) => value !== ''));
}

/** What there is to say of parameters that were taken and are not kept: a sentence for each. */
export function notKeptOf(given: Readonly<Partial<Record<NotKept, true | undefined>>>): string[] {
  return NOT_KEPT.filter((name) => given[name]).map((name) => `customers: ${name} is taken and not kept`);
}

async function withCustomer(engine: Engine, { caller, pathParams }: Call, act: (customer: Customer) => Promise<Json | Refusal>): Promise<Json | Refusal> {
  const id = pathParams['id'] ?? '';
  const customer = await engine.account(caller).customers.get(id);
  return customer === undefined ? parameterErrors.noSuch('customer', id, 'id') : act(customer);
}

function withLivingCustomer(engine: Engine, call: Call, act: (customer: Customer) => Promise<Json | Refusal>): Promise<Json | Refusal> {
  return withCustomer(engine, call, async (customer) => (customer.deleted ? parameterErrors.noSuch('customer', customer.id, 'id') : act(customer)));
}

/** A test clock's id: there is none that it could name. */
function testClockOf(value: FormValue): ReturnType<Reader<never>> {
  const id = text(5000)(value);
  return typeof id === 'function' ? id : parameterErrors.noTestClocks;
}

function addressOf(value: FormValue): ReturnType<Reader<Address | null>> {
  if (value === '') return null;
  const given = stringMap(value);
  if (typeof given === 'function') return given;
  const unknown = [...given.keys()].find((key) => !(ADDRESS_FIELDS as readonly string[]).includes(key));
  if (unknown !== undefined) return (param) => parameterErrors.unknown([`${param}[${unknown}]`]);
  return Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, given.get(field) || null])) as unknown as Address;
}

function metadataOf(value: FormValue): ReturnType<Reader<MetadataChange>> {
  return value === '' ? 'unset' : stringMap(value);
}

function write(customer: Customer, livemode: boolean): JsonObject {
  const { id, created, address, description, email, metadata, name, phone } = customer;
  return { id, object: 'customer', address: address as JsonObject | null, created, description, email, livemode, metadata, name, phone };
}

function writeDeleted({ id }: Customer): JsonObject {
  return { id, object: 'customer', deleted: true };
}

/** Bounds of a time in seconds, by Stripe's names. */
type Bounds = Readonly<Partial<Record<'gt' | 'gte' | 'lt' | 'lte', number>>>;

/** `created=1`, or `created[gte]=1` and the like. */
function createdOf(value: FormValue): ReturnType<Reader<Bounds>> {
  if (!(value instanceof Map)) {
    const exact = integer()(value);
    return typeof exact === 'function' ? exact : { gte: exact, lte: exact };
  }
  const bounds: Record<string, number> = {};
  for (const [name, member] of value) {
    const bound = integer()(member);
    if (!['gt', 'gte', 'lt', 'lte'].includes(name)) return (param) => parameterErrors.unknown([`${param}[${name}]`]);
    if (typeof bound === 'function') return (param) => bound(`${param}[${name}]`);
    bounds[name] = bound;
  }
  return bounds;
}

function isWithin(seconds: number, { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY }: Bounds): boolean {
  return seconds > gt && seconds >= gte && seconds < lt && seconds <= lte;
}
