/**
 * Refusals about subscriptions and previews, in Stripe's words:
 * docs/stripe/subscriptions.md#errors, docs/stripe/invoice-previews.md.
 */
import { Refusal } from '../../stripe/refusal.ts';
import { executed } from '../../stripe/v1/refusals.ts';

/** Statuses of subscriptions that a list can ask for. */
export const LIST_STATUSES = [
  'active',
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'trialing',
  'paused',
  'all',
  'ended',
] as const;

export const subscriptionErrors = {
  unknown: (id: string, param = 'id'): Refusal => missing(`No such subscription: '${id}'`, param),
  unknownItem: (id: string): Refusal =>
    new Refusal({
      status: 404,
      kept: false,
      message: `Invalid subscription_item id: ${id}`,
    }),
  /** GUESS: the sentence, for an `id` among the items of an update. */
  notItsItem: (id: string, param: string): Refusal =>
    executed({ code: 'resource_missing', message: `No such subscription_item: '${id}'`, param }),
  inactivePrice: (param: string): Refusal =>
    executed({
      message: 'The price specified is inactive. This field only accepts active prices.',
      param,
    }),
  oneTimePrice: (param: string): Refusal =>
    executed({
      message:
        'The price specified is set to `type=one_time` but this field only accepts prices with ' +
        '`type=recurring`.',
      param,
    }),
  samePriceTwice: (price: string): Refusal =>
    executed({
      message:
        'Cannot create a Subscription with multiple Subscription Items with the same Price: ' +
        price,
      param: 'plan',
    }),
  /** GUESS: how the advice after the first sentence continues. */
  priceTaken: (price: string, item: string): Refusal =>
    executed({
      message:
        `A new item with Price ${price} can't be added to this Subscription because an existing ` +
        `Subscription Item ${item} is already using that Price. Update the existing item instead.`,
      param: 'plan',
    }),
  /** GUESS: how it continues. */
  mixedCurrencies: (found: string, others: string, param: string): Refusal =>
    executed({
      message:
        `This \`price\` has \`currency=${found}\`, but other items use \`currency=${others}\`. ` +
        'All items of a subscription share one currency.',
      param,
    }),
  otherCurrency: (found: string, expected: string, param: string): Refusal =>
    executed({
      message:
        `The price specified only supports \`${found}\`. This doesn't match the expected ` +
        `currency: \`${expected}\`.`,
      param,
    }),
  /** GUESS: the second sentence. */
  customerCurrency: (active: string): Refusal =>
    executed({
      message:
        'You cannot combine currencies on a single customer. This customer has an active ' +
        `subscription with currency ${active}.`,
    }),
  mixedIntervals: (): Refusal =>
    executed({
      message:
        'Currency and interval fields must match across all plans on this subscription. Found ' +
        'mismatch in interval field.',
    }),
  /** GUESS: the param. */
  meteredQuantity: (param: string): Refusal =>
    executed({ message: 'You cannot set the quantity for metered plans.', param }),
  /** For an update, of items or of the subscription itself. */
  canceled: (): Refusal =>
    executed({
      code: 'invalid_canceled_subscription_fields',
      message: 'A canceled subscription can only update its cancellation_details and metadata.',
    }),
  clearUsage: (): Refusal =>
    executed({
      message:
        'With `billing_mode.type=flexible` set on a subscription, the following parameters are ' +
        'not supported: clear_usage.',
    }),
  needsSendInvoice: (): Refusal =>
    executed({
      message:
        "You can only specify 'days_until_due' if invoice collection method is 'send_invoice'.",
    }),
  needsDaysUntilDue: (): Refusal =>
    executed({
      message: "If invoice collection method is 'send_invoice', you must specify 'days_until_due'.",
    }),
  /** GUESS: for `cancel_at` and `billing_cycle_anchor`; seen for `trial_end`. */
  past: (param: string, value: number): Refusal =>
    executed({
      message:
        `The parameter \`${param}\` expects a unix timestamp representing a date and time in the ` +
        `future. You specified the value \`${value}\` which is in the past.`,
      param,
    }),
  /** GUESS: this, and all that follow unless they say otherwise. */
  onlyOneOf: (first: string, second: string): Refusal =>
    executed({
      message: `You may only specify one of these parameters: ${first}, ${second}.`,
      param: first,
    }),
  anchorTooLate: (latest: number): Refusal =>
    executed({
      message:
        '`billing_cycle_anchor` timestamp cannot be later than next natural billing date ' +
        `(${latest}) for plan`,
      param: 'billing_cycle_anchor',
    }),
  anchorConfigInterval: (): Refusal =>
    executed({
      message: '`billing_cycle_anchor_config` only supports prices billed by month or year.',
      param: 'billing_cycle_anchor_config',
    }),
  trialTooLong: (param: string): Refusal =>
    executed({ message: 'A trial can last 730 days at most.', param }),
  noFlexible: (): Refusal =>
    executed({
      message: '`billing_mode[type]=flexible` needs API version 2025-06-30.basil or later.',
      param: 'billing_mode[type]',
    }),
  flexibleNeedsType: (): Refusal =>
    executed({
      message: '`billing_mode[flexible]` is only for `billing_mode[type]=flexible`.',
      param: 'billing_mode[flexible]',
    }),
  tooManySubscriptions: (customer: string): Refusal =>
    executed({ message: `Customer ${customer} already has 500 active subscriptions.` }),
  tooManyItems: (): Refusal =>
    executed({ message: 'A subscription can have 20 items at most.', param: 'items' }),
  lastItem: (): Refusal =>
    executed({
      message:
        'A subscription must have at least one active plan. To cancel a subscription, please use ' +
        'the cancel API endpoint.',
    }),
  clearsNothing: (param: string): Refusal =>
    executed({
      message: '`clear_usage` is only for metered items that are deleted.',
      param,
    }),
} as const;

export const previewErrors = {
  /** Recorded in 2025. */
  nothingToPreview: (): Refusal =>
    executed({
      message:
        'You must provide at least one of: `subscription`, `schedule`, ' +
        '`subscription_details.items`, `schedule_details.phases`, `invoice_items`.',
    }),
  none: (customer: string): Refusal =>
    new Refusal({
      status: 404,
      kept: false,
      code: 'invoice_upcoming_none',
      message: `No upcoming invoices for customer: ${customer}`,
    }),
  unknownInvoice: (id: string): Refusal => missing(`No such invoice: '${id}'`, 'invoice'),
  /** GUESS: the sentence; that it is refused has been reported. */
  upcomingFlexible: (): Refusal =>
    executed({
      message:
        'Subscriptions with `billing_mode.type=flexible` have no upcoming invoice at this API ' +
        'version. Use the Create Preview Invoice API.',
      param: 'subscription',
    }),
  /** GUESS: this sentence. */
  notItsCustomer: (subscription: string, customer: string): Refusal =>
    executed({
      message: `Customer ${customer} does not have a subscription with ID ${subscription}`,
      param: 'subscription',
    }),
} as const;

/** This server's own errors, for what Stripe would invoice and this server does not. */
export const ownErrors = {
  /**
   * `param` is the call's name for the proration parameter, and `off` the value that turns it off.
   */
  proration: (param: string, off = 'none'): Refusal =>
    executed({
      message:
        'stripe-meter-mock does not prorate, and Stripe would prorate this request. ' +
        `Send ${param}=${off}, or start the mock with --proration none, which treats every ` +
        'request that way.',
      param,
    }),
  unbilledUsage: (param: string): Refusal =>
    executed({
      message:
        'stripe-meter-mock creates no invoice item for the usage of a metered item that is ' +
        'removed or moved to another price, as Stripe does in flexible billing mode. ' +
        `Send ${param}=none, or start the mock with --proration none: the usage of a removed ` +
        'item is then dropped, and a new price bills the whole period.',
      param,
    }),
  newInterval: (param: string): Refusal =>
    executed({
      message:
        'stripe-meter-mock does not move an item to a price with another interval, since Stripe ' +
        'would start a new billing cycle and invoice it: remove the item and add another.',
      param,
    }),
  newCycle: (param: string): Refusal =>
    executed({
      message:
        `stripe-meter-mock does not start a new billing cycle for ${param}, since Stripe would ` +
        'invoice the old one.',
      param,
    }),
  invoiceNow: (): Refusal =>
    executed({
      message:
        'stripe-meter-mock creates no invoices, so it cannot cancel with invoice_now=true and ' +
        'bill the usage: leave invoice_now out, and the usage is lost, as with Stripe.',
      param: 'invoice_now',
    }),
  noInvoices: (): Refusal =>
    new Refusal({
      status: 404,
      kept: false,
      message:
        'stripe-meter-mock has no invoices, only POST /v1/invoices/create_preview, ' +
        'and GET /v1/invoices/upcoming before API version 2025-03-31.basil.',
    }),
  tooLarge: (): Refusal =>
    executed({
      message:
        'stripe-meter-mock cannot show this invoice: an amount or a quantity is 2^53 or more, ' +
        'which a JSON number cannot represent exactly.',
    }),
} as const;

function missing(message: string, param: string): Refusal {
  return new Refusal({ status: 404, kept: false, code: 'resource_missing', message, param });
}
