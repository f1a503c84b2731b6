import { expect, test } from 'vitest';
import { START, serve } from '../../helper.ts';
import { billedServer, itemsOf, OLD, PREVIEW, SUBSCRIPTIONS } from './billed-server.ts';

const DAY = 86_400;
const MONTH_END = Date.parse('2026-02-28T12:00:00Z') / 1000;
const CREDITS =
  'billing_scheme=tiered&tiers_mode=graduated&tiers[0][up_to]=1000&tiers[0][unit_amount]=0&' +
  'tiers[0][flat_amount]=900&tiers[1][up_to]=inf&tiers[1][unit_amount_decimal]=3.6&' +
  'tiers[1][flat_amount]=0';

interface Line {
  amount: number;
  description: string;
  quantity: number;
  period: { start: number; end: number };
}

const amounts = (invoice: { lines: { data: Line[] } }) =>
  invoice.lines.data.map(({ quantity, amount }) => [quantity, amount]);

test('a preview and its line have their fields in the recorded order', async () => {
  const { subscribe, metered, use, preview, customer, product } = await billedServer();
  const price = await metered();
  const subscription = (await subscribe([price], 'metadata[a]=1')).body;
  await use('501.5');
  const body = await preview(`subscription=${subscription.id}&customer=${customer}`);
  expect(Object.keys(body)).toEqual(
    (
      'id object account_country account_name account_tax_ids amount_due amount_overpaid ' +
      'amount_paid amount_remaining amount_shipping application attempt_count attempted ' +
      'auto_advance automatic_tax automatically_finalizes_at billing_reason collection_method ' +
      'created currency custom_fields customer customer_account customer_address customer_email ' +
      'customer_name customer_phone customer_shipping customer_tax_exempt customer_tax_ids ' +
      'default_payment_method default_source default_tax_rates description discounts due_date ' +
      'effective_at ending_balance footer from_invoice hosted_invoice_url invoice_pdf issuer ' +
      'last_finalization_error latest_revision lines livemode metadata next_payment_attempt ' +
      'number on_behalf_of parent payment_settings period_end period_start ' +
      'post_payment_credit_notes_amount pre_payment_credit_notes_amount receipt_number rendering ' +
      'shipping_cost shipping_details starting_balance statement_descriptor status ' +
      'status_transitions subtotal subtotal_excluding_tax test_clock total ' +
      'total_discount_amounts total_excluding_tax total_pretax_credit_amounts total_taxes ' +
      'webhooks_delivered_at'
    ).split(' '),
  );
  expect(body.id).toMatch(/^upcoming_in_[A-Za-z0-9]{24}$/);
  expect(body).toMatchObject({
    amount_due: 251,
    auto_advance: false,
    billing_reason: 'upcoming',
    created: START,
    currency: 'usd',
    customer,
    customer_email: 'ann@example.com',
    next_payment_attempt: MONTH_END + 3600,
    number: null,
    parent: { subscription_details: { metadata: { a: '1' }, subscription: subscription.id } },
    period_start: START,
    period_end: MONTH_END,
    starting_balance: 0,
    status: 'draft',
    subtotal: 251,
    total: 251,
    lines: { has_more: false, total_count: 1, url: `/v1/invoices/${body.id}/lines` },
  });
  const [line] = body.lines.data;
  expect(line).toEqual({
    id: expect.stringMatching(/^il_tmp_[A-Za-z0-9]{24}$/),
    object: 'line_item',
    amount: 251,
    currency: 'usd',
    description: '501.5 × Calls (at $0.005 / month)',
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: body.id,
    livemode: false,
    metadata: { a: '1' },
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: subscription.items.data[0].id,
      },
      type: 'subscription_item_details',
    },
    period: { end: MONTH_END, start: START },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price, product },
      type: 'price_details',
      unit_amount_decimal: '0.5',
    },
    quantity: 501,
    quantity_decimal: '501.5',
    subtotal: 251,
    taxes: [],
  });
  expect(Object.keys(line)).toEqual(
    (
      'id object amount currency description discount_amounts discountable discounts invoice ' +
      'livemode metadata parent period pretax_credit_amounts pricing quantity quantity_decimal ' +
      'subtotal taxes'
    ).split(' '),
  );
});

test('before dahlia, a line has neither quantity_decimal nor subtotal', async () => {
  const { subscribe, metered, preview } = await billedServer();
  const { id } = (await subscribe([await metered()])).body;
  const old = await preview(`subscription=${id}`, { 'stripe-version': '2025-10-29.clover' });
  expect(old.lines.data[0]).not.toHaveProperty('quantity_decimal');
  expect(old.lines.data[0]).not.toHaveProperty('subtotal');
  expect(old.lines.data[0].pricing.unit_amount_decimal).toBe('0.5');
});

test('a late event counts in its own period (docs/stripe/invoice-lines.md#a-month)', async () => {
  const from = Date.parse('2026-01-01T00:00:00Z') / 1000;
  const to = Date.parse('2026-02-01T00:00:00Z') / 1000;
  const { subscribe, metered, use, preview, mock } = await billedServer({
    clock: `${from},frozen`,
  });
  const { body } = await subscribe([await metered()]);
  expect(body).toMatchObject({
    status: 'active',
    latest_invoice: null,
    items: { data: [{ current_period_start: from, current_period_end: to }] },
  });
  await use(300);
  await use(201);
  const first = await preview(`subscription=${body.id}`);
  expect(amounts(first)).toEqual([[501, 251]]);
  expect(first).toMatchObject({ total: 251, amount_due: 251, period_start: from, period_end: to });
  await mock.clock.move({ now: to });
  expect(amounts(await preview(`subscription=${body.id}`))).toEqual([[0, 0]]);
  await use(2, `timestamp=${to - 1}`);
  await use(9, `timestamp=${to}`);
  expect(amounts(await preview(`subscription=${body.id}`))).toEqual([[9, 5]]);
});

test('1,031 credits cost 10.12 (docs/stripe/invoice-lines.md#recorded-invoices)', async () => {
  const { subscribe, metered, use, preview } = await billedServer();
  const { id } = (await subscribe([await metered(CREDITS)])).body;
  await use(1031);
  const body = await preview(`subscription=${id}`);
  expect([body.total, amounts(body)]).toEqual([
    1012,
    [
      [1000, 0],
      [0, 900],
      [31, 112],
      [0, 0],
    ],
  ]);
});

test('leaves out a cancelled event, and one that does not show yet', async () => {
  const { subscribe, metered, use, preview, post, mock } = await billedServer({ summaryLag: 60 });
  const { id } = (await subscribe([await metered()])).body;
  await use(300, 'identifier=a');
  await use(201);
  expect((await preview(`subscription=${id}`)).total).toBe(0);
  await mock.clock.advance(60);
  expect((await preview(`subscription=${id}`)).total).toBe(251);
  const cancel = 'event_name=calls&type=cancel&cancel[identifier]=a';
  await post('/v1/billing/meter_event_adjustments', cancel);
  expect((await preview(`subscription=${id}`)).total).toBe(101);
});

test('previews usage and a fee, and only usage for a last invoice', async () => {
  const { subscribe, metered, licensed, use, preview, post } = await billedServer();
  const { id } = (await subscribe([await metered(), await licensed()])).body;
  await use(501);
  const asked = `subscription=${id}`;
  const details = (form: string) => `${asked}&subscription_details${form}`;
  const full = await preview(asked);
  expect(full.lines.data.map(({ amount, period }: Line) => [amount, period.start])).toEqual([
    [251, START],
    [2000, MONTH_END],
  ]);
  expect(full.total).toBe(2251);
  expect(amounts(await preview(details('[cancel_at_period_end]=true')))).toEqual([[501, 251]]);
  const now = await preview(
    `${details('[cancel_now]=true')}&subscription_details[proration_behavior]=none`,
  );
  expect([amounts(now), now.total]).toEqual([[], 0]);
  await post(`${SUBSCRIPTIONS}/${id}`, 'cancel_at_period_end=true');
  expect((await preview(asked)).total).toBe(251);
  expect((await preview(details('[cancel_at_period_end]=false'))).total).toBe(2251);
});

test('a trial previews the next period’s fee, or ended now, that of the new period', async () => {
  const { subscribe, metered, licensed, use, preview } = await billedServer();
  const { id } = (await subscribe([await metered(), await licensed()], 'trial_period_days=14'))
    .body;
  await use(501);
  const trial = await preview(`subscription=${id}`);
  expect(trial.lines.data).toMatchObject([{ amount: 2000, period: { start: START + 14 * DAY } }]);
  const ended = await preview(`subscription=${id}&subscription_details[trial_end]=now`);
  expect(ended.lines.data).toMatchObject([{ amount: 2000, period: { start: START } }]);
});

test('previews other metered items, and licensed ones only without proration', async () => {
  const { subscribe, metered, licensed, use, preview, subscription } = await billedServer();
  const { body } = await subscribe([await metered()], 'billing_mode[type]=classic');
  await use(501);
  const items = (...forms: string[]) =>
    forms.map((form, at) => `subscription_details[items][${at}]${form}`).join('&');
  const ask = (form: string) => preview(`subscription=${body.id}&${form}`);
  const [item] = body.items.data;
  const dear = await metered('unit_amount=3');
  expect((await ask(items(`[price]=${dear}`))).total).toBe(251 + 1503);
  expect(amounts(await ask(items(`[id]=${item.id}`, `[price]=${dear}`)))).toHaveLength(2);
  const swapped = items(`[id]=${item.id}`).concat('&', items(`[price]=${dear}`));
  expect((await ask(swapped)).total).toBe(1503);
  const fee = items(`[price]=${await licensed()}`);
  expect((await ask(fee)).error.message).toMatch(
    /^stripe-meter-mock does not prorate.* Send subscription_details\[proration_behavior\]=none/,
  );
  const none = 'subscription_details[proration_behavior]=none';
  expect((await ask(`${fee}&${none}`)).total).toBe(2251);
  expect(await subscription(body.id)).toEqual(body); // nothing has changed
});

test.each([
  [
    'classic',
    'subscription_details[billing_mode][type]=classic',
    [
      [0, 0],
      [1, 2000],
    ],
  ],
  ['flexible, by default', '', [[1, 2000]]],
])('items without a subscription, %s', async (_mode, form, lines) => {
  const { customer, metered, licensed, preview, get } = await billedServer();
  const items = itemsOf([await metered(CREDITS), await licensed()], 'subscription_details[items]');
  const body = await preview(`customer=${customer}&${items}&${form}`);
  expect([amounts(body), body.total]).toEqual([lines, 2000]);
  expect(body).toMatchObject({
    parent: { subscription_details: { subscription: null } },
    period_start: START,
    period_end: START,
  });
  expect((await get(SUBSCRIPTIONS)).body.data).toEqual([]);
});

test('metered items without a subscription cost nothing, and get a 200', async () => {
  const { customer, metered, post } = await billedServer();
  const items = itemsOf([await metered()], 'subscription_details[items]');
  const { status, body } = await post(PREVIEW, `customer=${customer}&${items}`);
  expect([status, body.total, body.amount_due]).toEqual([200, 0, 0]);
});

test('applies the customer’s balance', async () => {
  const { subscribe, metered, use, preview, post, customer } = await billedServer();
  const { id } = (await subscribe([await metered()])).body;
  await use(501);
  await post(`/v1/customers/${customer}`, 'balance=-51');
  expect(await preview(`subscription=${id}`)).toMatchObject({
    total: 251,
    starting_balance: -51,
    amount_due: 200,
    amount_remaining: 200,
    ending_balance: null,
  });
});

test('with send_invoice there is no payment attempt', async () => {
  const { subscribe, metered, preview } = await billedServer();
  const form = 'collection_method=send_invoice&days_until_due=30';
  const { id } = (await subscribe([await metered()], form)).body;
  expect((await preview(`subscription=${id}`)).next_payment_attempt).toBeNull();
});

test('refuses amounts above 2^53', async () => {
  const { subscribe, metered, use, preview } = await billedServer();
  const { id } = (await subscribe([await metered('unit_amount=100000')])).body;
  await use('999999999999999');
  expect((await preview(`subscription=${id}`)).error.message).toMatch(
    /^stripe-meter-mock cannot show this invoice/,
  );
});

const NOTHING =
  'You must provide at least one of: `subscription`, `schedule`, `subscription_details.items`, ' +
  '`schedule_details.phases`, `invoice_items`.';

test.each([
  ['customer=CUS', 400, undefined, undefined, NOTHING],
  ['', 400, undefined, undefined, NOTHING],
  ['subscription=sub_x', 404, 'resource_missing', 'subscription', "No such subscription: 'sub_x'"],
  [
    'customer=cus_x&subscription=SUB',
    404,
    'resource_missing',
    'customer',
    "No such customer: 'cus_x'",
  ],
  [
    'customer=OTHER&subscription=SUB',
    400,
    undefined,
    'subscription',
    /^Customer cus_\w+ does not have/,
  ],
  [
    'ITEMS[0][price]=price_x&customer=CUS',
    400,
    'resource_missing',
    'ITEMS[0][price]',
    "No such price: 'price_x'",
  ],
  [
    'ITEMS[0][id]=si_x&customer=CUS',
    400,
    'resource_missing',
    'ITEMS[0][id]',
    "No such subscription_item: 'si_x'",
  ],
  [
    'ITEMS[0][price]=price_x',
    400,
    'parameter_missing',
    'customer',
    'Missing required param: customer.',
  ],
  [
    'ITEMS[0][id]=si_x&subscription=SUB',
    400,
    'resource_missing',
    'ITEMS[0][id]',
    "No such subscription_item: 'si_x'",
  ],
  [
    'subscription=SUB&DETAILS[cancel_now]=true&DETAILS[cancel_at_period_end]=true',
    400,
    undefined,
    'DETAILS[cancel_now]',
    /^You may only specify/,
  ],
  [
    'subscription=SUB&DETAILS[cancel_now]=true',
    400,
    undefined,
    'DETAILS[proration_behavior]',
    /does not prorate.* Send subscription_details\[proration_behavior\]=none/,
  ],
  [
    'subscription=SUB&DETAILS[trial_end]=1800000000',
    400,
    undefined,
    'DETAILS[trial_end]',
    /^stripe-meter-mock does not compute/,
  ],
  [
    'subscription=SUB&DETAILS[cancel_at]=1800000000',
    400,
    undefined,
    'DETAILS[cancel_at]',
    /^stripe-meter-mock does not compute/,
  ],
  [
    'subscription=SUB&DETAILS[proration_date]=1',
    400,
    undefined,
    'DETAILS[proration_date]',
    /^stripe-meter-mock does not compute/,
  ],
  [
    'subscription=SUB&discounts[0][coupon]=c',
    400,
    undefined,
    'discounts',
    /^stripe-meter-mock does not compute/,
  ],
  [
    'subscription=SUB&invoice_items[0][amount]=1',
    400,
    undefined,
    'invoice_items',
    /^stripe-meter-mock does not compute/,
  ],
  ['schedule=s', 400, undefined, 'schedule', /^stripe-meter-mock does not compute/],
  [
    'schedule_details[end_behavior]=release',
    400,
    undefined,
    'schedule_details',
    /^stripe-meter-mock does not compute/,
  ],
  [
    'automatic_tax[enabled]=true&subscription=SUB',
    400,
    undefined,
    'automatic_tax[enabled]',
    /^stripe-meter-mock does not compute/,
  ],
  [
    'subscription=SUB&nonsense=1',
    400,
    'parameter_unknown',
    'nonsense',
    /^Received unknown parameter/,
  ],
])('a preview that is refused: %s', async (form, status, code, param, message) => {
  const { subscribe, licensed, metered, post, customer } = await billedServer();
  const { id } = (await subscribe([await metered(), await licensed()])).body;
  const other = (await post('/v1/customers')).body.id;
  const written = (text: string | undefined) =>
    text
      ?.replaceAll('CUS', customer)
      .replaceAll('OTHER', other)
      .replaceAll('SUB', id)
      .replaceAll('ITEMS', 'subscription_details[items]')
      .replaceAll('DETAILS', 'subscription_details');
  const answer = await post(PREVIEW, written(form));
  const { error } = answer.body;
  expect([answer.status, error.code, error.param]).toEqual([status, code, written(param)]);
  expect(error.message).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
});

test('a fee that ends with its period has no upcoming invoice', async () => {
  const { subscribe, licensed, preview, customer } = await billedServer();
  const { id } = (await subscribe([await licensed()], 'cancel_at_period_end=true')).body;
  expect((await preview(`subscription=${id}`)).error).toMatchObject({
    code: 'invoice_upcoming_none',
    message: `No upcoming invoices for customer: ${customer}`,
  });
});

test('expands a line’s price, the customer and the subscription', async () => {
  const { subscribe, metered, preview, customer } = await billedServer();
  const price = await metered();
  const { id } = (await subscribe([price])).body;
  const paths = ['customer', 'parent.subscription_details.subscription', 'lines.data.discounts'];
  const expand = paths.map((path) => `expand[]=${path}`).join('&');
  expect(await preview(`subscription=${id}&${expand}`)).toMatchObject({
    customer: { id: customer },
    parent: { subscription_details: { subscription: { id, object: 'subscription' } } },
  });
  const old = await preview(`subscription=${id}&expand[]=lines.data.price.product`, OLD);
  expect(old.lines.data[0].price.product).toMatchObject({ object: 'product' });
});

test('GET upcoming, before basil, previews the subscription whose period ends first', async () => {
  const { subscribe, metered, priced, use, get, customer } = await billedServer();
  const yearly = await priced('unit_amount=9&recurring[interval]=year');
  await subscribe([yearly], '', OLD);
  const { body } = await subscribe([await metered()], '', OLD);
  await use(501);
  const upcoming = await get(`/v1/invoices/upcoming?customer=${customer}`, OLD);
  expect(upcoming.body).toMatchObject({
    billing_reason: 'upcoming',
    charge: null,
    paid: false,
    payment_intent: null,
    subscription: body.id,
    subscription_details: { metadata: {} },
    tax: null,
    total: 251,
    total_tax_amounts: [],
  });
  expect(upcoming.body).not.toHaveProperty('parent');
  expect(upcoming.body.lines.data[0]).toMatchObject({
    amount: 251,
    amount_excluding_tax: 251,
    plan: { object: 'plan' },
    price: { object: 'price' },
    proration: false,
    proration_details: { credited_items: null },
    subscription: body.id,
    subscription_item: body.items.data[0].id,
    tax_amounts: [],
    tax_rates: [],
    type: 'subscription',
    unit_amount_excluding_tax: '0.5',
  });
  expect(upcoming.body.lines.data[0]).not.toHaveProperty('pricing');
});

test('GET upcoming accepts its old parameters', async () => {
  const { subscribe, metered, licensed, use, get, customer } = await billedServer();
  const price = await metered();
  const { id } = (await subscribe([price, await licensed()], '', OLD)).body;
  await use(501);
  const total = async (query: string) =>
    (await get(`/v1/invoices/upcoming?${query}`, OLD)).body.total;
  expect([
    await total(`subscription=${id}`),
    await total(`subscription=${id}&subscription_cancel_at_period_end=true`),
    await total(`customer=${customer}&subscription_items[0][price]=${price}`),
  ]).toEqual([2251, 251, 0]);
});

test.each([
  ['2025-03-31.basil', 'customer=CUS', 404, "No such invoice: 'upcoming'"],
  ['2024-04-10', 'customer=CUS', 404, /^No upcoming invoices for customer: cus_/],
  ['2024-04-10', 'customer=cus_x', 404, "No such customer: 'cus_x'"],
  ['2024-04-10', '', 400, 'Missing required param: customer.'],
])('GET upcoming that is refused: %s %s', async (version, query, status, message) => {
  const { get, customer } = await billedServer();
  const path = `/v1/invoices/upcoming?${query.replace('CUS', customer)}`;
  const answer = await get(path, { 'stripe-version': version });
  expect([answer.status, answer.body.error.message]).toEqual([
    status,
    typeof message === 'string' ? message : expect.stringMatching(message),
  ]);
});

test('GET upcoming refuses flexible subscriptions', async () => {
  const { subscribe, metered, get, customer } = await billedServer();
  await subscribe([await metered()]);
  const { body } = await get(`/v1/invoices/upcoming?customer=${customer}`, OLD);
  expect(body.error.message).toMatch(/^Subscriptions with `billing_mode.type=flexible`/);
});

test('refuses invoices, with an error that says there are none', async () => {
  const { get } = await serve();
  for (const path of ['?customer=c&limit=3', '/upcoming_in_1', '/in_1', '/in_1/lines']) {
    const { status, body } = await get(`/v1/invoices${path}`);
    expect([status, body.error.message]).toEqual([
      404,
      expect.stringMatching(/^stripe-meter-mock has no invoices/),
    ]);
  }
});
