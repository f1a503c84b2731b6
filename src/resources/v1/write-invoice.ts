/**
 * An invoice preview as Stripe's object, in its order (docs/stripe/invoice-lines.md#line-object,
 * docs/stripe/invoice-previews.md, docs/stripe/invoices.md, docs/stripe/subscriptions.md#versions).
 */
import type { JsonObject } from '../../stripe/v1/json.ts';
import type { Source } from './resources.ts';
import { isOld, type PreviewDocument, shownIdOf, writeLine } from './write-invoice-line.ts';

/** How long after its creation an invoice is paid, in seconds. */
const GRACE = 3600;

/** The preview, at the API version of the call. */
export function writePreview(document: PreviewDocument, source: Source): JsonObject {
  const { call } = source;
  return {
    id: document.id,
    object: 'invoice',
    account_country: 'US',
    account_name: null,
    account_tax_ids: null,
    ...amountsDue(document),
    ...processOf(document, source),
    ...customerOf(document),
    ...settingsOf(document),
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: writeLines(document, source),
    livemode: call.caller.livemode,
    metadata: {},
    ...stateOf(document, source),
    ...totalsOf(document, source),
    webhooks_delivered_at: null,
  };
}

function amountsDue({ preview }: PreviewDocument): JsonObject {
  return {
    amount_due: preview.amountDue,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: preview.amountDue,
    amount_shipping: 0,
  };
}

/** How it would be charged. Before basil, this includes fields that have moved since. */
function processOf({ subscription, now }: PreviewDocument, source: Source): JsonObject {
  return {
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: false,
    automatic_tax: {
      disabled_reason: null,
      enabled: false,
      liability: null,
      provider: null,
      status: null,
    },
    automatically_finalizes_at: null,
    billing_reason: 'upcoming',
    ...(isOld(source) ? { charge: null } : {}),
    collection_method: subscription.collectionMethod,
    created: now,
    currency: subscription.currency,
    custom_fields: null,
  };
}

function customerOf({ customer }: PreviewDocument): JsonObject {
  return {
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address as JsonObject | null,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
  };
}

function settingsOf({ subscription }: PreviewDocument): JsonObject {
  return {
    default_payment_method: subscription.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
  };
}

function stateOf(document: PreviewDocument, source: Source): JsonObject {
  const { preview, subscription } = document;
  const isCharged = subscription.collectionMethod === 'charge_automatically';
  const old = isOld(source);
  return {
    next_payment_attempt: isCharged ? preview.due + GRACE : null,
    number: null,
    on_behalf_of: null,
    ...(old ? { paid: false } : { parent: parentOf(document) }),
    ...(old ? { payment_intent: null } : {}),
    payment_settings: {
      default_mandate: null,
      payment_method_options: null,
      payment_method_types: subscription.paymentMethodTypes,
    },
    period_end: preview.period.end,
    period_start: preview.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: preview.startingBalance,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: {
      finalized_at: null,
      marked_uncollectible_at: null,
      paid_at: null,
      voided_at: null,
    },
    ...(old ? oldParentOf(document) : {}),
  };
}

function totalsOf({ preview: { total } }: PreviewDocument, source: Source): JsonObject {
  const old = isOld(source);
  return {
    subtotal: total,
    subtotal_excluding_tax: total,
    ...(old ? { tax: null } : {}),
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    ...(old ? { total_tax_amounts: [] } : { total_taxes: [] }),
  };
}

function parentOf(document: PreviewDocument): JsonObject {
  return {
    quote_details: null,
    subscription_details: {
      metadata: document.subscription.metadata,
      subscription: shownIdOf(document),
    },
    type: 'subscription_details',
  };
}

function oldParentOf(document: PreviewDocument): JsonObject {
  return {
    subscription: shownIdOf(document),
    subscription_details: { metadata: document.subscription.metadata },
  };
}

/** All lines at once: the preview is not kept, so it could not be paged through. */
function writeLines(document: PreviewDocument, source: Source): JsonObject {
  const { id, lineIds, preview } = document;
  return {
    object: 'list',
    data: preview.lines.map((line, at) => writeLine(line, lineIds[at] as string, document, source)),
    has_more: false,
    total_count: preview.lines.length,
    url: `/v1/invoices/${id}/lines`,
  };
}
