import { expect, test } from 'vitest';
import { START } from '../../helper.ts';
import { BASE, MONTHLY, PRICES, shop, TIERED, tiers } from './shop.ts';

/** Stripe's order of fields (recorded in 2026). */
const KEYS = (
  'id object active billing_scheme created currency custom_unit_amount livemode lookup_key ' +
  'metadata nickname product recurring tax_behavior tiers_mode transform_quantity type ' +
  'unit_amount unit_amount_decimal'
).split(' ');

test('a one-time price has every field, in order', async () => {
  const { price, get } = await shop();
  const made = await price(`${BASE}&unit_amount=1000`);
  expect(Object.keys(made)).toEqual(KEYS);
  expect(made).toEqual({
    id: expect.stringMatching(/^price_1[A-Za-z0-9]{23}$/),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created: START,
    currency: 'usd',
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: 'prod_1',
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: 1000,
    unit_amount_decimal: '1000',
  });
  expect((await get(`${PRICES}/${made.id}`)).body).toEqual(made);
});

test('a metered price with a meter and every parameter', async () => {
  const { price, meter } = await shop();
  const made = await price(
    `currency=EUR&product=prod_1&active=false&lookup_key=calls_v1&metadata[a]=1&nickname=Calls` +
      `&tax_behavior=inclusive&unit_amount_decimal=0.000035&recurring[interval]=week` +
      `&recurring[interval_count]=2&recurring[usage_type]=metered&recurring[meter]=${meter}`,
  );
  expect(made).toMatchObject({
    active: false,
    currency: 'eur',
    lookup_key: 'calls_v1',
    metadata: { a: '1' },
    nickname: 'Calls',
    tax_behavior: 'inclusive',
    type: 'recurring',
    unit_amount: null,
    unit_amount_decimal: '0.000035',
  });
  expect(Object.entries(made.recurring)).toEqual([
    ['interval', 'week'],
    ['interval_count', 2],
    ['meter', meter],
    ['trial_period_days', null],
    ['usage_type', 'metered'],
  ]);
});

test.each([
  ['unit_amount=1000', 1000, '1000'],
  ['unit_amount=0', 0, '0'],
  ['unit_amount_decimal=1000', 1000, '1000'],
  ['unit_amount_decimal=1000.00', 1000, '1000'],
  ['unit_amount_decimal=123.45', null, '123.45'],
  ['unit_amount_decimal=0.0500', null, '0.05'],
  ['unit_amount_decimal=0.000000000001', null, '0.000000000001'],
  ['unit_amount_decimal=.5', null, '0.5'],
  ['unit_amount_decimal=-0', 0, '0'],
  ['unit_amount_decimal=99999999999999999999', null, '99999999999999999999'],
])('%s is shown as %j and %j', async (form, whole, decimal) => {
  const { price } = await shop();
  expect(await price(`${BASE}&${form}`)).toMatchObject({
    unit_amount: whole,
    unit_amount_decimal: decimal,
  });
});

test('shows tiers only when expanded, in their place', async () => {
  const { price, get } = await shop();
  const made = await price(
    `${TIERED}&${tiers(
      ['1000', 'unit_amount=0&flat_amount=900'],
      ['2000', 'unit_amount_decimal=3.60'],
      ['inf', 'flat_amount_decimal=5.0'],
    )}`,
  );
  expect(Object.keys(made)).toEqual(KEYS);
  expect(made).toMatchObject({
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    unit_amount: null,
    unit_amount_decimal: null,
  });
  const { body } = await get(`${PRICES}/${made.id}?expand[]=tiers`);
  expect(Object.keys(body)).toEqual(KEYS.toSpliced(KEYS.indexOf('tiers_mode'), 0, 'tiers'));
  const fields = [
    'flat_amount',
    'flat_amount_decimal',
    'unit_amount',
    'unit_amount_decimal',
    'up_to',
  ];
  expect(Object.keys(body.tiers[0])).toEqual(fields);
  expect(body.tiers.map((tier: object) => Object.values(tier))).toEqual([
    [900, '900', 0, '0', 1000],
    [null, null, null, '3.6', 2000],
    [5, '5', null, null, null],
  ]);
});

test('accepts tiers without indexes, as some clients send them', async () => {
  const { price } = await shop();
  const form =
    'tiers[][up_to]=5&tiers[][unit_amount]=700&tiers[][up_to]=inf&tiers[][unit_amount]=600';
  const { tiers: shown } = await price(`${TIERED}&${form}&expand[]=tiers`);
  expect(
    shown.map(({ up_to, unit_amount }: Record<string, unknown>) => [up_to, unit_amount]),
  ).toEqual([
    [5, 700],
    [null, 600],
  ]);
});

test('creates volume tiers and packages', async () => {
  const { price } = await shop();
  const form = TIERED.replace('graduated', 'volume');
  expect(await price(`${form}&${tiers(['inf', 'unit_amount=5'])}`)).toMatchObject({
    tiers_mode: 'volume',
  });
  const packages = 'transform_quantity[divide_by]=60&transform_quantity[round]=up';
  expect(await price(`${MONTHLY}&unit_amount=8&${packages}`)).toMatchObject({
    billing_scheme: 'per_unit',
    transform_quantity: { divide_by: 60, round: 'up' },
    tiers_mode: null,
  });
});

test('product_data creates the product too', async () => {
  const { price, get } = await shop();
  const data = (name: string) => `product_data[${name}]`;
  const { product } = await price(
    `currency=usd&unit_amount=5&${data('name')}=Tokens&${data('unit_label')}=token` +
      `&${data('metadata')}[a]=1&${data('statement_descriptor')}=TOKENS&${data('active')}=false` +
      `&expand[]=product`,
  );
  expect(product).toMatchObject({
    name: 'Tokens',
    unit_label: 'token',
    metadata: { a: '1' },
    statement_descriptor: 'TOKENS',
    active: false,
    default_price: null,
  });
  expect((await get(`/v1/products/${product.id}`)).body).toEqual(product);
  const named = await price(`currency=usd&unit_amount=5&${data('name')}=Own&${data('id')}=own`);
  expect(named.product).toBe('own');
});

test('expands product, tiers and currency_options', async () => {
  const { price } = await shop();
  const expanded = ['product.default_price', 'tiers', 'currency_options'];
  const made = await price(
    `${BASE}&unit_amount=5&${expanded.map((path) => `expand[]=${path}`).join('&')}`,
  );
  expect(made).toMatchObject({
    product: { id: 'prod_1', default_price: null },
    tiers: null,
    currency_options: {
      usd: {
        custom_unit_amount: null,
        tax_behavior: 'unspecified',
        unit_amount: 5,
        unit_amount_decimal: '5',
      },
    },
  });
});

test('an update changes only the fields that it names', async () => {
  const { price, post } = await shop();
  const made = await price(`${MONTHLY}&unit_amount=5&metadata[a]=1&nickname=Old&lookup_key=old`);
  const update = async (form: string) => (await post(`${PRICES}/${made.id}`, form)).body;
  const changed = {
    ...made,
    active: false,
    lookup_key: 'new',
    metadata: { a: '1', b: '2' },
    nickname: 'New',
    tax_behavior: 'exclusive',
  };
  const form = 'active=false&lookup_key=new&metadata[b]=2&nickname=New&tax_behavior=exclusive';
  expect(await update(form)).toEqual(changed);
  expect(await update('active=true')).toEqual({ ...changed, active: true });
  expect(await update('lookup_key=&metadata=&nickname=&active=false')).toEqual({
    ...changed,
    lookup_key: null,
    metadata: {},
    nickname: null,
  });
  expect((await update('expand[]=product')).product).toMatchObject({ id: 'prod_1' });
});

test('a lookup key moves only on request, from an inactive price too', async () => {
  const { price, post, get } = await shop();
  const first = await price(`${BASE}&unit_amount=5&lookup_key=key`);
  await post(`${PRICES}/${first.id}`, 'active=false');
  const second = await price(`${BASE}&unit_amount=6&lookup_key=key&transfer_lookup_key=true`);
  expect(second.lookup_key).toBe('key');
  expect((await get(`${PRICES}/${first.id}`)).body).toMatchObject({
    lookup_key: null,
    active: false,
  });
  await post(`${PRICES}/${first.id}`, 'lookup_key=key&transfer_lookup_key=true');
  const keys = (await get(PRICES)).body.data.map((each: { lookup_key: string }) => each.lookup_key);
  expect(keys).toEqual([null, 'key']);
  expect((await post(`${PRICES}/${first.id}`, 'lookup_key=key')).status).toBe(200); // its own
});

test('each list filter works alone', async () => {
  const { price, post, get, meter, mock } = await shop();
  await post('/v1/products', 'name=Other&id=prod_2');
  const names: Record<string, string> = {};
  const make = async (name: string, form: string) => {
    names[(await price(form)).id] = name;
    await mock.clock.advance(10);
  };
  await make('once', `${BASE}&unit_amount=5&lookup_key=k1&active=false`);
  await make('monthly', `${MONTHLY}&unit_amount=5&lookup_key=k2`);
  await make('yearly', 'currency=eur&product=prod_2&unit_amount=5&recurring[interval]=year');
  await make(
    'metered',
    `${MONTHLY}&unit_amount=5&recurring[usage_type]=metered&recurring[meter]=${meter}`,
  );
  const shown = async (query: string) =>
    (await get(`${PRICES}?${query}`)).body.data.map(({ id }: { id: string }) => names[id]);
  expect(await shown('')).toEqual(['metered', 'yearly', 'monthly', 'once']);
  expect(await shown('active=true')).toEqual(['metered', 'yearly', 'monthly']);
  expect(await shown('active=false')).toEqual(['once']);
  expect(await shown(`created[gte]=${START + 10}&created[lt]=${START + 30}`)).toEqual([
    'yearly',
    'monthly',
  ]);
  expect(await shown('currency=EUR')).toEqual(['yearly']);
  expect(await shown('lookup_keys[]=k1&lookup_keys[]=k2&lookup_keys[]=k3')).toEqual([
    'monthly',
    'once',
  ]);
  expect(await shown('product=prod_2')).toEqual(['yearly']);
  expect(await shown('recurring[interval]=month')).toEqual(['metered', 'monthly']);
  expect(await shown(`recurring[meter]=${meter}`)).toEqual(['metered']);
  expect(await shown('recurring[usage_type]=licensed')).toEqual(['yearly', 'monthly']);
  expect(await shown('type=one_time')).toEqual(['once']);
  expect(await shown('type=recurring&limit=1')).toEqual(['metered']);
  const { body } = await get(`${PRICES}?limit=2&expand[]=data.product&expand[]=data.tiers`);
  expect(body).toMatchObject({
    has_more: true,
    url: PRICES,
    data: [{ product: { id: 'prod_1' }, tiers: null }, { product: { id: 'prod_2' } }],
  });
});

test('before basil, recurring has aggregate_usage first', async () => {
  const { price } = await shop();
  const { recurring } = await price(`${MONTHLY}&unit_amount=5`, '2024-06-20');
  expect(Object.keys(recurring)).toEqual([
    'aggregate_usage',
    'interval',
    'interval_count',
    'meter',
    'trial_period_days',
    'usage_type',
  ]);
});
