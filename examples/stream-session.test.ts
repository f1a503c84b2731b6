import { type MeterMock, startMeterMock } from 'stripe-meter-mock';
import { expect, test } from 'vitest';

const event = {
  event_name: 'ai_search_api',
  payload: { stripe_customer_id: 'cus_1', value: '25' },
};

interface Session {
  authentication_token: string;
  expires_at: string;
}

/** Sends batches using only fetch, renewing the session when `hasEnded` says so. */
function streamClient(mock: MeterMock, hasEnded: (expiresAt: string, now: Date) => boolean) {
  let session: Session | undefined;
  const post = (path: string, key: string, body: object) =>
    fetch(`${mock.url}/v2/billing/${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
        'Stripe-Version': '2026-10-28.endive',
      },
      body: JSON.stringify(body),
    });
  return async (events: object[]) => {
    const now = new Date(mock.clock.state().now_seconds * 1000); // your code: new Date()
    if (session === undefined || hasEnded(session.expires_at, now)) {
      session = (await (await post('meter_event_session', 'sk_test_123', {})).json()) as Session;
    }
    return post('meter_event_stream', session.authentication_token, { events });
  };
}

test('a session that ended is renewed', async () => {
  await using mock = await startMeterMock({ sessionSeconds: 5 });
  const send = streamClient(mock, (expiresAt, now) => new Date(expiresAt) <= now);

  expect((await send([event, event])).status).toBe(200);
  await mock.clock.advance(6);
  expect((await send([event])).status).toBe(200);

  expect(mock.usage().data).toMatchObject([{ customer: 'cus_1', value: '75' }]);
  const sessions = mock.requests({ path: '/v2/billing/meter_event_session' }).data;
  expect(sessions).toHaveLength(2);
});

test('expires_at * 1000 is NaN: the session is never renewed', async () => {
  await using mock = await startMeterMock({ sessionSeconds: 5 });
  const send = streamClient(mock, (expiresAt, now) => new Date(Number(expiresAt) * 1000) <= now);

  expect((await send([event, event])).status).toBe(200); // works at first: 15 minutes on Stripe, 5 seconds here
  await mock.clock.advance(6);
  const refused = await send([event]);

  expect(refused.status).toBe(401);
  expect(await refused.text()).toContain('billing_meter_event_session_expired');
  expect(mock.usage().data).toMatchObject([{ value: '50' }]); // later events are lost
});
