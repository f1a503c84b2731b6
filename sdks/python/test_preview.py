"""From events to an amount: 1,031 credits cost 10.12."""

from decimal import Decimal

from stripe import StripeClient, Subscription

from control import API_BASE, new_account


def test_preview_of_tiers() -> None:
    client = StripeClient(f"sk_test_{new_account()}_key", base_addresses={"api": API_BASE})
    subscription = subscribed(client)

    item = subscription["items"].data[0]
    period = (item.current_period_start, item.current_period_end)
    assert (period[1] - period[0]) / 86400 in (28, 29, 30, 31)
    tiers = [(tier.up_to, tier.unit_amount, tier.unit_amount_decimal, tier.flat_amount) for tier in item.price.tiers]
    assert tiers == [(1000, 0, Decimal(0), 900), (None, None, Decimal("3.6"), 0)]

    invoice = client.v1.invoices.create_preview({"subscription": subscription.id})
    assert (invoice.total, invoice.amount_due, invoice.currency) == (1012, 1012, "usd")
    assert invoice.parent.subscription_details.subscription == subscription.id
    lines = [
        (line.amount, line.quantity, line.quantity_decimal, line.pricing.unit_amount_decimal)
        for line in invoice.lines.data
    ]
    assert lines == [
        (0, 1000, Decimal(1000), Decimal(0)),
        (900, 0, Decimal(0), Decimal(900)),
        (112, 31, Decimal(31), Decimal("3.6")),
        (0, 0, Decimal(0), Decimal(0)),
    ]
    for line in invoice.lines.data:
        assert (line.period.start, line.period.end) == period
        assert line.pricing.price_details.price == item.price.id


def subscribed(client: StripeClient) -> Subscription:
    """A customer who has used 1,031 credits: the first 1,000 cost 9.00, each further one 3.6 cents."""
    meter = client.v1.billing.meters.create(
        {"display_name": "Credits", "event_name": "credits", "default_aggregation": {"formula": "sum"}}
    )
    product = client.v1.products.create({"name": "Workspaces", "unit_label": "credit"})
    assert product.unit_label == "credit"
    price = client.v1.prices.create(
        {
            "product": product.id,
            "currency": "usd",
            "billing_scheme": "tiered",
            "tiers_mode": "graduated",
            "recurring": {"interval": "month", "usage_type": "metered", "meter": meter.id},
            "tiers": [
                {"up_to": 1000, "unit_amount": 0, "flat_amount": 900},
                {"up_to": "inf", "unit_amount_decimal": Decimal("3.6"), "flat_amount": 0},
            ],
        }
    )
    customer = client.v1.customers.create()
    subscription = client.v1.subscriptions.create(
        {"customer": customer.id, "items": [{"price": price.id}], "expand": ["items.data.price.tiers"]}
    )
    for value in ("1000", "30.5", "0.5"):
        payload = {"stripe_customer_id": customer.id, "value": value}
        client.v1.billing.meter_events.create({"event_name": "credits", "payload": payload})
    return subscription
