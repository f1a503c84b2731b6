import os

from stripe import StripeClient

base = os.environ.get("STRIPE_API_BASE")  # without it, requests go to Stripe
client = StripeClient(os.environ["STRIPE_SECRET_KEY"], base_addresses={"api": base} if base else {})
event = client.v1.billing.meter_events.create({
    "event_name": "ai_search_api",
    "payload": {"stripe_customer_id": "cus_1", "value": "25"},
})
print(event.identifier)
