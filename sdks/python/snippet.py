import os

from stripe import StripeClient

client = StripeClient("sk_test_123", base_addresses={"api": os.environ["STRIPE_API_BASE"]})
event = client.v1.billing.meter_events.create({
    "event_name": "ai_search_api",
    "payload": {"stripe_customer_id": "cus_1", "value": "25"},
})
print(event.identifier)
