import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InvoicePreview } from '../../src/billing/invoice-preview.ts';
import {
  cancelAt,
  cancelAtPeriodEnd,
  cancelNow,
  itemChangeCosts,
} from '../../src/billing/subscription-changes.ts';
import { toText } from '../../src/metering/decimal.ts';
import type { Meter } from '../../src/metering/meter.ts';
import { ACCOUNT } from '../metering/engine-of.ts';
import { runs } from '../runs.ts';
import { billedState, seconds, subscriptionOf } from './billed-state.ts';
import { perUnit, tiered } from './terms.ts';

const METER = 'mtr_test_1';
const HALF = { terms: perUnit('0.5'), meter: METER };
const FEE = { id: 'price_fee', terms: perUnit('2000') };
const FREE_FIRST = {
  id: 'price_usage',
  meter: METER,
  terms: tiered('graduated', [
    ['100000', '0', '-'],
    ['inf', '0.1', '-'],
  ]),
};
const GITPOD = tiered('graduated', [
  ['1000', '0', '900'],
  ['inf', '3.6', '0'],
]);

function january(meter: Partial<Meter> = {}, options = {}) {
  const state = billedState('2026-02-01T00:00:00Z', options);
  state.engine.createMeter(ACCOUNT, { id: METER, ...meter });
  return state;
}

const linesOf = (preview: InvoicePreview | string) =>
  (preview as InvoicePreview).lines.map(({ quantityDecimal, amount, period }) => [
    quantityDecimal,
    amount,
    new Date(period.start * 1000).toISOString().slice(0, 10),
    new Date(period.end * 1000).toISOString().slice(0, 10),
  ]);

test('previews a month of usage, and the next one from its first second on (docs/stripe/invoice-lines.md#a-month)', () => {
  const { price, subscribe, use, preview, moveTo } = january();
  subscribe([price(HALF)]);
  use('300');
  use('201');
  const first = preview() as InvoicePreview;
  expect(linesOf(first)).toEqual([['501', 251, '2026-02-01', '2026-03-01']]);
  expect(first).toMatchObject({
    total: 251,
    amountDue: 251,
    startingBalance: 0,
    period: { start: seconds('2026-02-01T00:00:00Z'), end: seconds('2026-03-01T00:00:00Z') },
    due: seconds('2026-03-01T00:00:00Z'),
  });
  moveTo('2026-03-01T00:00:00Z');
  expect(linesOf(preview())).toEqual([['0', 0, '2026-03-01', '2026-04-01']]);
  use('2', '2026-02-28T23:59:59Z');
  use('9', '2026-03-01T00:00:00Z');
  expect(linesOf(preview())).toEqual([['9', 5, '2026-03-01', '2026-04-01']]);
});

test.each([
  [
    '250000',
    [
      ['100000', 0],
      ['150000', 15000],
    ],
    17000,
  ],
  ['99999', [['99999', 0]], 2000],
  [
    '100001',
    [
      ['100000', 0],
      ['1', 0],
    ],
    2000,
  ],
  [
    '100005',
    [
      ['100000', 0],
      ['5', 1],
    ],
    2001,
  ],
] as const)(
  'previews a fee and %s of usage (docs/stripe/invoice-lines.md#fee-and-usage)',
  (used, tiers, total) => {
    const { price, subscribe, use, preview } = january();
    subscribe([price(FREE_FIRST), price(FEE)]);
    use(used);
    const shown = preview() as InvoicePreview;
    expect([linesOf(shown), shown.total]).toEqual([
      [
        ...tiers.map((line) => [...line, '2026-02-01', '2026-03-01']),
        ['1', 2000, '2026-03-01', '2026-04-01'],
      ],
      total,
    ]);
  },
);

test('does not bill usage from before the subscription', () => {
  const { price, subscribe, use, preview, moveTo } = january();
  use('7');
  moveTo('2026-02-01T00:00:01Z');
  subscribe([price(HALF)], { anchor: seconds('2026-02-15T00:00:00Z') });
  use('4');
  expect(linesOf(preview())).toEqual([['4', 2, '2026-02-01', '2026-02-15']]);
});

test.each([
  [
    '1031',
    [
      ['1000', 0],
      ['0', 900],
      ['31', 112],
      ['0', 0],
    ],
    1012,
  ],
  [
    '0',
    [
      ['0', 0],
      ['0', 900],
    ],
    900,
  ],
] as const)(
  '%s credits of a recorded price (docs/stripe/invoice-lines.md#recorded-invoices)',
  (used, lines, total) => {
    const { price, subscribe, use, preview } = january();
    subscribe([price({ terms: GITPOD, meter: METER })]);
    use(used);
    const shown = preview() as InvoicePreview;
    expect(linesOf(shown).map((line) => line.slice(0, 2))).toEqual(lines);
    expect([shown.total, shown.lines[0]!.description]).toEqual([
      total,
      `${used === '0' ? 0 : 1000} × Calls (Tier 1 at $0.00 / month)`,
    ]);
  },
);

test('in a trial, previews no usage, and the licensed items of the period after it', () => {
  const { price, subscribe, use, preview, moveTo } = january();
  subscribe([price(HALF), price(FEE)], { trialEnd: seconds('2026-02-14T00:00:00Z') });
  use('10');
  expect(linesOf(preview())).toEqual([['1', 2000, '2026-02-14', '2026-03-14']]);
  moveTo('2026-02-14T00:00:00Z');
  use('3');
  expect(linesOf(preview())).toEqual([
    ['3', 2, '2026-02-14', '2026-03-14'],
    ['1', 2000, '2026-03-14', '2026-04-14'],
  ]);
});

test('canceled at the period end, previews only usage; with only fees there is no upcoming invoice (docs/stripe/invoice-lines.md#cancel-example)', () => {
  const { price, subscribe, use, preview, find, now } = january();
  subscribe([price(HALF), price(FEE)]);
  use('501');
  const ending = cancelAtPeriodEnd(find(), now());
  expect(linesOf(preview({ subscription: ending }))).toEqual([
    ['501', 251, '2026-02-01', '2026-03-01'],
  ]);
  const fees = { ...ending, items: ending.items.slice(1) };
  expect(preview({ subscription: fees })).toBe('nothing');
  const within = cancelAt(find(), seconds('2026-02-10T00:00:00Z'), now());
  expect(linesOf(preview({ subscription: within }))).toEqual([
    ['501', 251, '2026-02-01', '2026-02-10'],
  ]);
  expect(preview({ subscription: cancelNow(find(), now()) })).toBe('nothing');
  expect(preview({ moment: 'canceled' })).toMatchObject({ lines: [], total: 0, amountDue: 0 });
});

test.each([
  [
    'classic',
    [
      ['0', 0, '2026-02-01', '2026-03-01'],
      ['1', 2000, '2026-02-01', '2026-03-01'],
    ],
  ],
  ['flexible', [['1', 2000, '2026-02-01', '2026-03-01']]],
] as const)('before there is a subscription, %s', (billingMode, lines) => {
  const { price, use, preview, now, subscribe } = january();
  const prices = [price({ terms: GITPOD, meter: METER }), price(FEE)];
  subscribe(prices);
  use('5000');
  const subscription = subscriptionOf(prices, now(), { billingMode });
  const shown = preview({ subscription, moment: 'opening' }) as InvoicePreview;
  expect([linesOf(shown), shown.total]).toEqual([lines, 2000]);
  expect(shown.period).toEqual({ start: now(), end: now() });
});

test.each([
  [0, 251],
  [35, 286],
  [-51, 200],
  [-1000, 0],
])('a balance of %s leaves %s to pay, and the total as it is', (balance, amountDue) => {
  const { price, subscribe, use, preview } = january();
  subscribe([price(HALF)]);
  use('501');
  expect(preview({ balance })).toMatchObject({ total: 251, startingBalance: balance, amountDue });
});

test('truncates a fractional quantity, keeps its decimals; a negative sum counts as zero', () => {
  const { price, subscribe, use, preview } = january();
  subscribe([price({ terms: perUnit('33.3'), meter: METER })]);
  use('2.5');
  expect((preview() as InvoicePreview).lines).toMatchObject([
    { quantity: 2, quantityDecimal: '2.5', amount: 83 },
  ]);
  use('-10');
  expect((preview() as InvoicePreview).lines).toMatchObject([
    { quantity: 0, quantityDecimal: '0', amount: 0 },
  ]);
});

test.each([
  ['an amount', perUnit('1000000000000')],
  ['a quantity', perUnit('0')],
])('%s beyond 2^53 has no answer', (_what, terms) => {
  const { price, subscribe, use, preview } = january();
  subscribe([price({ terms, meter: METER })]);
  for (let i = 0; i < 10; i++) use('999999999999999');
  expect(preview()).toBe('too_large');
});

test.each([
  ['month and year', { unit: 'year', count: 1 }, ['2026-02-01', '2026-03-01']],
  ['month and day', { unit: 'day', count: 1 }, ['2026-02-02', '2026-02-03']],
] as const)('mixed intervals, %s: the items whose period ends first', (_what, interval, period) => {
  const { price, subscribe, preview } = january();
  subscribe([price({ ...FEE, interval }), price(HALF)]);
  expect(linesOf(preview()).map((line) => line.slice(2))).toEqual([period]);
});

test('two subscriptions on one meter both bill all of its usage', () => {
  const { price, subscribe, use, preview, find } = january();
  const half = price(HALF);
  subscribe([half]);
  subscribe([half], { id: 'sub_2' });
  use('501');
  expect([preview(), preview({ subscription: find('sub_2') })]).toMatchObject([
    { total: 251 },
    { total: 251 },
  ]);
});

test.each([
  ['2026-02-01T00:00:00Z', '5'],
  ['2026-02-01T10:00:00Z', '5'],
] as const)(
  'a day of a meter with a window belongs entirely to the period in which it ends: %s',
  (start, value) => {
    const { price, subscribe, use, preview, moveTo } = january({ eventTimeWindow: 'day' });
    moveTo(start);
    subscribe([price({ terms: perUnit('1'), meter: METER })]);
    use('9', '2026-01-31T23:00:00Z'); // its day ends with the month
    use(value, '2026-02-01T00:00:00Z'); // its day ends after both starts
    expect(linesOf(preview())).toEqual([['5', 5, '2026-02-01', '2026-03-01']]);
    moveTo('2026-03-01T10:00:00Z');
    use('7', '2026-03-01T09:00:00Z');
    expect(linesOf(preview())).toEqual([['7', 7, '2026-03-01', '2026-04-01']]);
  },
);

test('leaves out usage that summaries do not show yet', () => {
  const { price, subscribe, use, preview, moveTo } = january({}, { summaryLag: 60 });
  subscribe([price(HALF)]);
  use('501');
  expect(preview()).toMatchObject({ total: 0 });
  moveTo('2026-02-01T00:01:00Z');
  expect(preview()).toMatchObject({ total: 251 });
});

const event = fc.record({
  value: fc.constantFrom('1', '0.1', '-2', '3.333', '1000000000'),
  second: fc.nat(27 * 86_400),
  isCancelled: fc.boolean(),
});

test.each(['sum', 'count'] as const)(
  '%s: order does not matter, and a cancellation undoes an event',
  (formula) => {
    const totalOf = (
      events: readonly (typeof event extends fc.Arbitrary<infer E> ? E : never)[],
    ) => {
      const { engine, price, subscribe, use, preview, moveTo } = january({ formula });
      subscribe([price({ terms: GITPOD, meter: METER })]);
      moveTo('2026-02-28T00:00:00Z');
      events.forEach(({ value, second, isCancelled }, at) => {
        const time = new Date((seconds('2026-02-01T00:00:00Z') + second) * 1000).toISOString();
        use(value, time, `e${at}`);
        if (isCancelled) engine.cancel(ACCOUNT, 'calls', `e${at}`);
      });
      const { lines, total } = preview() as InvoicePreview;
      return [total, ...lines.map(({ quantityDecimal }) => quantityDecimal)];
    };
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), fc.nat(), (events, seed) => {
        const shuffled = events.toSorted(
          (a, b) => ((a.second * seed) % 97) - ((b.second * seed) % 97),
        );
        const kept = events.filter(({ isCancelled }) => !isCancelled);
        expect(totalOf(shuffled)).toEqual(totalOf(events));
        expect(totalOf(kept)).toEqual(totalOf(events));
      }),
      { numRuns: runs(50) },
    );
  },
);

test('names what Stripe would invoice for a change of items', () => {
  const { price, subscribe, ledger } = january();
  const before = subscribe([price(HALF), price(FEE)]);
  const { prices } = ledger();
  const [usage, fee] = before.items as [never, never];
  const costs = (items: object[], changes = {}) =>
    itemChangeCosts({ ...before, ...changes }, { ...before, items: items as never }, prices);
  expect([
    costs([usage, fee]),
    costs([usage, { ...(fee as object), quantity: 2 }]),
    costs([usage]),
    costs([fee]),
    costs([fee], { billingMode: 'classic' }),
    costs([usage], { status: 'trialing' }),
  ]).toEqual([undefined, 'proration', 'proration', 'unbilled_usage', undefined, undefined]);
});

test('the unit price of a line is exact', () => {
  const { price, subscribe, preview } = january();
  subscribe([price({ terms: perUnit('0.000035'), meter: METER })]);
  expect(toText((preview() as InvoicePreview).lines[0]!.unitAmount)).toBe('0.000035');
});
