/**
 * Customers: https://docs.stripe.com/api/customers. Enough to find them and map events to them, not
 * a copy of Stripe's complete object.
 */
import type { Address, Customer, CustomerDetails } from '../../metering/customer.ts';
import type { Engine } from '../../metering/engine.ts';
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { thenMaybe } from '../../stripe/then-maybe.ts';
import { type Expansions, expandable, listExpandable } from '../../stripe/v1/expand.ts';
import type { FormValue } from '../../stripe/v1/form.ts';
import { listPage, pageParams } from '../../stripe/v1/lists.ts';
import {
  type Metadata,
  type MetadataChange,
  mergeMetadata,
  metadataParser,
} from '../../stripe/v1/metadata.ts';
import { parameterErrors } from '../../stripe/v1/parameter-errors.ts';
import { optional, type ParamParser, type ParamsOf, params } from '../../stripe/v1/params.ts';
import { integer, stringMap, text, unsettableText } from '../../stripe/v1/parsers.ts';
import { isWithinBounds, timeBounds } from '../../stripe/v1/time-bounds.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { notKeptParams, notKeptSentences } from './not-kept.ts';
import { commandOf, idOf, type Resources, secondsOf } from './resources.ts';
import { writeCustomer } from './write-customer.ts';

const URL = '/v1/customers';
const ADDRESS_FIELDS = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const;
/** Properties that Stripe can expand but the mock's customers do not have. */
const customerExpansions: Expansions<unknown> = {
  cash_balance: {},
  default_source: {},
  discount: {},
  invoice_credit_balance: {},
  invoice_settings: {},
  sources: {},
  subscriptions: {},
  tax: {},
  tax_ids: {},
  test_clock: {},
};

/** Parameters that Stripe keeps and the mock does not. */
const NOT_KEPT = [
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

const details = {
  address: optional(addressOf),
  balance: optional(integer()),
  description: optional(unsettableText(5000)),
  email: optional(unsettableText(512)),
  expand: optional(expandable(customerExpansions)),
  metadata: optional(metadataParser),
  name: optional(unsettableText(256)),
  phone: optional(unsettableText(20)),
  test_clock: optional(testClockOf),
  ...notKeptParams(NOT_KEPT),
};

/** Parameters of a create and of an update. */
export const customerParams = params(details);
const listParams = params({
  created: optional(timeBounds),
  email: optional(text(512)),
  ...pageParams,
  expand: optional(listExpandable(customerExpansions)),
  test_clock: optional(testClockOf),
});
const retrieveParams = params({ expand: optional(expandable(customerExpansions)) });
const bareParams = params({});

/** Create, retrieve, update, list, delete. */
export function customerEndpoints(resources: Resources): Endpoint[] {
  return [
    create(resources),
    list(resources),
    retrieve(resources),
    update(resources),
    remove(resources),
  ];
}

function create({ engine, ids, submit, warnOnce }: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: URL,
    params: customerParams,
    act: (given, call) => {
      notKeptOf(given).forEach(warnOnce);
      const { customers } = engine.account(call.account);
      const id = ids.fresh(
        (drawn) => drawn.customer(),
        (drawn) => customers.get(drawn) !== undefined,
      );
      const customer = { ...detailsOf(given), id, created: secondsOf(call), deleted: false };
      const created = submit({ kind: 'create_customer', ...commandOf(call), customer });
      return thenMaybe(created, () => writeCustomer(customer, call));
    },
  });
}

function list({ engine }: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: URL,
    params: listParams,
    act: ({ email, created = {}, ...page }, call) => {
      const items = engine.account(call.account).customers.everyone().reverse();
      const shows = (customer: Customer) =>
        !customer.deleted &&
        (email === undefined || customer.email === email) &&
        isWithinBounds(customer.created, created);
      const listing = { url: URL, kind: 'customer', items, idOf: customerId, shows };
      return listPage({ ...listing, write: (customer) => writeCustomer(customer, call) }, page);
    },
  });
}

function retrieve({ engine }: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${URL}/:id`,
    params: retrieveParams,
    act: (_given, call) => {
      const customer = engine.account(call.account).customers.get(idOf(call));
      if (customer === undefined) return noSuchCustomer(call);
      return writeCustomer(customer, call);
    },
  });
}

function update({ engine, submit, warnOnce }: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: `${URL}/:id`,
    params: customerParams,
    act: (given, call) => {
      const customer = findCustomer(engine, call);
      if (customer instanceof Refusal) return customer;
      notKeptOf(given).forEach(warnOnce);
      const changes = changesOf(given, customer.metadata);
      const command = { ...commandOf(call), id: customer.id, changes };
      return thenMaybe(submit({ kind: 'update_customer', ...command }), (updated) =>
        updated === 'not_found' ? noSuchCustomer(call) : writeCustomer(updated, call),
      );
    },
  });
}

function remove({ submit }: Resources): Endpoint {
  return endpoint({
    method: 'DELETE',
    path: `${URL}/:id`,
    params: bareParams,
    act: (_given, call) => {
      const command = { ...commandOf(call), id: idOf(call) };
      return thenMaybe(submit({ kind: 'delete_customer', ...command }), (deleted) =>
        deleted === 'not_found' ? noSuchCustomer(call) : writeCustomer(deleted, call),
      );
    },
  });
}

const EMPTY: CustomerDetails = {
  address: null,
  balance: 0,
  description: null,
  email: null,
  metadata: {},
  name: null,
  phone: null,
};

type Given = {
  readonly [Key in Exclude<keyof CustomerDetails, 'metadata'>]?: CustomerDetails[Key] | undefined;
} & {
  readonly metadata?: MetadataChange | undefined;
};

/** The customer that the parameters of a create describe. */
export function detailsOf(given: Given): CustomerDetails {
  return { ...EMPTY, ...changesOf(given, {}) };
}

/** Only given parameters change; `metadata` merges key by key. */
function changesOf(given: Given, metadata: Metadata): Partial<CustomerDetails> {
  const { address, balance, description, email, name, phone } = given;
  const changes = Object.entries({ address, balance, description, email, name, phone }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...Object.fromEntries(changes), metadata: mergeMetadata(metadata, given.metadata) };
}

/** Warnings about parameters that are accepted but not kept, one for each. */
export function notKeptOf(given: ParamsOf<typeof customerParams>): string[] {
  return notKeptSentences('customers', NOT_KEPT, given);
}

/** The customer named in the path, unless it was deleted. */
function findCustomer(engine: Engine, call: Call): Customer | Refusal {
  const customer = engine.account(call.account).customers.get(idOf(call));
  return customer === undefined || customer.deleted ? noSuchCustomer(call) : customer;
}

function noSuchCustomer(call: Call): Refusal {
  return parameterErrors.noSuch('customer', idOf(call), 'id');
}

function customerId({ id }: Customer): string {
  return id;
}

/** A test clock's id, always refused: there are no test clocks. */
function testClockOf(value: FormValue): ReturnType<ParamParser<never>> {
  const id = text(5000)(value);
  return typeof id === 'function' ? id : parameterErrors.noTestClocks;
}

function addressOf(value: FormValue): ReturnType<ParamParser<Address | null>> {
  if (value === '') return null;
  const given = stringMap(value);
  if (typeof given === 'function') return given;
  const unknown = [...given.keys()].find(
    (key) => !(ADDRESS_FIELDS as readonly string[]).includes(key),
  );
  if (unknown !== undefined) return (param) => parameterErrors.unknown([`${param}[${unknown}]`]);
  return Object.fromEntries(
    ADDRESS_FIELDS.map((field) => [field, given.get(field) || null]),
  ) as unknown as Address;
}
