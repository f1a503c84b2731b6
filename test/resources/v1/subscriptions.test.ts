import { expect, test } from 'vitest';
import { START } from '../../helper.ts';
import { billedServer, OLD, SUBSCRIPTIONS } from './billed-server.ts';

const DAY = 86_400;
const MONTH_END = Date.parse('2026-02-28T12:00:00Z') / 1000;

test('a created subscription has its fields in the recorded order', async () => {
  const { subscribe, metered, customer, subscription } = await billedServer();
  const price = await metered();
  const { status, body } = await subscribe([price], 'metadata[a]=1&description=d');
  expect(status).toBe(200);
  expect(body.id).toMatch(/^sub_1[A-Za-z0-9]{23}$/);
  expect(Object.keys(body)).toEqual(
    (
      'id object application application_fee_percent automatic_tax billing_cycle_anchor ' +
      'billing_cycle_anchor_config billing_mode billing_schedules billing_thresholds cancel_at ' +
      'cancel_at_period_end canceled_at cancellation_details collection_method created currency ' +
      'customer customer_account days_until_due default_payment_method default_source ' +
      'default_tax_rates description discounts ended_at invoice_settings items latest_invoice ' +
      'livemode managed_payments metadata next_pending_invoice_item_invoice on_behalf_of ' +
      'pause_collection payment_settings pending_invoice_item_interval pending_setup_intent ' +
      'pending_update plan schedule start_date status test_clock transfer_data trial_end ' +
      'trial_settings trial_start'
    ).split(' '),
  );
  expect(body).toMatchObject({
    billing_cycle_anchor: START,
    billing_mode: {
      flexible: { proration_discounts: 'included' },
      type: 'flexible',
      updated_at: START,
    },
    currency: 'usd',
    customer,
    description: 'd',
    latest_invoice: null,
    metadata: { a: '1' },
    plan: { object: 'plan', id: price, usage_type: 'metered' },
    status: 'active',
    items: { total_count: 1, url: `/v1/subscription_items?subscription=${body.id}` },
  });
  const [item] = body.items.data;
  expect(Object.keys(item)).toEqual(
    (
      'id object billing_thresholds created current_period_end current_period_start discounts ' +
      'metadata plan price subscription tax_rates'
    ).split(' '),
  );
  expect(item).toMatchObject({
    current_period_start: START,
    current_period_end: MONTH_END,
    price: { id: price, object: 'price' },
  });
  expect(await subscription(body.id)).toEqual(body);
});

test.each([
  ['2024-04-10', 'classic', 'subscription'],
  ['2025-06-30.basil', 'classic', 'item'],
  ['2025-09-30.clover', 'flexible', 'item'],
  ['2026-03-25.dahlia', 'flexible', 'item'],
])('at %s: %s, and the period on the %s', async (version, mode, where) => {
  const { subscribe, metered } = await billedServer();
  const { body } = await subscribe([await metered()], '', { 'stripe-version': version });
  const period = { current_period_start: START, current_period_end: MONTH_END };
  const [item] = body.items.data;
  expect(body.billing_mode.type).toBe(mode);
  expect(where === 'item' ? item : body).toMatchObject(period);
  expect(where === 'item' ? body : item).not.toHaveProperty('current_period_end');
  expect(body).not.toHaveProperty('billing_schedules');
});

test('with a fee and usage, only the licensed item has a quantity; no plan on top', async () => {
  const { subscribe, metered, licensed } = await billedServer();
  const { body } = await subscribe([await licensed(), await metered()]);
  expect(body).not.toHaveProperty('plan');
  expect(body.items.data[0].quantity).toBe(1);
  expect(body.items.data[1]).not.toHaveProperty('quantity');
});

test('returns fields that are only kept', async () => {
  const { subscribe, metered } = await billedServer();
  const { body } = await subscribe(
    [await metered()],
    'collection_method=send_invoice&days_until_due=30&default_payment_method=pm_1&' +
      'payment_settings[save_default_payment_method]=on_subscription&' +
      'payment_settings[payment_method_types][]=card&off_session=true&' +
      'payment_behavior=default_incomplete&billing_thresholds[amount_gte]=75000&' +
      'trial_settings[end_behavior][missing_payment_method]=cancel&currency=USD&' +
      'items[0][billing_thresholds][usage_gte]=10&items[0][metadata][b]=2&' +
      'billing_mode[type]=flexible&billing_mode[flexible][proration_discounts]=itemized',
  );
  expect(body).toMatchObject({
    collection_method: 'send_invoice',
    days_until_due: 30,
    default_payment_method: 'pm_1',
    payment_settings: {
      payment_method_types: ['card'],
      save_default_payment_method: 'on_subscription',
    },
    billing_thresholds: { amount_gte: 75_000, reset_billing_cycle_anchor: false },
    trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
    billing_mode: { flexible: { proration_discounts: 'itemized' } },
    items: { data: [{ billing_thresholds: { usage_gte: 10 }, metadata: { b: '2' } }] },
    status: 'active',
  });
});

test('expands its prices’ products and tiers, its customer, and null fields', async () => {
  const { subscribe, metered, customer, product } = await billedServer();
  const tiers =
    'billing_scheme=tiered&tiers_mode=volume&tiers[0][up_to]=inf&tiers[0][unit_amount]=1';
  const { body } = await subscribe(
    [await metered(tiers)],
    'expand[]=items.data.price.product&expand[]=items.data.price.tiers&expand[]=customer&' +
      'expand[]=latest_invoice.payments&expand[]=schedule&expand[]=pending_setup_intent',
  );
  expect(body).toMatchObject({
    customer: { id: customer, object: 'customer' },
    items: { data: [{ price: { product: { id: product }, tiers: [{ unit_amount: 1 }] } }] },
    schedule: null,
  });
});

test.each([
  ['billing_cycle_anchor', START + 10 * DAY, START + 10 * DAY],
  ['trial_end', START + 14 * DAY, START + 14 * DAY],
  ['trial_period_days', 14, START + 14 * DAY],
])('%s=%s: the first period ends there', async (name, value, end) => {
  const { subscribe, metered } = await billedServer();
  const { body } = await subscribe([await metered()], `${name}=${value}`);
  const [item] = body.items.data;
  expect([body.billing_cycle_anchor, item.current_period_end]).toEqual([end, end]);
  expect(body.status).toBe(name === 'billing_cycle_anchor' ? 'active' : 'trialing');
});

test('billing_cycle_anchor_config sets the anchor to day 1 at midnight', async () => {
  const { subscribe, metered } = await billedServer();
  const config = ['day_of_month=1', 'hour=0', 'minute=0', 'second=0']
    .map((each) => `billing_cycle_anchor_config[${each.replace('=', ']=')}`)
    .join('&');
  const { body } = await subscribe([await metered()], config);
  const first = Date.parse('2026-02-01T00:00:00Z') / 1000;
  expect(body).toMatchObject({
    billing_cycle_anchor: first,
    billing_cycle_anchor_config: { day_of_month: 1, hour: 0, minute: 0, month: null, second: 0 },
  });
  expect(body.items.data[0].current_period_end).toBe(first);
});

const ANCHOR = `billing_cycle_anchor=${START + 10 * DAY}`;

test('a licensed item that would be prorated is refused, or treated as `none`', async () => {
  const { subscribe, licensed } = await billedServer();
  const price = await licensed();
  const refused = await subscribe([price], ANCHOR);
  expect([refused.status, refused.body.error.message, refused.body.error.param]).toEqual([
    400,
    expect.stringMatching(/^stripe-meter-mock does not prorate/),
    'proration_behavior',
  ]);
  expect((await subscribe([price], `${ANCHOR}&proration_behavior=none`)).status).toBe(200);
  const lenient = await billedServer({ proration: 'none' });
  expect((await lenient.subscribe([await lenient.licensed()], ANCHOR)).status).toBe(200);
});

test('periods roll when the clock moves, each in turn', async () => {
  const { mock, subscribe, metered, subscription } = await billedServer();
  const { id } = (await subscribe([await metered()])).body;
  await mock.clock.move({ now: Date.parse('2026-04-01T00:00:00Z') / 1000 });
  expect((await subscription(id)).items.data[0]).toMatchObject({
    current_period_start: Date.parse('2026-03-31T12:00:00Z') / 1000,
    current_period_end: Date.parse('2026-04-30T12:00:00Z') / 1000,
  });
});

interface Item {
  price: { id: string };
  current_period_start: number;
  current_period_end: number;
  metadata: object;
}

interface Case {
  what: string;
  form: (ids: Record<'usage' | 'fee' | 'eur' | 'once' | 'off' | 'yearly', string>) => string;
  error: [status: number, code: string | undefined, param: string | undefined, message: unknown];
}

const item = (price: string, at = 0) => `items[${at}][price]=${price}`;
const INACTIVE = 'The price specified is inactive. This field only accepts active prices.';
const ONE_TIME =
  'The price specified is set to `type=one_time` but this field only accepts prices with ' +
  '`type=recurring`.';
const INTERVALS =
  'Currency and interval fields must match across all plans on this subscription. Found mismatch ' +
  'in interval field.';
const MISSING = 'parameter_missing';

test.each<Case>([
  {
    what: 'no items',
    form: () => '',
    error: [400, MISSING, 'items', 'Missing required param: items.'],
  },
  {
    what: 'no price',
    form: () => 'items[0][quantity]=1',
    error: [400, MISSING, 'items[0][price]', 'Missing required param: items[0][price].'],
  },
  {
    what: 'unknown price',
    form: () => item('price_nope'),
    error: [400, 'resource_missing', 'items[0][price]', "No such price: 'price_nope'"],
  },
  {
    what: 'inactive price',
    form: ({ off }) => item(off),
    error: [400, undefined, 'items[0][price]', INACTIVE],
  },
  {
    what: 'one-time price',
    form: ({ once }) => item(once),
    error: [400, undefined, 'items[0][price]', ONE_TIME],
  },
  {
    what: 'one price twice',
    form: ({ usage }) => `${item(usage)}&${item(usage, 1)}`,
    error: [
      400,
      undefined,
      'plan',
      expect.stringMatching(
        /^Cannot create a Subscription with multiple Subscription Items with the same Price: price_1/,
      ),
    ],
  },
  {
    what: 'mixed currencies',
    form: ({ usage, eur }) => `${item(usage)}&${item(eur, 1)}`,
    error: [
      400,
      undefined,
      'items[1][price]',
      expect.stringMatching(
        /^This `price` has `currency=eur`, but other items use `currency=usd`\./,
      ),
    ],
  },
  {
    what: 'another currency asked for',
    form: ({ usage }) => `${item(usage)}&currency=eur`,
    error: [
      400,
      undefined,
      'items[0][price]',
      "The price specified only supports `usd`. This doesn't match the expected currency: `eur`.",
    ],
  },
  {
    what: 'mixed intervals, classic',
    form: ({ usage, yearly }) => `${item(usage)}&${item(yearly, 1)}&billing_mode[type]=classic`,
    error: [400, undefined, undefined, INTERVALS],
  },
  {
    what: 'quantity on a metered price',
    form: ({ usage }) => `${item(usage)}&items[0][quantity]=2`,
    error: [400, undefined, 'items[0][quantity]', 'You cannot set the quantity for metered plans.'],
  },
  {
    what: 'days_until_due alone',
    form: ({ usage }) => `${item(usage)}&days_until_due=3`,
    error: [
      400,
      undefined,
      undefined,
      "You can only specify 'days_until_due' if invoice collection method is 'send_invoice'.",
    ],
  },
  {
    what: 'send_invoice alone',
    form: ({ usage }) => `${item(usage)}&collection_method=send_invoice`,
    error: [
      400,
      undefined,
      undefined,
      "If invoice collection method is 'send_invoice', you must specify 'days_until_due'.",
    ],
  },
  {
    what: 'a trial that ended',
    form: ({ usage }) => `${item(usage)}&trial_end=1000`,
    error: [
      400,
      undefined,
      'trial_end',
      'The parameter `trial_end` expects a unix timestamp representing a date and time in the ' +
        'future. You specified the value `1000` which is in the past.',
    ],
  },
  {
    what: 'a trial by both names',
    form: ({ usage }) => `${item(usage)}&trial_end=now&trial_period_days=3`,
    error: [400, undefined, 'trial_end', expect.stringMatching(/^You may only specify one of/)],
  },
  {
    what: 'a trial of three years',
    form: ({ usage }) => `${item(usage)}&trial_period_days=1000`,
    error: [400, undefined, 'trial_period_days', 'A trial can last 730 days at most.'],
  },
  {
    what: 'an anchor in the past',
    form: ({ usage }) => `${item(usage)}&billing_cycle_anchor=1000`,
    error: [400, undefined, 'billing_cycle_anchor', expect.stringMatching(/in the past\.$/)],
  },
  {
    what: 'an anchor too late',
    form: ({ usage }) => `${item(usage)}&billing_cycle_anchor=${START + 40 * DAY}`,
    error: [
      400,
      undefined,
      'billing_cycle_anchor',
      `\`billing_cycle_anchor\` timestamp cannot be later than next natural billing date (${MONTH_END}) for plan`,
    ],
  },
  {
    what: 'both anchors',
    form: ({ usage }) => `${item(usage)}&${ANCHOR}&billing_cycle_anchor_config[day_of_month]=1`,
    error: [400, undefined, 'billing_cycle_anchor', expect.stringMatching(/^You may only/)],
  },
  {
    what: 'flexible of classic',
    form: ({ usage }) =>
      `${item(usage)}&billing_mode[type]=classic&billing_mode[flexible][proration_discounts]=included`,
    error: [400, undefined, 'billing_mode[flexible]', expect.any(String)],
  },
  {
    what: 'a cancellation in the past',
    form: ({ usage }) => `${item(usage)}&cancel_at=1000`,
    error: [400, undefined, 'cancel_at', expect.stringMatching(/in the past\.$/)],
  },
  {
    what: 'two cancellations',
    form: ({ usage }) => `${item(usage)}&cancel_at=${START + DAY}&cancel_at_period_end=true`,
    error: [400, undefined, 'cancel_at', expect.stringMatching(/^You may only specify one of/)],
  },
])('refused: $what', async ({ form, error }) => {
  const { post, get, customer, metered, licensed, priced } = await billedServer();
  const off = await licensed();
  await post(`/v1/prices/${off}`, 'active=false');
  const ids = {
    usage: await metered(),
    fee: await licensed(),
    eur: await priced('unit_amount=1&recurring[interval]=month', 'eur'),
    once: await priced('unit_amount=1'),
    yearly: await priced('unit_amount=1&recurring[interval]=year'),
    off,
  };
  const answer = await post(SUBSCRIPTIONS, `customer=${customer}&${form(ids)}`);
  const { code, param, message } = answer.body.error ?? {};
  expect([answer.status, code, param, message]).toEqual(error);
  expect((await get(`${SUBSCRIPTIONS}?status=all`)).body.data).toEqual([]);
});

test.each([
  'add_invoice_items[0][price]=p',
  'application_fee_percent=1',
  'automatic_tax[enabled]=true',
  'backdate_start_date=1',
  'billing_schedules[0][a]=1',
  'cancel_at=max_billed_until',
  'coupon=c',
  'customer_account=a',
  'default_tax_rates[]=t',
  'discounts[0][coupon]=c',
  'items[0][discounts][0][coupon]=c',
  'items[0][price_data][currency]=usd',
  'items[0][tax_rates][]=t',
  'pending_invoice_item_interval[interval]=day',
  'promotion_code=p',
  'transfer_data[destination]=a',
])('a parameter that would change an amount is refused by name: %s', async (form) => {
  const { subscribe, metered } = await billedServer();
  const { status, body } = await subscribe([await metered()], form);
  expect([status, body.error.message]).toEqual([
    400,
    expect.stringMatching(/^stripe-meter-mock does not compute the effect of .* on amounts/),
  ]);
});

test('accepts such parameters if they are empty or off', async () => {
  const { subscribe, metered } = await billedServer();
  const form = 'discounts=&default_tax_rates=&automatic_tax[enabled]=false&transfer_data=';
  expect((await subscribe([await metered()], form)).status).toBe(200);
});

test('refuses unknown and deleted customers in any mode', async () => {
  const { post, metered, customer, delete: remove } = await billedServer();
  const price = await metered();
  const answer = await post(SUBSCRIPTIONS, `customer=cus_nope&items[0][price]=${price}`);
  expect([answer.status, answer.body.error]).toEqual([
    404,
    expect.objectContaining({
      code: 'resource_missing',
      message: "No such customer: 'cus_nope'",
      param: 'customer',
    }),
  ]);
  await remove(`/v1/customers/${customer}`);
  const gone = await post(SUBSCRIPTIONS, `customer=${customer}&items[0][price]=${price}`);
  expect(gone.status).toBe(404);
});

test('deleting a customer cancels its subscriptions', async () => {
  const { subscribe, metered, customer, subscription, delete: remove } = await billedServer();
  const { id } = (await subscribe([await metered()])).body;
  await remove(`/v1/customers/${customer}`);
  expect(await subscription(id)).toMatchObject({ status: 'canceled', ended_at: START });
});

test('refuses a second currency for one customer', async () => {
  const { subscribe, metered, priced } = await billedServer();
  await subscribe([await metered()]);
  const eur = await priced('unit_amount=1&recurring[interval]=month', 'eur');
  const { body } = await subscribe([eur]);
  expect(body.error.message).toMatch(/^You cannot combine currencies on a single customer\./);
});

test('older versions refuse flexible mode', async () => {
  const { subscribe, metered } = await billedServer();
  const { body } = await subscribe([await metered()], 'billing_mode[type]=flexible', OLD);
  expect(body.error.param).toBe('billing_mode[type]');
});

test('an update changes details, merges metadata by key, and unsets thresholds', async () => {
  const { subscribe, metered, post, subscription } = await billedServer();
  const { id } = (
    await subscribe(
      [await metered()],
      'metadata[a]=1&metadata[b]=2&billing_thresholds[amount_gte]=75000',
    )
  ).body;
  const { body } = await post(
    `${SUBSCRIPTIONS}/${id}`,
    'metadata[a]=&metadata[c]=3&description=x&billing_thresholds=&' +
      'cancellation_details[comment]=why&cancellation_details[feedback]=unused',
  );
  expect(body).toMatchObject({
    metadata: { b: '2', c: '3' },
    description: 'x',
    billing_thresholds: null,
    cancellation_details: { comment: 'why', feedback: 'unused', reason: null },
  });
  expect(await subscription(id)).toEqual(body);
});

test('an update adds, changes and removes items', async () => {
  const { subscribe, metered, post, mock } = await billedServer();
  const [first, second, third] = [await metered(), await metered(), await metered()];
  const { id, items } = (await subscribe([first!, second!], 'billing_mode[type]=classic')).body;
  await mock.clock.advance(DAY);
  const { body } = await post(
    `${SUBSCRIPTIONS}/${id}`,
    `items[0][price]=${first}&items[1][id]=${items.data[0].id}&items[1][deleted]=true&` +
      `items[2][id]=${items.data[1].id}&items[2][price]=${third}&items[2][metadata][k]=v`,
  );
  expect(
    body.items.data.map((each: Item) => [
      each.price.id,
      each.current_period_start,
      each.current_period_end,
      each.metadata,
    ]),
  ).toEqual([
    [third, START, MONTH_END, { k: 'v' }],
    [first, START + DAY, MONTH_END, {}],
  ]);
});

test('flexible mode refuses to remove an item with usage; classic drops the usage', async () => {
  const { subscribe, metered, post } = await billedServer();
  const prices = [await metered(), await metered()];
  const { id, items } = (await subscribe(prices)).body;
  const removal = `items[0][id]=${items.data[0].id}&items[0][deleted]=true`;
  const refused = await post(`${SUBSCRIPTIONS}/${id}`, removal);
  expect(refused.body.error.message).toMatch(/^stripe-meter-mock creates no invoice item/);
  const cleared = await post(`${SUBSCRIPTIONS}/${id}`, `${removal}&items[0][clear_usage]=true`);
  expect(cleared.body.error.message).toBe(
    'With `billing_mode.type=flexible` set on a subscription, the following parameters are not ' +
      'supported: clear_usage.',
  );
  const none = await post(`${SUBSCRIPTIONS}/${id}`, `${removal}&proration_behavior=none`);
  expect(none.body.items.data).toHaveLength(1);
});

test('flexible mode refuses to move an item to another price, unless `none`', async () => {
  const { subscribe, metered, post, use, preview } = await billedServer();
  const { id, items } = (await subscribe([await metered()])).body;
  await use(501);
  const change = `items[0][id]=${items.data[0].id}&items[0][price]=${await metered('unit_amount=3')}`;
  const { error } = (await post(`${SUBSCRIPTIONS}/${id}`, change)).body;
  expect([error.param, error.message]).toEqual([
    'proration_behavior',
    expect.stringMatching(/removed or moved to another price.*Send proration_behavior=none/),
  ]);
  const asked = `subscription=${id}&${change.replace(/items(\[\d\])/g, 'subscription_details[items]$1')}`;
  const previewed = (await preview(asked)).error;
  expect([previewed.param, previewed.message]).toEqual([
    'subscription_details[proration_behavior]',
    expect.stringContaining('Send subscription_details[proration_behavior]=none'),
  ]);
  await post(`${SUBSCRIPTIONS}/${id}`, `${change}&proration_behavior=none`);
  expect((await preview(`subscription=${id}`)).total).toBe(1503); // 501 × 3
});

test.each([
  ['items[0][id]=si_nope', "No such subscription_item: 'si_nope'"],
  [
    'items[0][id]=ITEM&items[0][deleted]=true',
    /^A subscription must have at least one active plan/,
  ],
  ['items[0][id]=ITEM&items[0][clear_usage]=true', /^`clear_usage` is only for/],
  ['items[0][id]=ITEM&items[0][quantity]=2', 'You cannot set the quantity for metered plans.'],
  [
    'items[0][price]=USAGE',
    /^A new item with Price price_\w+ can't be added to this Subscription because an existing Subscription Item si_\w+ is already using that Price\./,
  ],
  [
    'items[0][price]=EUR',
    "The price specified only supports `eur`. This doesn't match the expected currency: `usd`.",
  ],
  ['items[0][price]=FEE', /^stripe-meter-mock does not prorate/],
  [
    'items[0][id]=ITEM&items[0][price]=YEARLY&proration_behavior=none',
    /^stripe-meter-mock does not move an item/,
  ],
  [
    'billing_cycle_anchor=now',
    /^stripe-meter-mock does not start a new billing cycle for billing_cycle_anchor/,
  ],
  ['billing_cycle_anchor[type]=now', /^stripe-meter-mock does not start a new billing cycle/],
  [
    `trial_end=${START + DAY}`,
    /^stripe-meter-mock does not start a new billing cycle for trial_end/,
  ],
  ['pause_collection[behavior]=void', /^stripe-meter-mock does not compute/],
  ['proration_date=1', /^stripe-meter-mock does not compute/],
])('an update refused, and nothing changed: %s', async (form, message) => {
  const { subscribe, metered, licensed, priced, post, subscription } = await billedServer();
  const usage = await metered();
  const { body } = await subscribe([usage]);
  const eur = await priced('unit_amount=1&recurring[interval]=month', 'eur');
  const filled = form
    .replace('ITEM', body.items.data[0].id)
    .replace('ITEM', body.items.data[0].id)
    .replace('USAGE', usage)
    .replace('FEE', await licensed())
    .replace('EUR', eur)
    .replace('YEARLY', await priced('unit_amount=1&recurring[interval]=year'));
  const answer = await post(`${SUBSCRIPTIONS}/${body.id}`, filled);
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
  expect(await subscription(body.id)).toEqual(body);
});

test('billing_cycle_anchor=unchanged changes nothing', async () => {
  const { subscribe, metered, post } = await billedServer();
  const { body } = await subscribe([await metered()]);
  for (const form of ['billing_cycle_anchor=unchanged', 'billing_cycle_anchor[type]=unchanged'])
    expect((await post(`${SUBSCRIPTIONS}/${body.id}`, form)).body).toEqual(body);
});

test('a trial can be moved, then ended now', async () => {
  const { subscribe, metered, licensed, post, mock } = await billedServer();
  const { id } = (await subscribe([await metered(), await licensed()], 'trial_period_days=14'))
    .body;
  const update = async (form: string) => (await post(`${SUBSCRIPTIONS}/${id}`, form)).body;
  expect(await update(`trial_end=${START + 20 * DAY}`)).toMatchObject({
    status: 'trialing',
    billing_cycle_anchor: START + 20 * DAY,
  });
  await mock.clock.advance(DAY);
  const ended = await update('trial_end=now');
  expect(ended).toMatchObject({ status: 'active', trial_end: START + DAY });
  expect(ended.items.data[0].current_period_start).toBe(START + DAY);
});

test('sets and revokes cancellation at the period end', async () => {
  const { subscribe, metered, post, mock, subscription } = await billedServer();
  const { id } = (await subscribe([await metered()])).body;
  const update = async (form: string) => (await post(`${SUBSCRIPTIONS}/${id}`, form)).body;
  const asked = { cancel_at: MONTH_END, cancel_at_period_end: true, canceled_at: START };
  expect(await update('cancel_at_period_end=true')).toMatchObject({
    ...asked,
    status: 'active',
    cancellation_details: { reason: 'cancellation_requested' },
  });
  expect(await update('cancel_at_period_end=false')).toMatchObject({
    cancel_at: null,
    canceled_at: null,
  });
  expect(await update('cancel_at=min_period_end')).toMatchObject({ cancel_at: MONTH_END });
  expect(await update('cancel_at=')).toMatchObject({ cancel_at: null });
  await update('cancel_at_period_end=true');
  await mock.clock.move({ now: MONTH_END });
  expect(await subscription(id)).toMatchObject({
    ...asked,
    status: 'canceled',
    ended_at: MONTH_END,
  });
});

test('cancel_at within a period that a licensed item is paid for would prorate', async () => {
  const { subscribe, licensed, post } = await billedServer();
  const { id } = (await subscribe([await licensed()])).body;
  const form = `cancel_at=${START + DAY}`;
  const refused = await post(`${SUBSCRIPTIONS}/${id}`, form);
  expect(refused.body.error.message).toMatch(/^stripe-meter-mock does not prorate/);
  expect((await post(`${SUBSCRIPTIONS}/${id}`, `${form}&proration_behavior=none`)).status).toBe(
    200,
  );
});

test('cancels now', async () => {
  const { subscribe, metered, post, delete: remove, use, preview, customer } = await billedServer();
  const { id } = (await subscribe([await metered()])).body;
  await use(501);
  const { body } = await remove(`${SUBSCRIPTIONS}/${id}?cancellation_details[feedback]=unused`);
  expect(body).toMatchObject({
    id,
    status: 'canceled',
    cancel_at: null,
    canceled_at: START,
    ended_at: START,
    cancellation_details: { feedback: 'unused', reason: 'cancellation_requested' },
  });
  expect((await preview(`subscription=${id}`)).error).toMatchObject({
    code: 'invoice_upcoming_none',
    message: `No upcoming invoices for customer: ${customer}`,
  });
  const again = await remove(`${SUBSCRIPTIONS}/${id}`);
  expect([again.status, again.body.error.message]).toEqual([404, `No such subscription: '${id}'`]);
  const changed = await post(`${SUBSCRIPTIONS}/${id}`, 'description=x');
  expect(changed.body.error).toMatchObject({
    code: 'invalid_canceled_subscription_fields',
    message: 'A canceled subscription can only update its cancellation_details and metadata.',
  });
  expect((await post(`${SUBSCRIPTIONS}/${id}`, 'metadata[a]=1')).body.metadata).toEqual({ a: '1' });
});

test('refuses a cancellation that would need an invoice', async () => {
  const { subscribe, metered, licensed, delete: remove, subscription } = await billedServer();
  const { id } = (await subscribe([await metered(), await licensed()])).body;
  const cancel = (query: string) => remove(`${SUBSCRIPTIONS}/${id}?${query}`);
  expect((await cancel('invoice_now=true')).body.error.message).toMatch(
    /^stripe-meter-mock creates no invoices/,
  );
  const prorated = (await cancel('prorate=true')).body.error;
  expect([prorated.param, prorated.message]).toEqual([
    'prorate',
    expect.stringMatching(/^stripe-meter-mock does not prorate.* Send prorate=false/),
  ]);
  expect((await subscription(id)).status).toBe('active');
  expect((await cancel('invoice_now=false&prorate=false')).body.status).toBe('canceled');
});

test('lists newest first, by every filter, and canceled ones only when asked for', async () => {
  const {
    subscribe,
    metered,
    licensed,
    get,
    delete: remove,
    mock,
    customer,
  } = await billedServer();
  const [usage, fee] = [await metered(), await licensed()];
  const first = (await subscribe([usage])).body.id;
  await mock.clock.advance(DAY);
  const second = (
    await subscribe([fee], 'collection_method=send_invoice&days_until_due=1&trial_period_days=3')
  ).body.id;
  const third = (await subscribe([usage, fee])).body.id;
  await remove(`${SUBSCRIPTIONS}/${third}`);
  const ids = async (query: string) =>
    (await get(`${SUBSCRIPTIONS}?${query}`)).body.data.map(({ id }: { id: string }) => id);
  expect({
    bare: await ids(''),
    all: await ids('status=all'),
    active: await ids('status=active'),
    trialing: await ids('status=trialing'),
    canceled: await ids('status=canceled'),
    ended: await ids('status=ended'),
    pastDue: await ids('status=past_due'),
    customer: await ids(`customer=${customer}&limit=1`),
    price: await ids(`price=${fee}&status=all`),
    plan: await ids(`plan=${usage}`),
    method: await ids('collection_method=send_invoice'),
    created: await ids(`created[gt]=${START}`),
    end: await ids(`current_period_end[lt]=${MONTH_END}`),
    start: await ids(`current_period_start=${START}`),
    paged: await ids(`status=all&starting_after=${second}`),
  }).toEqual({
    bare: [second, first],
    all: [third, second, first],
    active: [first],
    trialing: [second],
    canceled: [third],
    ended: [third],
    pastDue: [],
    customer: [second],
    price: [third, second],
    plan: [first],
    method: [second],
    created: [second],
    end: [second],
    start: [first],
    paged: [first],
  });
});

test.each([
  [
    'status=paid',
    400,
    'Invalid status: must be one of active, past_due, unpaid, canceled, incomplete, incomplete_expired, trialing, paused, all, or ended',
  ],
  ['customer=cus_nope', 400, "No such customer: 'cus_nope'"],
  ['price=price_nope', 400, "No such price: 'price_nope'"],
  ['test_clock=clock_1', 400, /^stripe-meter-mock has no test clocks/],
])('a list that is refused: %s', async (query, status, message) => {
  const { get } = await billedServer();
  const answer = await get(`${SUBSCRIPTIONS}?${query}`);
  expect([answer.status, answer.body.error.message]).toEqual([
    status,
    typeof message === 'string' ? message : expect.stringMatching(message),
  ]);
});

test('an unknown id: 404', async () => {
  const { get, post, delete: remove } = await billedServer();
  for (const call of [get, post, remove]) {
    const { status, body } = await call(`${SUBSCRIPTIONS}/sub_nope`);
    expect([status, body.error.code, body.error.param, body.error.message]).toEqual([
      404,
      'resource_missing',
      'id',
      "No such subscription: 'sub_nope'",
    ]);
  }
});
