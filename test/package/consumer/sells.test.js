/** A user of the library in jest, whose babel turns this into CommonJS. */
import { startMeterMock } from 'stripe-meter-mock';

test('fixtures may be YAML', async () => {
  const fixtures = `${__dirname}/node_modules/stripe-meter-mock/fixtures/ai-tokens.yaml`;
  const mock = await startMeterMock({ fixtures });
  expect(mock.saveFixtures().customers).toHaveLength(2);
  await mock.close();
});

test('one event counts once', async () => {
  const mock = await startMeterMock();
  const form = 'event_name=calls&payload[value]=3&payload[stripe_customer_id]=cus_1';
  const answer = await fetch(`${mock.url}/v1/billing/meter_events`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_123',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form,
  });
  expect(answer.status).toBe(200);
  const [event] = await mock.waitForEvents({ customer: 'cus_1' });
  expect(event).toMatchObject({ value: '3' });
  await mock.loadFixtures({ customers: [{ id: 'cus_2' }] });
  expect(() => mock.loadFixtures({ customers: [{ id: 'cus_2' }] })).toThrow(/cus_2/);
  await mock.close();
});
