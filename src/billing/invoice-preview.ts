/** The next invoice of a subscription, as of now (docs/stripe/invoice-previews.md). */
import { type Decimal, toSafeInteger } from '../metering/decimal.ts';
import { type AmountLine, linesFor, totalOf } from './amount-lines.ts';
import { describeLine } from './line-descriptions.ts';
import { intervalOf, isMetered } from './new-subscription.ts';
import type { Period } from './periods.ts';
import type { Price } from './price.ts';
import type { Product } from './product.ts';
import { type ShownQuantity, shownQuantity } from './shown-quantity.ts';
import type { Subscription, SubscriptionItem } from './subscription.ts';
import { followingEnd, nextDue, type Prices } from './subscription-life.ts';

/** A customer's exact usage of a price's meter in a period. */
export type UsageOf = (meter: string, period: Period) => Decimal;

/** The input of a preview. */
export interface PreviewInput {
  /** The current or the hypothetical subscription. */
  readonly subscription: Subscription;
  /**
   * `next`: the invoice when the open period ends. `opening`: the invoice when the open period
   * begins, for a subscription that does not exist yet or whose trial ends now. `canceled`: the
   * invoice if it is canceled now, which is empty, since usage is lost without `invoice_now`.
   */
  readonly moment: 'next' | 'opening' | 'canceled';
  readonly prices: Prices;
  readonly products: ReadonlyMap<string, Product>;
  readonly usageOf: UsageOf;
  /** The customer's balance in the currency's smallest unit; negative means credit. */
  readonly balance: number;
}

/** One line, ready to write. */
export interface PreviewLine extends ShownQuantity {
  readonly amount: number;
  readonly description: string;
  /** The price of one unit, or a flat amount, exact. */
  readonly unitAmount: Decimal;
  readonly period: Period;
  readonly price: Price;
  readonly item: SubscriptionItem;
}

/** The invoice that would be created. Amounts are whole numbers of the currency's smallest unit. */
export interface InvoicePreview {
  readonly lines: readonly PreviewLine[];
  /**
   * The open period, whose usage is billed; for an opening invoice, start and end are its moment.
   */
  readonly period: Period;
  /** When it would be created, in seconds. */
  readonly due: number;
  readonly total: number;
  readonly startingBalance: number;
  /** Total plus balance, but never negative. */
  readonly amountDue: number;
}

/**
 * The preview; `nothing` if the subscription has no upcoming invoice; `too_large` if an amount or a
 * quantity is too large for an exact JSON number.
 */
export function previewInvoice(input: PreviewInput): InvoicePreview | 'nothing' | 'too_large' {
  const billed = billedOf(input);
  if (billed === 'nothing') return billed;
  const amounts = billed.flatMap((each) => linesOf(each));
  const total = toSafeInteger(totalOf(amounts.map(({ line }) => line)));
  const lines = amounts.map((each) => lineOf(each, input));
  const due = total === undefined ? undefined : toSafeInteger(total + input.balance);
  if (total === undefined || due === undefined || !areAll(lines)) return 'too_large';
  return {
    lines,
    ...timesOf(input),
    total,
    startingBalance: input.balance,
    amountDue: Math.max(0, due),
  };
}

/** What an item bills: its usage in a period, or its quantity for a period. */
interface Billed {
  readonly item: SubscriptionItem;
  readonly price: Price;
  readonly period: Period;
  /** Null for the empty line with which classic mode opens. */
  readonly quantity: Decimal | null;
}

function billedOf(input: PreviewInput): readonly Billed[] | 'nothing' {
  const { subscription, moment } = input;
  if (subscription.status === 'canceled') return 'nothing';
  if (moment === 'canceled') return [];
  if (moment === 'opening') return subscription.items.flatMap((item) => openingOf(item, input));
  const due = nextDue(subscription) as number;
  if (subscription.cancelAt === due) return lastOf(input, due);
  return subscription.items
    .filter(({ period }) => period.end === due)
    .flatMap((item) => cycleOf(item, input));
}

/**
 * The start of a subscription: licensed items are billed for the period ahead. Metered ones get an
 * empty line in classic mode, whatever the price (docs/stripe/subscriptions.md#billing), and none
 * in flexible mode.
 */
function openingOf(item: SubscriptionItem, input: PreviewInput): Billed[] {
  const { subscription } = input;
  const price = priceOf(item, input);
  const { period, quantity } = item;
  // GUESS: a trial begins without licensed lines; the lines of Stripe's invoice of 0 are not
  // reproduced.
  if (!isMetered(price)) {
    return subscription.status === 'trialing' ? [] : [{ item, price, period, quantity }];
  }
  return subscription.billingMode === 'classic' ? [{ item, price, period, quantity: null }] : [];
}

/** The end of a period: usage of that period, licensed items for the next one. */
function cycleOf(item: SubscriptionItem, input: PreviewInput): Billed[] {
  const { subscription, prices } = input;
  const price = priceOf(item, input);
  if (isMetered(price)) return usageBilled(item, price, item.period, input);
  const { end } = item.period;
  const following = followingEnd(item, subscription.billingCycleAnchor, prices);
  return [{ item, price, period: { start: end, end: following }, quantity: item.quantity }];
}

/**
 * The end of the subscription: only usage, up to then. GUESS: without metered items there is no
 * upcoming invoice.
 */
function lastOf(input: PreviewInput, at: number): Billed[] | 'nothing' {
  const metered = input.subscription.items.filter((item) => isMetered(priceOf(item, input)));
  if (metered.length === 0) return 'nothing';
  return metered.flatMap((item) => {
    const period = { start: item.period.start, end: Math.min(at, item.period.end) };
    return usageBilled(item, priceOf(item, input), period, input);
  });
}

/** Usage in a trial is not billed. GUESS: and produces no line. */
function usageBilled(
  item: SubscriptionItem,
  price: Price,
  period: Period,
  { subscription, usageOf }: PreviewInput,
): Billed[] {
  if (subscription.status === 'trialing') return [];
  return [{ item, price, period, quantity: usageOf(meterOf(price), period) }];
}

interface BilledLine extends Billed {
  readonly line: AmountLine;
}

function linesOf(billed: Billed): BilledLine[] {
  const { terms } = billed.price;
  if (billed.quantity !== null) {
    return linesFor(terms, billed.quantity).map((line) => ({ ...billed, line }));
  }
  // The first line of the price, with amount 0: one line, even if a tier has a flat amount.
  const [first] = linesFor(terms, 0) as [AmountLine];
  return [{ ...billed, line: { ...first, quantity: 0, amount: 0 } }];
}

function lineOf(billed: BilledLine, { products }: PreviewInput): PreviewLine | undefined {
  const { line, item, price, period } = billed;
  const shown = shownQuantity(line.quantity);
  const amount = toSafeInteger(line.amount);
  if (shown === undefined || amount === undefined) return undefined;
  const { terms, currency } = price;
  const { name: productName = '', unitLabel = null } = products.get(price.product) ?? {};
  const packages = terms.billingScheme === 'per_unit' ? terms.transformQuantity : null;
  const described = {
    productName,
    unitLabel,
    currency,
    interval: intervalOf(price),
    divideBy: packages?.divideBy ?? null,
  };
  const description = describeLine(line, described);
  return { ...shown, amount, description, unitAmount: line.unitAmount, period, price, item };
}

/** GUESS: with mixed intervals, the period of the first item that is billed. */
function timesOf({ subscription, moment }: PreviewInput): { period: Period; due: number } {
  const { items } = subscription;
  const first = items[0] as SubscriptionItem;
  if (moment === 'opening') {
    const { start } = first.period;
    return { period: { start, end: start }, due: start };
  }
  const due = nextDue(subscription) as number;
  const { start } = (items.find(({ period }) => period.end === due) ?? first).period;
  return { period: { start, end: due }, due };
}

function areAll<T>(list: readonly (T | undefined)[]): list is readonly T[] {
  return !list.includes(undefined);
}

function priceOf({ price }: SubscriptionItem, { prices }: PreviewInput): Price {
  return prices.get(price) as Price;
}

function meterOf({ recurring }: Price): string {
  return recurring?.meter as string;
}
