/** One customer as a document: totals, and subscriptions with invoice previews. */
import * as z from 'zod';
import type { Billing } from '../billing/billing.ts';
import { type InvoicePreview, previewInvoice } from '../billing/invoice-preview.ts';
import { meteredQuantity } from '../billing/metered-quantity.ts';
import type { Subscription } from '../billing/subscription.ts';
import type {
  CustomerDocument,
  CustomerQuery,
  PreviewSummary,
  SubscriptionLine,
} from '../documents/customer-document.ts';
import type { AccountName } from '../metering/account-name.ts';
import type { Engine } from '../metering/engine.ts';
import type { Meter } from '../metering/meter.ts';
import { DEFAULT_ACCOUNT } from '../stripe/authentication.ts';
import { lazily } from '../stripe/lazily.ts';
import { flag } from '../values.ts';
import { check } from './control-error.ts';
import { totalDocument } from './inspect-usage.ts';
import { accountName } from './query-values.ts';

/** Which account, in queries about one thing of an account. */
export const customerFields = lazily(() => ({
  account: accountName.default(DEFAULT_ACCOUNT).describe('the account that the key names'),
  livemode: flag.default(false),
}));
export const customerQuery = lazily(() => z.strictObject(customerFields()));

/** Where the document of a customer comes from. */
export interface CustomerSources {
  readonly engine: Engine;
  readonly billing: Billing;
}

/** A customer's totals, and what it will pay. Without events it has no totals. */
export function customerDocument(
  { engine, billing }: CustomerSources,
  id: string,
  query: CustomerQuery,
): CustomerDocument {
  const name = check(customerQuery(), query);
  const usage = engine.usage(name);
  const { customers, meters } = engine.account(name);
  const customer = customers.get(id);
  const totals = [...usage.totals({ customer: id })].map((total) =>
    totalDocument(name, meters.get(total.meterId) as Meter, total),
  );
  const ledger = billing.ledger(name);
  const ids = ledger.subscriptionsOf.get(id) ?? [];
  const subscriptions = ids.map((each) => ledger.subscriptions.get(each) as Subscription);
  return {
    id,
    ...name,
    exists: customers.exists(id),
    name: customer?.name ?? null,
    email: customer?.email ?? null,
    totals,
    subscriptions: subscriptions.map((each) => subscriptionLine(each, name, { engine, billing })),
  };
}

function subscriptionLine(
  subscription: Subscription,
  name: AccountName,
  { engine, billing }: CustomerSources,
): SubscriptionLine {
  const { id, status, currency, customer } = subscription;
  const { prices, products } = billing.ledger(name);
  const { meters, customers } = engine.account(name);
  const usage = engine.usage(name);
  const preview = previewInvoice({
    subscription,
    moment: 'next',
    prices,
    products,
    usageOf: (meterId, period) => {
      const meter = meters.get(meterId);
      return meter === undefined ? 0 : meteredQuantity(usage, meter, customer, period);
    },
    balance: customers.get(customer)?.balance ?? 0,
  });
  const isPreview = typeof preview === 'object';
  return {
    id,
    status,
    currency,
    no_preview: isPreview ? null : WHY_NONE[preview],
    preview: isPreview ? summaryOf(preview) : null,
  };
}

const WHY_NONE = {
  nothing: 'It has no upcoming invoice.',
  too_large: 'An amount or a quantity is too large for a preview.',
};

function summaryOf({ due, period, total, amountDue, lines }: InvoicePreview): PreviewSummary {
  return {
    due,
    period_start: period.start,
    period_end: period.end,
    total,
    amount_due: amountDue,
    lines: lines.map(({ description, amount }) => ({ description, amount })),
  };
}
