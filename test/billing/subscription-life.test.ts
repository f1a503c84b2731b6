import { expect, test } from 'vitest';
import type { Subscription } from '../../src/billing/subscription.ts';
import {
  cancelAt,
  cancelAtPeriodEnd,
  cancelNow,
  keepOn,
  moveTrialEnd,
} from '../../src/billing/subscription-changes.ts';
import { billedState, seconds } from './billed-state.ts';
import { perUnit } from './terms.ts';

const iso = (time: number) => new Date(time * 1000).toISOString().slice(0, 16);
const periods = ({ items }: Subscription) =>
  items.map(({ period }) => `${iso(period.start)} ${iso(period.end)}`);

const METERED = { terms: perUnit('0.5'), meter: 'mtr_test_1' };
const LICENSED = { id: 'price_2', terms: perUnit('2000') };

function yearAndMonth() {
  const state = billedState('2026-01-31T12:00:00Z');
  const monthly = state.price(METERED);
  const yearly = state.price({ ...LICENSED, interval: { unit: 'year', count: 1 } });
  state.subscribe([monthly, yearly]);
  return state;
}

test('periods roll from the anchor: 31 January, 28 February, 31 March', () => {
  const { find, moveTo, due } = yearAndMonth();
  expect(periods(find())).toEqual([
    '2026-01-31T12:00 2026-02-28T12:00',
    '2026-01-31T12:00 2027-01-31T12:00',
  ]);
  expect(due()).toEqual([['subscription', '2026-02-28T12:00:00.000Z']]);
  moveTo('2026-02-28T11:59:59Z');
  expect(periods(find())[0]).toBe('2026-01-31T12:00 2026-02-28T12:00');
  moveTo('2026-02-28T12:00:00Z');
  expect(periods(find())).toEqual([
    '2026-02-28T12:00 2026-03-31T12:00',
    '2026-01-31T12:00 2027-01-31T12:00',
  ]);
  expect(due()).toEqual([['subscription', '2026-03-31T12:00:00.000Z']]);
});

test('a move over several periods rolls each in turn, at its own moment', () => {
  const { state, moveTo, find } = yearAndMonth();
  const seen: string[] = [];
  state.feed.listen(['subscription_updated'], ({ subscription }) =>
    seen.push(`${iso(state.clocks.now() / 1000)} ${periods(subscription)[0]}`),
  );
  moveTo('2026-05-01T00:00:00Z');
  expect(seen).toEqual([
    '2026-02-28T12:00 2026-02-28T12:00 2026-03-31T12:00',
    '2026-03-31T12:00 2026-03-31T12:00 2026-04-30T12:00',
    '2026-04-30T12:00 2026-04-30T12:00 2026-05-31T12:00',
  ]);
  moveTo('2027-02-01T00:00:00Z');
  expect(periods(find())[1]).toBe('2027-01-31T12:00 2028-01-31T12:00');
});

test('with an anchor ahead, the first period ends there', () => {
  const state = billedState('2026-01-31T12:00:00Z');
  state.subscribe([state.price(METERED)], { anchor: seconds('2026-02-15T00:00:00Z') });
  expect(periods(state.find())).toEqual(['2026-01-31T12:00 2026-02-15T00:00']);
  state.moveTo('2026-02-15T00:00:00Z');
  expect(periods(state.find())).toEqual(['2026-02-15T00:00 2026-03-15T00:00']);
});

test('a trial is a separate period, and the anchor is its end', () => {
  const state = billedState('2026-01-31T12:00:00Z');
  const trialEnd = seconds('2026-02-14T12:00:00Z');
  state.subscribe([state.price(METERED)], { trialEnd });
  expect(state.find()).toMatchObject({ status: 'trialing', billingCycleAnchor: trialEnd });
  expect(periods(state.find())).toEqual(['2026-01-31T12:00 2026-02-14T12:00']);
  state.moveTo('2026-02-14T12:00:00Z');
  expect(state.find()).toMatchObject({ status: 'active', trialEnd });
  expect(periods(state.find())).toEqual(['2026-02-14T12:00 2026-03-14T12:00']);
});

test('moving a trial end moves the anchor; `now` ends the trial', () => {
  const state = billedState('2026-01-31T12:00:00Z');
  const subscription = state.subscribe([state.price(METERED)], {
    trialEnd: seconds('2026-02-14T12:00:00Z'),
  });
  const { prices } = state.ledger();
  const later = seconds('2026-02-20T00:00:00Z');
  expect(moveTrialEnd(subscription, later, state.now(), prices)).toMatchObject({
    status: 'trialing',
    billingCycleAnchor: later,
    items: [{ period: { end: later } }],
  });
  const over = moveTrialEnd(subscription, state.now(), state.now(), prices);
  expect(over).toMatchObject({ status: 'active', trialEnd: state.now() });
  expect(periods(over)).toEqual(['2026-01-31T12:00 2026-02-28T12:00']);
});

test('canceled at the period end, it is active until then and keeps its last period', () => {
  const { state, find, change, moveTo, now, due } = yearAndMonth();
  const { feed } = state;
  const kinds: string[] = [];
  feed.listen(['subscription_updated', 'subscription_canceled'], ({ kind }) => kinds.push(kind));
  change({ ...find(), items: find().items.slice(0, 1) });
  change(cancelAtPeriodEnd(find(), now()));
  const end = seconds('2026-02-28T12:00:00Z');
  const asked = { cancelAt: end, canceledAt: seconds('2026-01-31T12:00:00Z') };
  expect(find()).toMatchObject({ ...asked, status: 'active', cancelAtPeriodEnd: true });
  moveTo('2026-03-01T00:00:00Z');
  expect(find()).toMatchObject({ ...asked, status: 'canceled', endedAt: end });
  expect(periods(find())).toEqual(['2026-01-31T12:00 2026-02-28T12:00']);
  expect([kinds, due()]).toEqual([
    ['subscription_updated', 'subscription_updated', 'subscription_canceled'],
    [],
  ]);
});

test('cancels at a time within a period, unless that is revoked first', () => {
  const { find, change, moveTo, now, due } = yearAndMonth();
  change(cancelAt(find(), seconds('2026-02-10T00:00:00Z'), now()));
  expect(due()).toEqual([['subscription', '2026-02-10T00:00:00.000Z']]);
  change(keepOn(find()));
  expect(due()).toEqual([['subscription', '2026-02-28T12:00:00.000Z']]);
  change(cancelAt(find(), seconds('2026-02-10T00:00:00Z'), now()));
  moveTo('2026-02-11T00:00:00Z');
  expect(find()).toMatchObject({ status: 'canceled', endedAt: seconds('2026-02-10T00:00:00Z') });
});

test('canceled now, it has nothing due any more', () => {
  const { find, change, now, due, moveTo } = yearAndMonth();
  change(cancelNow(cancelAtPeriodEnd(find(), now()), now()));
  expect(find()).toMatchObject({
    status: 'canceled',
    cancelAt: null,
    cancelAtPeriodEnd: false,
    canceledAt: now(),
    endedAt: now(),
    cancellationReason: 'cancellation_requested',
  });
  expect(due()).toEqual([]);
  moveTo('2026-04-01T00:00:00Z');
  expect(periods(find())[0]).toBe('2026-01-31T12:00 2026-02-28T12:00');
});

test("follows its account's own clock, and ends with a reset", () => {
  const { state, engine, find, moveTo, due } = yearAndMonth();
  const moved = { nowMs: Date.parse('2026-01-31T12:00:00Z'), frozen: true, realMs: 0 };
  state.apply({ kind: 'set_clock', account: 'default', ...moved });
  moveTo('2026-04-01T00:00:00Z');
  expect(periods(find())[0]).toBe('2026-01-31T12:00 2026-02-28T12:00');
  expect(state.clocks.of('default').schedule.all()).toHaveLength(1);
  engine.reset('default');
  expect([find(), due()]).toEqual([undefined, []]);
});

test('a second subscription with the same id, or a change to an unknown one, has no effect', () => {
  const { state, find, due } = yearAndMonth();
  const command = { account: { account: 'default', livemode: false }, atMs: 0, sharedMs: 0 };
  const apply = state.apply;
  const twice = apply({ kind: 'create_subscription', ...command, subscription: find() });
  const unknown = { ...find(), id: 'sub_2' };
  const none = apply({ kind: 'change_subscription', ...command, subscription: unknown });
  expect([twice, none, due().length]).toEqual([undefined, 'not_found', 1]);
});
