/**
 * A line of an invoice preview as Stripe's object, in its order
 * (docs/stripe/invoice-lines.md#line-object, docs/stripe/subscriptions.md#versions).
 */
import type { InvoicePreview, PreviewLine } from '../../billing/invoice-preview.ts';
import type { Recurring } from '../../billing/price.ts';
import type { Subscription } from '../../billing/subscription.ts';
import type { Customer } from '../../metering/customer.ts';
import { toText } from '../../metering/decimal.ts';
import type { JsonObject } from '../../stripe/v1/json.ts';
import { BASIL, isSince, LINE_DECIMALS_SINCE } from '../../stripe/versions.ts';
import type { Source } from './resources.ts';
import { writePlan, writePrice } from './write-price.ts';

/** The preview to write. */
export interface PreviewDocument {
  readonly id: string;
  /** One for each line. */
  readonly lineIds: readonly string[];
  readonly preview: InvoicePreview;
  readonly subscription: Subscription;
  /** Whether the subscription exists: otherwise it has no id to show. */
  readonly exists: boolean;
  readonly customer: Customer;
  /** In seconds. */
  readonly now: number;
}

/** One line, at the API version of the call. */
export function writeLine(
  line: PreviewLine,
  id: string,
  document: PreviewDocument,
  source: Source,
): JsonObject {
  const { price, period } = line;
  const old = isOld(source);
  return {
    id,
    object: 'line_item',
    amount: line.amount,
    ...(old ? { amount_excluding_tax: line.amount } : {}),
    currency: price.currency,
    description: line.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: document.id,
    livemode: source.call.caller.livemode,
    metadata: document.subscription.metadata,
    ...(old ? {} : { parent: lineParentOf(line, document) }),
    period: { end: period.end, start: period.start },
    ...(old ? oldPriceOf(line, source) : {}),
    pretax_credit_amounts: [],
    ...(old ? oldProrationOf() : { pricing: pricingOf(line) }),
    ...quantityOf(line, source),
    ...(old ? oldItemOf(line, document) : { taxes: [] }),
  };
}

function lineParentOf(line: PreviewLine, document: PreviewDocument): JsonObject {
  return {
    invoice_item_details: null,
    subscription_item_details: {
      invoice_item: null,
      proration: false,
      proration_details: { credited_items: null },
      subscription: shownIdOf(document),
      subscription_item: line.item.id,
    },
    type: 'subscription_item_details',
  };
}

function pricingOf({ price, unitAmount }: PreviewLine): JsonObject {
  return {
    price_details: { price: price.id, product: price.product },
    type: 'price_details',
    unit_amount_decimal: toText(unitAmount),
  };
}

function quantityOf(line: PreviewLine, { call }: Source): JsonObject {
  if (!isSince(call.version, LINE_DECIMALS_SINCE)) return { quantity: line.quantity };
  const { quantity, quantityDecimal, amount } = line;
  return { quantity, quantity_decimal: quantityDecimal, subtotal: amount };
}

/** Before basil, a line contains its complete plan and price. */
function oldPriceOf({ price }: PreviewLine, { call }: Source): JsonObject {
  return {
    plan: writePlan(price, price.recurring as Recurring, call),
    price: writePrice(price, call),
  };
}

function oldProrationOf(): JsonObject {
  return { proration: false, proration_details: { credited_items: null } };
}

function oldItemOf({ item, unitAmount }: PreviewLine, document: PreviewDocument): JsonObject {
  return {
    subscription: shownIdOf(document),
    subscription_item: item.id,
    tax_amounts: [],
    tax_rates: [],
    type: 'subscription',
    unit_amount_excluding_tax: toText(unitAmount),
  };
}

/** GUESS: null for a subscription that does not exist yet. */
export function shownIdOf({ subscription, exists }: PreviewDocument): string | null {
  return exists ? subscription.id : null;
}

/**
 * Whether the version is before basil, when an invoice and each line name their subscription
 * themselves.
 */
export function isOld({ call }: Source): boolean {
  return !isSince(call.version, BASIL);
}
