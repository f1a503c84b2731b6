/**
 * Invoice previews: https://docs.stripe.com/api/invoices/create_preview
 * (docs/stripe/invoice-previews.md).
 */
import { type InvoicePreview, previewInvoice } from '../../billing/invoice-preview.ts';
import { meteredQuantity } from '../../billing/metered-quantity.ts';
import type { Customer } from '../../metering/customer.ts';
import type { Call, Endpoint } from '../../stripe/endpoint.ts';
import { Refusal } from '../../stripe/refusal.ts';
import { type ExpandPaths, expandable, expanded } from '../../stripe/v1/expand.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { pageParams } from '../../stripe/v1/lists.ts';
import { optional, params } from '../../stripe/v1/params.ts';
import { notKept } from '../../stripe/v1/parsers.ts';
import { endpoint } from '../../stripe/v1/v1-dialect.ts';
import { BASIL, isSince } from '../../stripe/versions.ts';
import { previewFields, upcomingFields } from './preview-params.ts';
import {
  type PreviewAsked,
  type PreviewDetails,
  type Previewed,
  previewed,
  upcoming,
} from './preview-subscription.ts';
import { type Resources, secondsOf } from './resources.ts';
import { ownErrors, previewErrors } from './subscription-errors.ts';
import { invoiceExpansions } from './subscription-expansions.ts';
import { subscriptionContext } from './subscriptions.ts';
import { writePreview } from './write-invoice.ts';
import type { PreviewDocument } from './write-invoice-line.ts';

const URL = '/v1/invoices';
const NEW_ITEMS = 'subscription_details[items]';

const expand = optional(expandable(invoiceExpansions));
const previewParams = params({ ...previewFields, expand });
const upcomingParams = params({ ...upcomingFields, expand });
/** Stripe's parameters of all calls that read invoices; none is used. */
const listParams = params({
  collection_method: optional(notKept),
  created: optional(notKept),
  customer: optional(notKept),
  customer_account: optional(notKept),
  due_date: optional(notKept),
  ...pageParams,
  expand: optional(notKept),
  status: optional(notKept),
  subscription: optional(notKept),
});

/** The new and the old preview calls, and the calls for invoices, which are refused. */
export function invoiceEndpoints(resources: Resources): Endpoint[] {
  return [
    createPreview(resources),
    retrieveUpcoming(resources),
    ...[URL, `${URL}/:id`, `${URL}/:id/lines`].map(refuseInvoices),
  ];
}

function refuseInvoices(path: string): Endpoint {
  return endpoint({
    method: 'GET',
    path,
    params: listParams,
    alwaysRefuses: true,
    act: () => ownErrors.noInvoices(),
  });
}

function createPreview(resources: Resources): Endpoint {
  return endpoint({
    method: 'POST',
    path: `${URL}/create_preview`,
    params: previewParams,
    act: (given, call) => {
      const asked = previewed(given, subscriptionContext(resources, call, NEW_ITEMS));
      return asked instanceof Refusal ? asked : answer(asked, given.expand, resources, call);
    },
  });
}

/** From basil on there is no such call, and `upcoming` is an id. GUESS: that it is not found. */
function retrieveUpcoming(resources: Resources): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${URL}/upcoming`,
    params: upcomingParams,
    act: (given, call) => {
      if (isSince(call.version, BASIL)) return previewErrors.unknownInvoice('upcoming');
      const itemsParam = given.subscription_items === undefined ? NEW_ITEMS : 'subscription_items';
      const asked = upcoming(newNames(given), subscriptionContext(resources, call, itemsParam));
      return asked instanceof Refusal ? asked : answer(asked, given.expand, resources, call);
    },
  });
}

/** The parameters of the old call. */
interface UpcomingAsked extends PreviewAsked {
  readonly subscription_items?: PreviewDetails['items'];
  readonly subscription_cancel_at_period_end?: boolean | undefined;
  readonly subscription_cancel_now?: boolean | undefined;
  readonly subscription_proration_behavior?: string | undefined;
  readonly subscription_trial_end?: 'now' | undefined;
}

/** The old parameters under their new names. */
function newNames(given: UpcomingAsked): PreviewAsked {
  const { currency, customer, subscription, subscription_details: details } = given;
  const old = {
    items: given.subscription_items,
    cancel_at_period_end: given.subscription_cancel_at_period_end,
    cancel_now: given.subscription_cancel_now,
    proration_behavior: given.subscription_proration_behavior,
    trial_end: given.subscription_trial_end,
  };
  const said = Object.fromEntries(Object.entries(old).filter(([, value]) => value !== undefined));
  return { currency, customer, subscription, subscription_details: { ...details, ...said } };
}

function answer(
  asked: Previewed,
  paths: ExpandPaths | undefined,
  resources: Resources,
  call: Call,
): JsonObject | Refusal {
  const { billing, engine, ids } = resources;
  const { subscription, exists } = asked;
  const customer = engine.account(call.account).customers.get(subscription.customer) as Customer;
  const preview = previewOf(asked, customer, resources, call);
  if (preview instanceof Refusal) return preview;
  const document: PreviewDocument = {
    id: `upcoming_in_${ids.invoicePart()}`,
    lineIds: preview.lines.map(() => `il_tmp_${ids.invoicePart()}`),
    preview,
    subscription,
    exists,
    customer,
    now: secondsOf(call),
  };
  const source = { billing, engine, call };
  return expanded(writePreview(document, source), paths, invoiceExpansions, source);
}

function previewOf(
  { subscription, moment }: Previewed,
  { balance }: Customer,
  { billing, engine }: Resources,
  { account }: Call,
): InvoicePreview | Refusal {
  const { prices, products } = billing.ledger(account);
  const { meters } = engine.account(account);
  const usage = engine.usage(account);
  const preview = previewInvoice({
    subscription,
    moment,
    prices,
    products,
    usageOf: (id, period) => {
      const meter = meters.get(id);
      return meter === undefined ? 0 : meteredQuantity(usage, meter, subscription.customer, period);
    },
    balance,
  });
  if (preview === 'nothing') return previewErrors.none(subscription.customer);
  return preview === 'too_large' ? ownErrors.tooLarge() : preview;
}
