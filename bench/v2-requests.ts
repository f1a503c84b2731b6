/** What the load generator sends on v2: a create, and a stream request with a hundred events. */

/** Events in one stream request. */
export const BATCH = 100;

/** A create of the same event that `load.ts` sends on v1. */
export function v2Create(id: string, customer: string): string {
  return post('meter_events', 'sk_test_123', id, eventJson(`evt_${id}`, customer));
}

/** A stream request with a hundred events, each with its own identifier. */
export function streamBatch(id: string, customer: string, token: string): string {
  return post('meter_event_stream', token, id, streamJson(id, customer));
}

/** The body of a stream request. */
export function streamJson(id: string, customer: string): string {
  let events = eventJson(`evt_${id}_0`, customer);
  for (let i = 1; i < BATCH; i++) events += `,${eventJson(`evt_${id}_${i}`, customer)}`;
  return `{"events":[${events}]}`;
}

function eventJson(identifier: string, customer: string): string {
  return (
    '{"event_name":"ai_search_api","payload":{"stripe_customer_id":"' +
    `${customer}","value":"25"},"identifier":"${identifier}"}`
  );
}

function post(path: string, key: string, id: string, body: string): string {
  return (
    `POST /v2/billing/${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n` +
    'User-Agent: Stripe/v2 NodeBindings/23.1.0\r\nAccept: application/json\r\n' +
    'Content-Type: application/json\r\nStripe-Version: 2026-10-28.endive\r\n' +
    `Idempotency-Key: key_${id}\r\n` +
    'X-Stripe-Client-User-Agent: {"bindings_version":"23.1.0","lang":"node"}\r\n' +
    `Content-Length: ${body.length}\r\nConnection: keep-alive\r\n\r\n${body}`
  );
}
