import { expect, test } from 'vitest';
import { START, serve, type TestServer } from '../../helper.ts';

const PRODUCTS = '/v1/products';

/** Stripe's order of fields (recorded in 2026). */
const KEYS = (
  'id object active attributes created default_price description images livemode ' +
  'marketing_features metadata name package_dimensions shippable statement_descriptor tax_code ' +
  'tax_details type unit_label updated url'
).split(' ');

const create = async ({ post }: TestServer, form: string) => (await post(PRODUCTS, form)).body;

test('a product with only a name has every field, in order', async () => {
  const server = await serve();
  const product = await create(server, 'name=Credits');
  expect(Object.keys(product)).toEqual(KEYS);
  expect(product).toEqual({
    id: expect.stringMatching(/^prod_[A-Za-z0-9]{14}$/),
    object: 'product',
    active: true,
    attributes: [],
    created: START,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name: 'Credits',
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: START,
    url: null,
  });
  expect((await server.get(`${PRODUCTS}/${product.id}`)).body).toEqual(product);
});

test('returns all fields that are kept, and an update changes only those it names', async () => {
  const server = await serve();
  const first = await create(
    server,
    'id=my-product&name=Credits&active=false&description=d&images[]=https://a.b/c.png&metadata[a]=1' +
      '&metadata[b]=2&shippable=true&statement_descriptor=CREDITS&unit_label=credit' +
      '&url=https://a.b&type=service&expand[]=tax_code',
  );
  const kept = {
    id: 'my-product',
    active: false,
    description: 'd',
    images: ['https://a.b/c.png'],
    metadata: { a: '1', b: '2' },
    shippable: true,
    statement_descriptor: 'CREDITS',
    unit_label: 'credit',
    url: 'https://a.b',
  };
  expect(first).toMatchObject(kept);
  await server.mock.clock.advance(60);
  const update = async (form: string) => (await server.post(`${PRODUCTS}/my-product`, form)).body;
  expect(await update('name=Tokens&active=true&metadata[b]=')).toMatchObject({
    ...kept,
    name: 'Tokens',
    active: true,
    metadata: { a: '1' },
    created: START,
    updated: START + 60,
  });
  expect(
    await update('description=&images=&metadata=&statement_descriptor=&unit_label=&url='),
  ).toMatchObject({
    description: null,
    images: [],
    metadata: {},
    statement_descriptor: null,
    unit_label: null,
    url: null,
    shippable: true,
  });
  expect(Object.keys(await update('shippable=false'))).toEqual(KEYS);
});

test('default_price_data creates the price too', async () => {
  const server = await serve();
  const product = await create(
    server,
    'name=Fee&default_price_data[currency]=EUR&default_price_data[unit_amount]=2000' +
      '&default_price_data[recurring][interval]=month&default_price_data[tax_behavior]=exclusive' +
      '&default_price_data[metadata][a]=1',
  );
  const price = (await server.get(`/v1/prices/${product.default_price}`)).body;
  expect(price).toMatchObject({
    product: product.id,
    currency: 'eur',
    unit_amount: 2000,
    recurring: { interval: 'month', usage_type: 'licensed' },
    tax_behavior: 'exclusive',
    metadata: { a: '1' },
    active: true,
  });
});

test('an invalid default price leaves no product behind', async () => {
  const server = await serve();
  const answer = await server.post(PRODUCTS, 'name=Fee&default_price_data[currency]=usd');
  expect([answer.status, answer.body.error.message]).toEqual([
    400,
    'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.',
  ]);
  expect((await server.get(PRODUCTS)).body.data).toEqual([]);
});

test('the default price can be moved and unset', async () => {
  const server = await serve();
  const { id } = await create(server, 'name=Fee');
  const { id: price } = (
    await server.post('/v1/prices', `currency=usd&unit_amount=5&product=${id}`)
  ).body;
  const update = async (form: string) =>
    (await server.post(`${PRODUCTS}/${id}`, form)).body.default_price;
  expect([await update(`default_price=${price}`), await update('default_price=')]).toEqual([
    price,
    null,
  ]);
});

test('expands the default price, also in a list and on a create', async () => {
  const server = await serve();
  const data = 'default_price_data[currency]=usd&default_price_data[unit_amount]=5';
  const made = await create(server, `name=Fee&${data}&expand[]=default_price`);
  expect(made.default_price).toMatchObject({ object: 'price', unit_amount: 5, product: made.id });
  await create(server, 'name=Free');
  const { body } = await server.get(
    `${PRODUCTS}?expand[]=data.default_price.product&expand[]=data.default_price.tiers`,
  );
  expect(body.data).toMatchObject([
    { name: 'Free', default_price: null },
    { name: 'Fee', default_price: { tiers: null, product: { id: made.id, name: 'Fee' } } },
  ]);
});

test('each list filter works alone', async () => {
  const server = await serve();
  const shown = async (query: string) =>
    (await server.get(`${PRODUCTS}?${query}`)).body.data.map(({ id }: { id: string }) => id);
  await create(server, 'id=a&name=A&shippable=true');
  await server.mock.clock.advance(10);
  await create(server, 'id=b&name=B&active=false&url=https://b.c');
  await server.mock.clock.advance(10);
  await create(server, 'id=c&name=C&shippable=false');
  expect(await shown('')).toEqual(['c', 'b', 'a']);
  expect(await shown('active=true')).toEqual(['c', 'a']);
  expect(await shown('active=false')).toEqual(['b']);
  expect(await shown(`created[gt]=${START}&created[lt]=${START + 20}`)).toEqual(['b']);
  expect(await shown('ids[]=a&ids[]=c&ids[]=nobody')).toEqual(['c', 'a']);
  expect(await shown('shippable=true')).toEqual(['a']);
  expect(await shown('shippable=false')).toEqual(['c']);
  expect(await shown('url=https://b.c')).toEqual(['b']);
  expect(await shown('limit=1&starting_after=b')).toEqual(['a']);
  expect(await shown('ending_before=b')).toEqual(['c']);
  expect((await server.get(`${PRODUCTS}?limit=2`)).body).toMatchObject({
    object: 'list',
    has_more: true,
    url: PRODUCTS,
  });
});

test('a product can be deleted, unless it has a price', async () => {
  const server = await serve();
  const { id } = await create(server, 'name=Fee');
  await server.post('/v1/prices', `currency=usd&unit_amount=5&product=${id}`);
  const refused = await server.delete(`${PRODUCTS}/${id}`);
  expect([refused.status, refused.body.error]).toEqual([
    400,
    {
      message: 'This product cannot be deleted because it has one or more user-created prices.',
      request_log_url: expect.any(String),
      type: 'invalid_request_error',
    },
  ]);
  const { id: free } = await create(server, 'name=Free');
  expect((await server.delete(`${PRODUCTS}/${free}`)).body).toEqual({
    id: free,
    object: 'product',
    deleted: true,
  });
  expect((await server.get(PRODUCTS)).body.data.map((each: { id: string }) => each.id)).toEqual([
    id,
  ]);
  for (const gone of [
    await server.get(`${PRODUCTS}/${free}`),
    await server.post(`${PRODUCTS}/${free}`, 'name=x'),
    await server.delete(`${PRODUCTS}/${free}`),
  ]) {
    expect([gone.status, gone.body.error]).toMatchObject([
      404,
      { code: 'resource_missing', message: `No such product: '${free}'`, param: 'id' },
    ]);
  }
});

const LONG_URL = 'Stripe currently supports these currencies: usd, aed, afn, all, amd,';

test.each([
  ['', 'Missing required param: name.', 'name', 'parameter_missing'],
  ['name=', /^You passed an empty string for 'name'\./, 'name', 'parameter_invalid_empty'],
  [
    'name=A&description=',
    /^You passed an empty string for 'description'\./,
    'description',
    'parameter_invalid_empty',
  ],
  ['name=A&active=yes', 'Invalid boolean: yes', 'active', undefined],
  [
    'name=A&unit_label=thirteen-long',
    'Invalid string: thir...long; must be at most 12 characters',
    'unit_label',
    undefined,
  ],
  [
    `name=A&statement_descriptor=${'x'.repeat(23)}`,
    'Invalid string: xxxx...xxxx; must be at most 22 characters',
    'statement_descriptor',
    undefined,
  ],
  [
    `name=A${'&images[]=x'.repeat(9)}`,
    'Array images exceeded maximum 8 allowed elements.',
    'images',
    undefined,
  ],
  ['name=A&type=thing', 'Invalid type: must be one of good or service', 'type', undefined],
  ['name=A&colour=red', 'Received unknown parameter: colour', 'colour', 'parameter_unknown'],
  [
    'name=A&default_price=price_1',
    'Received unknown parameter: default_price. Did you mean default_price_data?',
    'default_price',
    'parameter_unknown',
  ],
  [
    'name=A&default_price_data[unit_amount]=5',
    'Missing required param: default_price_data[currency].',
    'default_price_data[currency]',
    'parameter_missing',
  ],
  [
    'name=A&default_price_data[currency]=euro',
    new RegExp(`^Invalid currency: euro\\. ${LONG_URL}`),
    'default_price_data[currency]',
    undefined,
  ],
  [
    'name=A&default_price_data[currency]=usd&default_price_data[custom_unit_amount][enabled]=true',
    /^stripe-meter-mock does not compute the effect of default_price_data\[custom_unit_amount\]/,
    'default_price_data[custom_unit_amount]',
    undefined,
  ],
  [
    'name=A&default_price_data[currency]=usd&default_price_data[unit_amount]=5&default_price_data[unit_amount_decimal]=5',
    'You may only specify one of these parameters: unit_amount, unit_amount_decimal.',
    'default_price_data[unit_amount]',
    undefined,
  ],
  [
    'name=A&default_price_data[currency]=usd&default_price_data[unit_amount]=5&default_price_data[recurring][interval]=year&default_price_data[recurring][interval_count]=4',
    "The interval_count for yearly prices can't be greater than 3",
    'default_price_data[recurring][interval_count]',
    undefined,
  ],
  ['name=A&id=taken', 'Product already exists.', 'id', 'resource_already_exists'],
  ['name=A&expand[]=price', 'This property cannot be expanded (price).', undefined, undefined],
])('create with %j: refused, and nothing is made', async (form, message, param, code) => {
  const server = await serve();
  await create(server, 'name=Taken&id=taken');
  const { status, body } = await server.post(PRODUCTS, form);
  expect([status, body.error.param, body.error.code]).toEqual([400, param, code]);
  expect(body.error.message).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
  expect((await server.get(PRODUCTS)).body.data).toHaveLength(1);
});

test.each([
  ['default_price=price_nope', "No such price: 'price_nope'", 'default_price', 'resource_missing'],
  [
    'default_price=FOREIGN',
    'The price `FOREIGN` does not belong to this product.',
    'default_price',
    undefined,
  ],
  [
    'default_price=INACTIVE',
    'The price specified is inactive. This field only accepts active prices.',
    'default_price',
    undefined,
  ],
  ['name=', /^You passed an empty string for 'name'\./, 'name', 'parameter_invalid_empty'],
  ['id=other', 'Received unknown parameter: id', 'id', 'parameter_unknown'],
])('update with %j: refused, and nothing changes', async (form, message, param, code) => {
  const server = await serve();
  const product = await create(server, 'name=Fee&id=fee');
  await create(server, 'name=Other&id=other');
  const price = async (more: string) =>
    (await server.post('/v1/prices', `currency=usd&unit_amount=5&${more}`)).body.id;
  const ids = {
    FOREIGN: await price('product=other'),
    INACTIVE: await price('product=fee&active=false'),
  };
  const named = (text: string) =>
    text.replace('FOREIGN', ids.FOREIGN).replace('INACTIVE', ids.INACTIVE);
  const { status, body } = await server.post(`${PRODUCTS}/fee`, named(form));
  expect([status, body.error.param, body.error.code]).toEqual([400, param, code]);
  expect(body.error.message).toEqual(
    typeof message === 'string' ? named(message) : expect.stringMatching(message),
  );
  expect((await server.get(`${PRODUCTS}/fee`)).body).toEqual(product);
});

test.each([
  [
    'ids[]=a&starting_after=a',
    'You may only specify one of these parameters: ids, starting_after.',
    'ids',
  ],
  [
    'ids[]=a&ending_before=a',
    'You may only specify one of these parameters: ids, ending_before.',
    'ids',
  ],
  ['starting_after=prod_nope', "No such product: 'prod_nope'", 'starting_after'],
  ['active=maybe', 'Invalid boolean: maybe', 'active'],
  [
    'expand[]=default_price',
    "This property cannot be expanded (default_price). You may want to try expanding 'data.default_price' instead.",
    undefined,
  ],
])('list with %j: refused', async (query, message, param) => {
  const { get } = await serve();
  const { status, body } = await get(`${PRODUCTS}?${query}`);
  expect([status, body.error.message, body.error.param]).toEqual([400, message, param]);
});

test('accounts and modes do not see each other’s products', async () => {
  const server = await serve({ allowLiveKeys: true });
  await create(server, 'name=Fee&id=fee');
  const asked = async (key: string) =>
    (await server.get(`${PRODUCTS}/fee`, { authorization: `Bearer ${key}` })).status;
  expect([
    await asked('sk_test_other_x'),
    await asked('sk_live_123'),
    await asked('sk_test_123'),
  ]).toEqual([404, 404, 200]);
});
