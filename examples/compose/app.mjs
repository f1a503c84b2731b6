// An application in its own container: it sends one event and asks the mock whether it arrived.
const base = process.env.STRIPE_API_BASE;

const answer = await fetch(`${base}/v1/billing/meter_events`, {
  method: 'POST',
  headers: { authorization: 'Bearer sk_test_123' },
  body: new URLSearchParams({
    event_name: 'ai_search_api',
    'payload[value]': '25',
    'payload[stripe_customer_id]': 'cus_1',
  }),
});
console.log(answer.status, (await answer.json()).object);

const waited = await fetch(`${base}/_mock/meter_events/wait?customer=cus_1&timeout_ms=2000`);
console.log(waited.status, (await waited.json()).matched);
