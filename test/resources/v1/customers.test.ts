import request from 'supertest';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import { readOptions } from '../../../src/options.ts';
import { startServer } from '../../../src/server.ts';
import { FORM, KEY, START, serve } from '../../helper.ts';

const CUSTOMERS = '/v1/customers';

test('a customer has the fields that integrations read', async () => {
  const { post, get } = await serve();
  const address = 'address[line1]=1 Main St&address[city]=Berlin&address[country]=DE';
  const answer = await post(
    CUSTOMERS,
    `email=a%40b.c&name=Ann&description=d&phone=1&metadata[k]=v&balance=-250&${address}&tax_exempt=none&expand[]=tax`,
  );
  expect(answer.body.id).toMatch(/^cus_[A-Za-z0-9]{14}$/);
  expect(answer.body).toEqual({
    id: answer.body.id,
    object: 'customer',
    address: {
      city: 'Berlin',
      country: 'DE',
      line1: '1 Main St',
      line2: null,
      postal_code: null,
      state: null,
    },
    balance: -250,
    created: START,
    description: 'd',
    email: 'a@b.c',
    livemode: false,
    metadata: { k: 'v' },
    name: 'Ann',
    phone: '1',
  });
  expect((await get(`${CUSTOMERS}/${answer.body.id}`)).body).toEqual(answer.body);
});

test('metadata merges and unsets; an empty string unsets a field', async () => {
  const { post } = await serve();
  const { id } = (
    await post(CUSTOMERS, 'name=Ann&metadata[a]=1&metadata[b]=2&metadata[__proto__]=x')
  ).body;
  const update = async (form: string) => (await post(`${CUSTOMERS}/${id}`, form)).body;
  expect((await update('metadata[b]=3&metadata[c]=4')).metadata).toEqual(
    JSON.parse('{"a":"1","b":"3","__proto__":"x","c":"4"}'),
  );
  expect((await update('metadata[a]=&metadata[__proto__]=')).metadata).toEqual({ b: '3', c: '4' });
  expect(await update('metadata=&name=')).toMatchObject({ metadata: {}, name: null });
});

test('a balance is 0 unless given, can be replaced, and may be negative', async () => {
  const { post } = await serve();
  const { id, balance } = (await post(CUSTOMERS)).body;
  const update = async (form: string) => (await post(`${CUSTOMERS}/${id}`, form)).body.balance;
  expect([balance, await update('balance=1500'), await update('name=Ann')]).toEqual([
    0, 1500, 1500,
  ]);
  expect([await update('balance=-7'), await update('balance=0')]).toEqual([-7, 0]);
});

test('lists customers by email, newest first', async () => {
  const { post, get } = await serve();
  for (const email of ['a@x.y', 'b@x.y', 'a@x.y']) await post(CUSTOMERS, `email=${email}`);
  const { data } = (await get(`${CUSTOMERS}?email=a@x.y`)).body;
  expect(data).toHaveLength(2);
  expect((await get(`${CUSTOMERS}?limit=1`)).body).toMatchObject({
    has_more: true,
    url: CUSTOMERS,
    data: [{ id: data[0].id }],
  });
});

test('lists customers by creation time, and pages past a deleted one', async () => {
  const { post, get, delete: remove, mock } = await serve();
  const ids: string[] = [];
  for (let i = 0; i < 4; i++) {
    ids.unshift((await post(CUSTOMERS)).body.id);
    await mock.clock.advance(10);
  }
  const shown = async (query: string) =>
    (await get(`${CUSTOMERS}?${query}`)).body.data.map(({ id }: { id: string }) => ids.indexOf(id));
  expect(await shown(`created[gte]=${START + 10}&created[lt]=${START + 30}`)).toEqual([1, 2]);
  expect(await shown(`created=${START}`)).toEqual([3]);
  await remove(`${CUSTOMERS}/${ids[1]}`);
  expect(await shown(`starting_after=${ids[1]}`)).toEqual([2, 3]);
  expect((await get(`${CUSTOMERS}?created[about]=1`)).body.error.message).toBe(
    'Received unknown parameter: created[about]',
  );
});

test('a deleted customer can be retrieved as a stub, but not changed or listed', async () => {
  const { post, get, delete: remove } = await serve();
  const { id } = (await post(CUSTOMERS)).body;
  const stub = { id, object: 'customer', deleted: true };
  expect((await remove(`${CUSTOMERS}/${id}`)).body).toEqual(stub);
  expect((await get(`${CUSTOMERS}/${id}`)).body).toEqual(stub);
  expect((await get(CUSTOMERS)).body.data).toEqual([]);
  for (const answer of [
    await post(`${CUSTOMERS}/${id}`, 'name=x'),
    await remove(`${CUSTOMERS}/${id}`),
  ]) {
    expect([answer.status, answer.body.error]).toMatchObject([
      404,
      { code: 'resource_missing', message: `No such customer: '${id}'`, param: 'id' },
    ]);
  }
});

test.each([
  ['nme=x', 'Received unknown parameter: nme. Did you mean name?'],
  ['metadata=x', 'Invalid object'],
  ['metadata[a][b]=x', 'Invalid string: {"b"=>"x"}'],
  ['address[planet]=x', 'Received unknown parameter: address[planet]'],
  ['balance=1.5', 'Invalid integer: 1.5'],
  ['expand[]=nothing', 'This property cannot be expanded (nothing).'],
])('%s is refused', async (form, message) => {
  const { post } = await serve();
  const answer = await post(CUSTOMERS, form);
  expect([answer.status, answer.body.error.message]).toEqual([400, message]);
});

test('refuses test_clock on a create, an update and a list', async () => {
  const { post, get } = await serve();
  const { body: customer } = await post(CUSTOMERS, 'name=Ann');
  const answers = [
    await post(CUSTOMERS, 'name=Bob&test_clock=clock_1'),
    await post(`${CUSTOMERS}/${customer.id}`, 'name=Bob&test_clock=clock_1'),
    await get(`${CUSTOMERS}?test_clock=clock_1`),
  ];
  for (const { status, body } of answers) {
    expect([status, body.error.type, body.error.param]).toEqual([
      400,
      'invalid_request_error',
      'test_clock',
    ]);
    expect(body.error.message).toMatch(
      /^stripe-meter-mock has no test clocks, .*POST \/_mock\/clock/,
    );
  }
  expect((await get(CUSTOMERS)).body.data).toEqual([customer]);
  expect((await post(CUSTOMERS, 'test_clock=')).body.error.code).toBe('parameter_invalid_empty');
});

test('logs parameters that are accepted but not kept, once each and only on success', async () => {
  const warnings: string[] = [];
  const log = Object.assign(Object.create(silentLog), {
    warn: (message: string) => warnings.push(message),
  });
  const { url, verbs, close } = await startServer(readOptions({ port: 0 }), log);
  onTestFinished(close);
  const send = (path: string, form: string) =>
    request(url)
      .post(path)
      .set({ authorization: `Bearer ${KEY}`, 'content-type': FORM })
      .send(form);
  await send(CUSTOMERS, 'tax_exempt=none&coupon=x&nonsense=1');
  await send(`${CUSTOMERS}/cus_nobody`, 'coupon=x');
  expect(warnings).toEqual([]);
  const { id } = (await send(CUSTOMERS, 'name=Ann&source=tok_1&tax[validate_location]=immediately'))
    .body;
  await send(`${CUSTOMERS}/${id}`, 'source=tok_2&tax_exempt=none');
  verbs.reset();
  await verbs.loadFixtures({
    customers: [{ source: 'tok_3', shipping: { name: 'Ann' }, coupon: null }],
  });
  expect(warnings).toEqual(
    ['source', 'tax', 'tax_exempt', 'shipping'].map(
      (name) => `customers: ${name} is accepted but not kept`,
    ),
  );
});

test('an unknown id: 404', async () => {
  const { get } = await serve();
  expect((await get(`${CUSTOMERS}/cus_x`)).body.error).toMatchObject({
    code: 'resource_missing',
    message: "No such customer: 'cus_x'",
  });
});
