/** A price as the plan that subscriptions show, and what can be expanded in it. */
import { expect, test } from 'vitest';
import type { Price, Recurring } from '../../../src/billing/price.ts';
import { planExpansions } from '../../../src/resources/v1/catalog-expansions.ts';
import type { Source } from '../../../src/resources/v1/resources.ts';
import { writePlan } from '../../../src/resources/v1/write-price.ts';
import { type ExpandPaths, expandable, expanded } from '../../../src/stripe/v1/expand.ts';
import { perUnit, tiered } from '../../billing/terms.ts';
import { ACCOUNT, START, stateOf } from '../../metering/engine-of.ts';

const NOW = START / 1000;
const RECURRING: Recurring = {
  interval: { unit: 'month', count: 3 },
  usageType: 'metered',
  meter: 'mtr_1',
};
const PRICE: Price = {
  id: 'price_1',
  created: NOW,
  currency: 'usd',
  product: 'prod_1',
  terms: perUnit('8', ['60', 'up']),
  recurring: RECURRING,
  active: true,
  lookupKey: 'key',
  metadata: { a: '1' },
  nickname: 'Calls',
  taxBehavior: 'unspecified',
};
const CALL = {
  caller: { ...ACCOUNT, connectedAccount: undefined },
  version: '2026-03-25.dahlia',
} as unknown as Source['call'];

const plan = (price: Price, version = CALL.version) =>
  JSON.parse(JSON.stringify(writePlan(price, RECURRING, { ...CALL, version })));

test('has every field, in Stripe’s order', () => {
  const shown = {
    id: 'price_1',
    object: 'plan',
    active: true,
    amount: 8,
    amount_decimal: '8',
    billing_scheme: 'per_unit',
    created: NOW,
    currency: 'usd',
    interval: 'month',
    interval_count: 3,
    livemode: false,
    metadata: { a: '1' },
    meter: 'mtr_1',
    nickname: 'Calls',
    product: 'prod_1',
    tiers_mode: null,
    transform_usage: { divide_by: 60, round: 'up' },
    trial_period_days: null,
    usage_type: 'metered',
  };
  expect(Object.entries(plan(PRICE))).toEqual(Object.entries(shown));
  expect(Object.keys(plan(PRICE, '2024-06-20'))).toEqual(
    Object.keys(shown).toSpliced(3, 0, 'aggregate_usage'),
  );
});

test('with tiers, has no amount, and product and tiers can be expanded in their place', () => {
  const state = stateOf();
  const price = { ...PRICE, terms: tiered('volume', [['inf', '0.5', '-']]) };
  const product = {
    id: 'prod_1',
    created: NOW,
    updated: NOW,
    active: true,
    description: null,
    images: [],
    metadata: {},
    name: 'Credits',
    statementDescriptor: null,
    unitLabel: null,
    url: null,
    shippable: null,
    defaultPrice: null,
  };
  const instant = { atMs: START, sharedMs: START };
  state.apply({
    kind: 'create_price',
    account: ACCOUNT,
    ...instant,
    price,
    product,
    transfersLookupKey: false,
  });
  const paths = expandable(planExpansions)(['product', 'tiers']) as ExpandPaths;
  const source = { ...state, call: { ...CALL, account: ACCOUNT } };
  const shown = expanded(writePlan(price, RECURRING, CALL), paths, planExpansions, source);
  expect(shown).toMatchObject({
    amount: null,
    amount_decimal: null,
    tiers_mode: 'volume',
    transform_usage: null,
    product: { object: 'product', name: 'Credits' },
    tiers: [{ unit_amount: null, unit_amount_decimal: '0.5', flat_amount: null, up_to: null }],
  });
  const keys = Object.keys(shown);
  expect(keys.indexOf('tiers')).toBe(keys.indexOf('tiers_mode') - 1);
});
