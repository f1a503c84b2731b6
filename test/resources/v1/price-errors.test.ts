/** Every refusal of a price, word for word; none leaves anything behind. */
import { expect, test } from 'vitest';
import { BASE, MONTHLY, PRICES, shop, TIERED, tiers } from './shop.ts';

const METERED = `${MONTHLY}&unit_amount=5&recurring[usage_type]=metered`;
const BASIL =
  'Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.';
const only = (...names: string[]) =>
  `You may only specify one of these parameters: ${names.join(', ')}.`;
const computes = (param: string) =>
  `stripe-meter-mock does not compute the effect of ${param} on amounts, and refuses it rather ` +
  'than return a wrong amount: leave it out.';

/** The form, the message, the param, the code. */
const REFUSALS: [form: string, message: string | RegExp, param?: string, code?: string][] = [
  // The product.
  [
    'currency=usd&unit_amount=5',
    'You must specify either `product` or `product_data` when creating a price.',
  ],
  [`${BASE}&unit_amount=5&product_data[name]=x`, only('product', 'product_data'), 'product'],
  [
    'currency=usd&unit_amount=5&product=prod_nope',
    "No such product: 'prod_nope'",
    'product',
    'resource_missing',
  ],
  [
    'currency=usd&unit_amount=5&product_data[unit_label]=x',
    'Missing required param: product_data[name].',
    'product_data[name]',
    'parameter_missing',
  ],
  [
    'currency=usd&unit_amount=5&product_data[name]=x&product_data[id]=prod_1',
    'Product already exists.',
    'product_data[id]',
    'resource_already_exists',
  ],
  // The amount.
  [
    'product=prod_1&unit_amount=5',
    'Missing required param: currency.',
    'currency',
    'parameter_missing',
  ],
  [
    'currency=dollars&product=prod_1&unit_amount=5',
    /^Invalid currency: dollars\. Stripe currently supports these currencies: usd, aed, .*, sll, mro$/,
    'currency',
  ],
  [BASE, 'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.'],
  [
    `${BASE}&unit_amount=5&unit_amount_decimal=5`,
    only('unit_amount', 'unit_amount_decimal'),
    'unit_amount',
  ],
  [`${BASE}&unit_amount=1.5`, 'Invalid integer: 1.5', 'unit_amount', 'parameter_invalid_integer'],
  [`${BASE}&unit_amount=-1`, 'Invalid non-negative integer', 'unit_amount'],
  [`${BASE}&unit_amount_decimal=1e-5`, 'Invalid decimal: 1e-5', 'unit_amount_decimal'],
  [
    `${BASE}&unit_amount_decimal=-12.30`,
    "This value must be greater than or equal to 0 (it currently is '-0.123e2').",
    'unit_amount_decimal',
  ],
  [
    `${BASE}&unit_amount_decimal=0.0000000000001`,
    'Invalid decimal: 0.1e-12; must contain at most 12 decimal places.',
    'unit_amount_decimal',
  ],
  [
    `${BASE}&unit_amount_decimal=12.3456789012345`,
    'Invalid decimal: 0.123456789012345e2; must contain at most 12 decimal places.',
    'unit_amount_decimal',
  ],
  [
    `${BASE}&unit_amount_decimal=`,
    /^You passed an empty string for 'unit_amount_decimal'\./,
    'unit_amount_decimal',
    'parameter_invalid_empty',
  ],
  [
    `${BASE}&unit_amount=5&currency_options[eur][unit_amount]=5`,
    computes('currency_options'),
    'currency_options',
  ],
  [
    `${BASE}&custom_unit_amount[enabled]=true`,
    computes('custom_unit_amount'),
    'custom_unit_amount',
  ],
  // Recurrence.
  [
    `${BASE}&unit_amount=5&recurring[interval]=hour`,
    'Invalid recurring[interval]: must be one of day, month, week, or year',
    'recurring[interval]',
  ],
  [
    `${BASE}&unit_amount=5&recurring[interval_count]=2`,
    'Missing required param: recurring[interval].',
    'recurring[interval]',
    'parameter_missing',
  ],
  [
    `${MONTHLY}&unit_amount=5&recurring[interval_count]=0`,
    'This value must be greater than or equal to 1.',
    'recurring[interval_count]',
    'parameter_invalid_integer',
  ],
  [
    `${MONTHLY}&unit_amount=5&recurring[interval_count]=37`,
    "The interval_count for monthly prices can't be greater than 36",
    'recurring[interval_count]',
  ],
  [
    `${BASE}&unit_amount=5&recurring[interval]=day&recurring[interval_count]=1096`,
    "The interval_count for daily prices can't be greater than 1095",
    'recurring[interval_count]',
  ],
  [
    `${BASE}&unit_amount=5&recurring[interval]=week&recurring[interval_count]=157`,
    "The interval_count for weekly prices can't be greater than 156",
    'recurring[interval_count]',
  ],
  [
    `${BASE}&unit_amount=5&recurring[interval]=year&recurring[interval_count]=4`,
    "The interval_count for yearly prices can't be greater than 3",
    'recurring[interval_count]',
  ],
  [METERED, BASIL],
  [
    `${MONTHLY}&unit_amount=5&recurring[meter]=METER`,
    'A meter can only be given with `usage_type=metered`.',
    'recurring[meter]',
  ],
  [
    `${METERED}&recurring[meter]=mtr_nope`,
    "No such meter: 'mtr_nope'",
    'recurring[meter]',
    'resource_missing',
  ],
  [
    `${METERED}&recurring[meter]=INACTIVE`,
    'The meter `INACTIVE` is inactive. Prices can only be backed by active meters.',
    'recurring[meter]',
  ],
  [
    `${METERED}&recurring[meter]=METER&recurring[aggregate_usage]=sum`,
    'Received unknown parameter: recurring[aggregate_usage]',
    'recurring[aggregate_usage]',
    'parameter_unknown',
  ],
  // Tiers.
  [
    `${TIERED.replace('&recurring[interval]=month', '')}&${tiers(['inf', 'unit_amount=5'])}`,
    'Prices with `type=one_time` are not supported with tiered billing.',
    'interval',
  ],
  [
    `${TIERED}&${tiers(['inf', 'unit_amount=5'])}&transform_quantity[divide_by]=5&transform_quantity[round]=up`,
    only('tiers', 'transform_quantity'),
    'tiers',
  ],
  [
    `${TIERED}&${tiers(['5', 'unit_amount=5'], ['inf', ''])}`,
    'An entry in the tiers array is missing an amount.',
  ],
  [
    `${TIERED}&${tiers(['5', 'unit_amount=5'], ['10', 'unit_amount=4'])}&tiers[2][unit_amount]=3`,
    'Missing required param: tiers[2][up_to].',
    'tiers[2][up_to]',
    'parameter_missing',
  ],
  [
    `${TIERED}&${tiers(['5', 'unit_amount=5'], ['10', 'unit_amount=4'])}`,
    'The last tier must have `up_to=inf`.',
    'tiers[1][up_to]',
  ],
  [
    `${TIERED}&${tiers(['inf', 'unit_amount=5'], ['inf', 'unit_amount=4'])}`,
    'Only the last tier can have `up_to=inf`.',
    'tiers[0][up_to]',
  ],
  [
    `${TIERED}&${tiers(['5', 'unit_amount=5'], ['5', 'unit_amount=4'], ['inf', 'unit_amount=3'])}`,
    "Each tier's `up_to` must be greater than that of the tier before it, and than 0.",
    'tiers[1][up_to]',
  ],
  [
    `${TIERED}&${tiers(['0', 'unit_amount=5'], ['inf', 'unit_amount=3'])}`,
    "Each tier's `up_to` must be greater than that of the tier before it, and than 0.",
    'tiers[0][up_to]',
  ],
  [
    `${TIERED}&${tiers(['many', 'unit_amount=5'])}`,
    'Invalid integer: many',
    'tiers[0][up_to]',
    'parameter_invalid_integer',
  ],
  [
    `${TIERED}&${tiers(['inf', 'unit_amount=5&unit_amount_decimal=5'])}`,
    only('tiers[0][unit_amount]', 'tiers[0][unit_amount_decimal]'),
    'tiers[0][unit_amount]',
  ],
  [
    `${TIERED}&${tiers(['inf', 'flat_amount=5&flat_amount_decimal=5'])}`,
    only('tiers[0][flat_amount]', 'tiers[0][flat_amount_decimal]'),
    'tiers[0][flat_amount]',
  ],
  [
    `${TIERED}&${tiers(['inf', 'flat_amount_decimal=0.5'])}`,
    'Invalid integer: 0.5',
    'tiers[0][flat_amount_decimal]',
    'parameter_invalid_integer',
  ],
  [
    `${TIERED}&${tiers(['inf', 'colour=5'])}`,
    'Received unknown parameter: tiers[0][colour]',
    'tiers[0][colour]',
    'parameter_unknown',
  ],
  [TIERED, 'Missing required param: tiers.', 'tiers', 'parameter_missing'],
  [
    `${TIERED.replace('&tiers_mode=graduated', '')}&${tiers(['inf', 'unit_amount=5'])}`,
    'Missing required param: tiers_mode.',
    'tiers_mode',
    'parameter_missing',
  ],
  [
    `${TIERED}&${tiers(['inf', 'unit_amount=5'])}&unit_amount=5`,
    only('tiers', 'unit_amount'),
    'unit_amount',
  ],
  [
    `${TIERED}&transform_quantity[divide_by]=5&transform_quantity[round]=up`,
    only('tiers', 'transform_quantity'),
    'tiers',
  ],
  [
    `${MONTHLY}&unit_amount=5&${tiers(['inf', 'unit_amount=5'])}`,
    '`tiers` can only be given with `billing_scheme=tiered`.',
    'tiers',
  ],
  [
    `${MONTHLY}&unit_amount=5&tiers_mode=volume`,
    '`tiers_mode` can only be given with `billing_scheme=tiered`.',
    'tiers_mode',
  ],
  // Other parameters.
  [
    `${BASE}&unit_amount=5&transform_quantity[divide_by]=0&transform_quantity[round]=up`,
    'This value must be greater than or equal to 1.',
    'transform_quantity[divide_by]',
    'parameter_invalid_integer',
  ],
  [
    `${BASE}&unit_amount=5&transform_quantity[divide_by]=5&transform_quantity[round]=even`,
    'Invalid transform_quantity[round]: must be one of down or up',
    'transform_quantity[round]',
  ],
  [
    `${BASE}&unit_amount=5&lookup_key=taken`,
    'A price (`HOLDER`) already uses that lookup key.',
    'lookup_key',
  ],
  [
    `${BASE}&unit_amount=5&lookup_key=${'k'.repeat(201)}`,
    'Invalid string: kkkk...kkkk; must be at most 200 characters',
    'lookup_key',
  ],
  [`${BASE}&unit_amount=5&expand[]=meter`, 'This property cannot be expanded (meter).'],
];

/** A shop with a price that has the lookup key `taken`, and an inactive meter. */
async function fullShop() {
  const server = await shop();
  const holder = (await server.price(`${BASE}&unit_amount=1&lookup_key=taken`)).id;
  const { post } = server;
  const { id: inactive } = (
    await post(
      '/v1/billing/meters',
      'display_name=Old&event_name=old&default_aggregation[formula]=sum',
    )
  ).body;
  await post(`/v1/billing/meters/${inactive}/deactivate`);
  const named = (text: string) =>
    text.replace('INACTIVE', inactive).replace('METER', server.meter).replace('HOLDER', holder);
  return { ...server, holder, named };
}

test('every refused create has its message, and creates nothing', async () => {
  const { post, get, named } = await fullShop();
  for (const [form, message, param, code] of REFUSALS) {
    const { status, body } = await post(PRICES, named(form));
    expect([status, body.error?.type, body.error?.param, body.error?.code], form).toEqual([
      400,
      'invalid_request_error',
      param,
      code,
    ]);
    expect(body.error.message, form).toEqual(
      typeof message === 'string' ? named(message) : expect.stringMatching(message),
    );
  }
  expect((await get(PRICES)).body.data).toHaveLength(1);
  expect((await get('/v1/products')).body.data).toHaveLength(1);
});

test('the longest periods are accepted', async () => {
  const { price } = await shop();
  for (const [interval, count] of [
    ['day', 1095],
    ['week', 156],
    ['month', 36],
    ['year', 3],
  ]) {
    const recurring = `recurring[interval]=${interval}&recurring[interval_count]=${count}`;
    expect(await price(`${BASE}&unit_amount=5&${recurring}`)).toMatchObject({
      recurring: { interval, interval_count: count },
    });
  }
});

test.each([
  ['2025-03-31.basil', BASIL, undefined],
  [
    '2025-02-24.acacia',
    'stripe-meter-mock has no usage records, so a metered price needs a meter: give recurring[meter].',
    'recurring[meter]',
  ],
])('a metered price without a meter at %s', async (version, message, param) => {
  const { price, meter } = await shop();
  const { error } = await price(METERED, version);
  expect([error.message, error.param]).toEqual([message, param]);
  expect(await price(`${METERED}&recurring[meter]=${meter}`, version)).toMatchObject({
    recurring: { meter },
  });
});

test('refuses aggregate_usage before basil with an error of the mock’s own', async () => {
  const { price, meter } = await shop();
  const form = `${METERED}&recurring[meter]=${meter}&recurring[aggregate_usage]=max`;
  expect((await price(form, '2024-06-20')).error.message).toBe(
    computes('recurring[aggregate_usage]'),
  );
});

test.each([
  ['lookup_key=taken', 'A price (`HOLDER`) already uses that lookup key.', 'lookup_key', undefined],
  ['unit_amount=6', /^Received unknown parameter: unit_amount/, 'unit_amount', 'parameter_unknown'],
  [
    'currency_options[eur][unit_amount]=5',
    computes('currency_options'),
    'currency_options',
    undefined,
  ],
  ['active=no', 'Invalid boolean: no', 'active', undefined],
  [
    'active=false',
    'This price cannot be archived because it is the default price of its product.',
    undefined,
    undefined,
  ],
])('update with %j: refused, and nothing changes', async (form, message, param, code) => {
  const { price, post, get, named } = await fullShop();
  const made = await price(`${BASE}&unit_amount=5`);
  await post('/v1/products/prod_1', `default_price=${made.id}`);
  const { status, body } = await post(`${PRICES}/${made.id}`, form);
  expect([status, body.error.param, body.error.code]).toEqual([400, param, code]);
  expect(body.error.message).toEqual(
    typeof message === 'string' ? named(message) : expect.stringMatching(message),
  );
  expect((await get(`${PRICES}/${made.id}`)).body).toEqual(made);
});

test('an unknown id: 404, with the parameter named as in Stripe’s path', async () => {
  const { get, post } = await shop();
  for (const { status, body } of [
    await get(`${PRICES}/price_nope`),
    await post(`${PRICES}/price_nope`, 'active=false'),
  ]) {
    expect([status, body.error]).toMatchObject([
      404,
      { code: 'resource_missing', message: "No such price: 'price_nope'", param: 'price' },
    ]);
  }
});

test('prices cannot be deleted: the URL does not exist', async () => {
  const { price, delete: remove } = await shop();
  const { id } = await price(`${BASE}&unit_amount=5`);
  const { status, body } = await remove(`${PRICES}/${id}`);
  expect([status, body.error.message]).toEqual([
    404,
    expect.stringMatching(
      new RegExp(`^Unrecognized request URL \\(DELETE: /v1/prices/${id}\\)\\.`),
    ),
  ]);
});

test.each([
  ['product=prod_nope', "No such product: 'prod_nope'", 'product'],
  [
    Array.from({ length: 11 }, (_, i) => `lookup_keys[]=k${i}`).join('&'),
    'Array lookup_keys exceeded maximum 10 allowed elements.',
    'lookup_keys',
  ],
  ['currency=xxx', /^Invalid currency: xxx\./, 'currency'],
  ['type=weekly', 'Invalid type: must be one of one_time or recurring', 'type'],
  [
    'recurring[usage_type]=free',
    'Invalid recurring[usage_type]: must be one of licensed or metered',
    'recurring[usage_type]',
  ],
  ['recurring[colour]=red', 'Received unknown parameter: recurring[colour]', 'recurring[colour]'],
  ['starting_after=price_nope', "No such price: 'price_nope'", 'starting_after'],
  [
    'expand[]=product',
    "This property cannot be expanded (product). You may want to try expanding 'data.product' instead.",
    undefined,
  ],
])('list with %j: refused', async (query, message, param) => {
  const { get } = await shop();
  const { status, body } = await get(`${PRICES}?${query}`);
  expect([status, body.error.param]).toEqual([400, param]);
  expect(body.error.message).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
});

test('refuses an unknown product or meter in every mode', async () => {
  for (const strict of [false, true]) {
    const { post } = await shop({ strict });
    const statuses = [
      await post(PRICES, 'currency=usd&unit_amount=5&product=prod_nope'),
      await post(PRICES, `${METERED}&recurring[meter]=mtr_nope`),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400]);
  }
});
