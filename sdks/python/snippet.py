import os

from stripe import StripeClient

base = os.environ.get("STRIPE_API_BASE", "http://127.0.0.1:12111")
client = StripeClient("sk_test_123", base_addresses={"api": base})
event = client.v1.billing.meter_events.create({
    "event_name": "ai_search_api",
    "payload": {"stripe_customer_id": "cus_1", "value": "25"},
})
print(event.identifier)
