/** A state with a customer, prices and subscriptions, for tests of billing without HTTP. */
import { type PreviewInput, previewInvoice } from '../../src/billing/invoice-preview.ts';
import { meteredQuantity } from '../../src/billing/metered-quantity.ts';
import {
  anchorOf,
  type NewSubscription,
  newSubscription,
  PLAIN_DETAILS,
} from '../../src/billing/new-subscription.ts';
import type { Interval } from '../../src/billing/periods.ts';
import type { Price } from '../../src/billing/price.ts';
import type { PriceTerms } from '../../src/billing/price-terms.ts';
import type { Subscription } from '../../src/billing/subscription.ts';
import type { Meter } from '../../src/metering/meter.ts';
import type { StateOptions } from '../../src/state.ts';
import { ACCOUNT, engineOf, input } from '../metering/engine-of.ts';

export const MONTHLY: Interval = { unit: 'month', count: 1 };
export const seconds = (text: string) => Date.parse(text) / 1000;

export interface PriceChanges {
  id?: string;
  terms: PriceTerms;
  /** The id of a meter; absent for a licensed price. */
  meter?: string;
  interval?: Interval;
  currency?: string;
}

export function priceOf({
  id = 'price_1',
  terms,
  meter,
  interval = MONTHLY,
  currency = 'usd',
}: PriceChanges): Price {
  return {
    id,
    created: 0,
    currency,
    product: 'prod_1',
    terms,
    recurring: {
      interval,
      usageType: meter === undefined ? 'licensed' : 'metered',
      meter: meter ?? null,
    },
    active: true,
    lookupKey: null,
    metadata: {},
    nickname: null,
    taxBehavior: 'unspecified',
  };
}

/** The input for a new subscription to the given prices. */
export function newOf(
  prices: readonly Price[],
  now: number,
  changes: Partial<NewSubscription> = {},
): NewSubscription {
  return {
    id: 'sub_1',
    customer: 'cus_1',
    now,
    items: prices.map((price, at) => ({
      id: `si_${at + 1}`,
      price,
      quantity: price.recurring?.usageType === 'metered' ? null : 1,
      metadata: {},
      usageThreshold: null,
    })),
    anchor: null,
    anchorConfig: null,
    trialEnd: null,
    billingMode: 'flexible',
    prorationDiscounts: 'included',
    details: PLAIN_DETAILS,
    ...changes,
  };
}

export function subscriptionOf(
  prices: readonly Price[],
  now: number,
  changes: Partial<NewSubscription> = {},
): Subscription {
  const given = newOf(prices, now, changes);
  return newSubscription(given, anchorOf(given)!);
}

/** A state whose clock is frozen at `from`, with a product `Calls` and shortcuts to its billing. */
export function billedState(from: string, options: Partial<StateOptions> = {}) {
  const engine = engineOf(options);
  const { state } = engine;
  const { apply, billing, clocks } = state;
  const at = () => ({ account: ACCOUNT, ...clocks.instant(ACCOUNT.account) });
  const moveTo = (text: string) => engine.clock.advance(Date.parse(text) - engine.clock.now());
  moveTo(from);
  const product = {
    id: 'prod_1',
    created: 0,
    updated: 0,
    active: true,
    description: null,
    images: [],
    metadata: {},
    name: 'Calls',
    statementDescriptor: null,
    unitLabel: null,
    url: null,
    shippable: null,
    defaultPrice: null,
  };
  apply({ kind: 'create_product', ...at(), product });
  const ledger = () => billing.ledger(ACCOUNT);
  const find = (id = 'sub_1') => ledger().subscriptions.get(id)!;
  return {
    engine,
    state,
    ledger,
    moveTo,
    find,
    now: () => Math.floor(engine.clock.now() / 1000),
    price(changes: PriceChanges): Price {
      const price = priceOf(changes);
      apply({ kind: 'create_price', ...at(), price, transfersLookupKey: false });
      return price;
    },
    subscribe(prices: readonly Price[], changes: Partial<NewSubscription> = {}) {
      const subscription = subscriptionOf(prices, Math.floor(engine.clock.now() / 1000), changes);
      apply({ kind: 'create_subscription', ...at(), subscription });
      return subscription;
    },
    change(subscription: Subscription) {
      apply({ kind: 'change_subscription', ...at(), subscription });
    },
    use(value: string, time?: string, identifier?: string) {
      const timestamp = time === undefined ? {} : { timestamp: seconds(time) };
      const named = identifier === undefined ? {} : { identifier };
      return engine.record(ACCOUNT, input(engine, { value, ...timestamp, ...named }));
    },
    /** What is due, in ISO 8601, by subscription. */
    due: () =>
      clocks
        .of()
        .schedule.all()
        .map(({ what, atMs }) => [what, new Date(atMs).toISOString()]),
    preview(changes: Partial<PreviewInput> = {}) {
      const { prices, products } = ledger();
      const { customer } = find();
      const { meters } = engine.account(ACCOUNT);
      const usage = engine.usage(ACCOUNT);
      return previewInvoice({
        subscription: find(),
        moment: 'next',
        prices,
        products,
        usageOf: (meter, period) =>
          meteredQuantity(usage, meters.get(meter) as Meter, customer, period),
        balance: 0,
        ...changes,
      });
    },
  };
}
