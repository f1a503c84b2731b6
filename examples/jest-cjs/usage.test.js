// jest in CommonJS, without flags or configuration: copy this file as it is.
const Stripe = require('stripe');
const { startMeterMock } = require('stripe-meter-mock');

const USAGE = {
  event_name: 'ai_tokens',
  identifier: 'order-1',
  payload: { stripe_customer_id: 'cus_1', value: '25' },
};

let mock;
beforeAll(async () => {
  mock = await startMeterMock();
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

const stripe = (options) => new Stripe('sk_test_123', { ...mock.clientOptions, ...options });
const send = (options) => stripe(options).billing.meterEvents.create(USAGE);

test('usage is counted once', async () => {
  await send();
  await expect(send()).rejects.toThrow('An event already exists with identifier order-1.');
  expect(mock.usage().data).toMatchObject([{ customer: 'cus_1', value: '25' }]);
});

test('a lost response does not bill twice', async () => {
  mock.faults.arm({ effect: 'response_lost' }); // the event counts, and then the connection breaks
  await send({ maxNetworkRetries: 2 });
  expect(mock.requests().data).toHaveLength(2);
  expect(mock.usage().data).toMatchObject([{ value: '25' }]);
});

test('an identifier can be used again after 24 hours', async () => {
  await send();
  await mock.clock.advance(25 * 3600); // seconds
  await send();
  expect(mock.usage().data).toMatchObject([{ value: '50' }]);
});

test('a reset removes all events', async () => {
  await send();
  mock.reset();
  expect(mock.events().data).toEqual([]);
});
