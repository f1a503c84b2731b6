import { expect, test } from 'vitest';
import { START } from '../../helper.ts';
import { billedServer, ITEMS, SUBSCRIPTIONS } from './billed-server.ts';

const DAY = 86_400;

test('adds, lists (oldest first), retrieves, changes and removes items', async () => {
  const {
    subscribe,
    metered,
    post,
    get,
    delete: remove,
    mock,
    subscription,
  } = await billedServer();
  const { id } = (await subscribe([await metered()], 'billing_mode[type]=classic')).body;
  await mock.clock.advance(DAY);
  const second = await metered('unit_amount=7');
  const added = (await post(ITEMS, `subscription=${id}&price=${second}&metadata[a]=1`)).body;
  expect(added).toMatchObject({
    object: 'subscription_item',
    current_period_start: START + DAY,
    metadata: { a: '1' },
    price: { id: second },
    subscription: id,
  });
  const whole = await subscription(id);
  const listed = (await get(`${ITEMS}?subscription=${id}`)).body;
  expect(listed.data).toEqual(whole.items.data);
  expect(listed.data[1]).toEqual(added);
  expect((await get(`${ITEMS}/${added.id}`)).body).toEqual(added);
  const third = await metered('unit_amount=8');
  const changed = (await post(`${ITEMS}/${added.id}`, `price=${third}&metadata[a]=`)).body;
  expect(changed).toEqual({
    ...added,
    metadata: {},
    plan: expect.objectContaining({ id: third }),
    price: expect.objectContaining({ id: third }),
  });
  const removed = await remove(`${ITEMS}/${added.id}?clear_usage=true`);
  expect(removed.body).toEqual({ id: added.id, object: 'subscription_item', deleted: true });
  expect((await subscription(id)).items.total_count).toBe(1);
  expect((await get(`${ITEMS}/${added.id}`)).status).toBe(404);
});

test('refuses a licensed item that would prorate, and accepts it with `none`', async () => {
  const { subscribe, metered, licensed, post } = await billedServer();
  const { id } = (await subscribe([await metered()])).body;
  const price = await licensed();
  const form = `subscription=${id}&price=${price}&quantity=3`;
  expect((await post(ITEMS, form)).body.error.message).toMatch(
    /^stripe-meter-mock does not prorate/,
  );
  const added = (await post(ITEMS, `${form}&proration_behavior=none`)).body;
  expect(added.quantity).toBe(3);
  const more = await post(`${ITEMS}/${added.id}`, 'quantity=4&proration_behavior=none');
  expect(more.body.quantity).toBe(4);
});

test.each([
  [
    'post',
    ITEMS,
    '',
    [400, 'parameter_missing', 'subscription', 'Missing required param: subscription.'],
  ],
  [
    'get',
    ITEMS,
    '',
    [400, 'parameter_missing', 'subscription', 'Missing required param: subscription.'],
  ],
  [
    'get',
    `${ITEMS}/si_nope`,
    '',
    [404, undefined, undefined, 'Invalid subscription_item id: si_nope'],
  ],
  [
    'post',
    `${ITEMS}/si_nope`,
    '',
    [404, undefined, undefined, 'Invalid subscription_item id: si_nope'],
  ],
  [
    'delete',
    `${ITEMS}/si_nope`,
    '',
    [404, undefined, undefined, 'Invalid subscription_item id: si_nope'],
  ],
  [
    'post',
    ITEMS,
    'subscription=sub_nope&price=x',
    [404, 'resource_missing', 'subscription', "No such subscription: 'sub_nope'"],
  ],
  [
    'post',
    ITEMS,
    'subscription=SUB',
    [400, 'parameter_missing', 'price', 'Missing required param: price.'],
  ],
  [
    'post',
    ITEMS,
    'subscription=SUB&price=price_nope',
    [400, 'resource_missing', 'price', "No such price: 'price_nope'"],
  ],
  [
    'post',
    ITEMS,
    'subscription=SUB&price=USAGE',
    [400, undefined, 'plan', expect.stringMatching(/^A new item with Price/)],
  ],
  [
    'post',
    ITEMS,
    'subscription=SUB&price=EUR',
    [
      400,
      undefined,
      'price',
      "The price specified only supports `eur`. This doesn't match the expected currency: `usd`.",
    ],
  ],
  [
    'post',
    ITEMS,
    'subscription=SUB&price=USAGE2&quantity=1',
    [400, undefined, 'quantity', 'You cannot set the quantity for metered plans.'],
  ],
  [
    'delete',
    `${ITEMS}/ITEM`,
    '',
    [400, undefined, undefined, expect.stringMatching(/^A subscription must have/)],
  ],
  [
    'delete',
    `${ITEMS}/ITEM?clear_usage=true`,
    '',
    [400, undefined, undefined, expect.stringMatching(/^With `billing_mode.type=flexible` set/)],
  ],
  [
    'post',
    ITEMS,
    'subscription=SUB&price=USAGE2&tax_rates[]=t',
    [400, undefined, 'tax_rates', expect.stringMatching(/^stripe-meter-mock does not compute/)],
  ],
] as const)('refused: %s %s %s', async (method, path, form, error) => {
  const server = await billedServer();
  const { subscribe, metered, post, priced, subscription } = server;
  const usage = await metered();
  const { body } = await subscribe([usage]);
  const eur = await priced('unit_amount=1&recurring[interval]=month', 'eur');
  const [{ id: item }] = body.items.data;
  const ids = { SUB: body.id, ITEM: item, EUR: eur, USAGE2: await metered(), USAGE: usage };
  const filled = (text: string) =>
    text.replace(/SUB|ITEM|EUR|USAGE2|USAGE/g, (name) => ids[name as keyof typeof ids]);
  const answer =
    method === 'post' ? await post(path, filled(form)) : await server[method](filled(path));
  const { code, param, message } = answer.body.error;
  expect([answer.status, code, param, message]).toEqual(error);
  expect(await subscription(body.id)).toEqual(body);
});

test('the items of a canceled subscription cannot be listed, added or changed', async () => {
  const { subscribe, metered, post, get, delete: remove } = await billedServer();
  const { id, items } = (await subscribe([await metered()])).body;
  await remove(`${SUBSCRIPTIONS}/${id}`);
  const answers = [
    await get(`${ITEMS}?subscription=${id}`),
    await post(ITEMS, `subscription=${id}&price=${await metered()}`),
    await post(`${ITEMS}/${items.data[0].id}`, 'metadata[a]=1'),
  ];
  for (const { status, body } of answers) {
    expect([status, body.error.param, body.error.message]).toEqual([
      404,
      'subscription',
      `No such subscription: '${id}'`,
    ]);
  }
});

test('expands an item', async () => {
  const { subscribe, metered, get, product } = await billedServer();
  const { items } = (await subscribe([await metered()])).body;
  const { body } = await get(`${ITEMS}/${items.data[0].id}?expand[]=price.product`);
  expect(body.price.product).toMatchObject({ id: product, object: 'product' });
});
