/** The properties of subscriptions, their items and invoices that can be expanded. */
import type { Expansion, Expansions } from '../../stripe/v1/expand.ts';
import { planExpansions, priceExpansions } from './catalog-expansions.ts';
import type { Source } from './resources.ts';
import { writeCustomer } from './write-customer.ts';
import { writePrice } from './write-price.ts';
import { writeSubscription } from './write-subscription.ts';

/** The customer of an object. */
const customer: Expansion<Source> = {
  get: ({ customer: id }, { engine, call }) => {
    const found = engine.account(call.account).customers.get(id as string);
    return found === undefined ? id : writeCustomer(found, call);
  },
};

/** The subscription of an object. */
const subscription: Expansion<Source> = {
  get: ({ subscription: id }, source) => {
    const { billing, call } = source;
    const found = billing.ledger(call.account).subscriptions.get(id as string);
    return found === undefined ? id : writeSubscription(found, source);
  },
  inside: () => subscriptionExpansions,
};

/** Of a subscription item. */
export const itemExpansions: Expansions<Source> = {
  discounts: {},
  plan: { inside: () => planExpansions },
  price: { inside: () => priceExpansions },
  tax_rates: {},
};

/** Of a subscription. Properties that are always null here are accepted and do nothing. */
export const subscriptionExpansions: Expansions<Source> = {
  application: {},
  customer,
  default_payment_method: {},
  default_source: {},
  discount: {},
  discounts: {},
  items: { inside: () => ({ data: { inside: () => itemExpansions } }) },
  latest_invoice: {},
  on_behalf_of: {},
  pending_setup_intent: {},
  plan: { inside: () => planExpansions },
  schedule: {},
  test_clock: {},
};

/** Of an invoice line. Before basil, it contains price and plan itself. */
const lineExpansions: Expansions<Source> = {
  discounts: {},
  plan: { inside: () => planExpansions },
  price: { inside: () => priceExpansions },
  pricing: {
    inside: () => ({
      price_details: { inside: () => ({ price: linePrice, product: lineProduct }) },
    }),
  },
};

/** The price of a line. */
const linePrice: Expansion<Source> = {
  get: ({ price: id }, { billing, call }) => {
    const found = billing.ledger(call.account).prices.get(id as string);
    return found === undefined ? id : writePrice(found, call);
  },
  inside: () => priceExpansions,
};

const lineProduct = priceExpansions['product'] as Expansion<Source>;

/** Of an invoice preview. */
export const invoiceExpansions: Expansions<Source> = {
  account_tax_ids: {},
  application: {},
  charge: {},
  confirmation_secret: {},
  customer,
  default_payment_method: {},
  default_source: {},
  discounts: {},
  latest_revision: {},
  lines: { inside: () => ({ data: { inside: () => lineExpansions } }) },
  on_behalf_of: {},
  parent: {
    inside: () => ({ subscription_details: { inside: () => ({ subscription }) } }),
  },
  payment_intent: {},
  payments: {},
  subscription,
  test_clock: {},
  total_discount_amounts: {},
  total_taxes: {},
};
