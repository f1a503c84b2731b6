"""What Stripe sends later: delivered here, then verified, parsed and fetched as the SDK's users do."""

import asyncio
from collections.abc import Iterator

import pytest
from stripe import HTTPXClient, InvalidRequestError, SignatureVerificationError, StripeClient
from stripe.billing import Meter
from stripe.events import (
    V1BillingMeterErrorReportTriggeredEvent,
    V1BillingMeterErrorReportTriggeredEventNotification,
    V1BillingMeterNoMeterFoundEventNotification,
    V1BillingMeterUpdatedEventNotification,
)

from control import API_BASE, advance_clock, arm, freeze_clock, new_account, raise_error_report
from receiver import Receiver, receiving

ERROR_REPORT = "v1.billing.meter.error_report_triggered"
NO_METER = "v1.billing.meter.no_meter_found"
SAMPLES = [("meter_event_no_customer_defined", "order-1"), ("meter_event_invalid_value", "order-2")]


class Wired:
    """A meter in a fresh account, and two destinations at a receiver, one for each kind of event."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        self.account = new_account()
        self.client = self.new_client()
        self.meter = self.client.v1.billing.meters.create({
            "display_name": "Search",
            "event_name": "ai_search_api",
            "default_aggregation": {"formula": "sum"},
        })
        destination = self.client.v2.core.event_destinations.create({
            "name": "Meters",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": [ERROR_REPORT, NO_METER, "v1.billing.meter.updated"],
            "include": ["webhook_endpoint.signing_secret"],
            "webhook_endpoint": {"url": f"{receiver.base}/thin"},
        })
        self.thin_secret = destination.webhook_endpoint.signing_secret
        endpoint = self.client.v1.webhook_endpoints.create({
            "url": f"{receiver.base}/snapshot",
            "enabled_events": ["billing.meter.updated"],
        })
        self.snapshot_secret = endpoint.secret

    def new_client(self, **options) -> StripeClient:
        key = f"sk_test_{self.account}_key"
        return StripeClient(key, base_addresses={"api": API_BASE}, **options)

    def thin(self) -> tuple[bytes, str]:
        return self.receiver.take("/thin")

    def snapshot(self) -> tuple[bytes, str]:
        return self.receiver.take("/snapshot")

    def rename(self, name: str) -> None:
        """A change that both destinations receive."""
        self.client.v1.billing.meters.update(self.meter.id, {"display_name": name})
        advance_clock(self.account, 0)

    def send_bad_events(self) -> None:
        """Two events that are accepted but invalid, in one window: one has no customer, one no number."""
        freeze_clock(self.account)
        create = self.client.v1.billing.meter_events.create
        bad = {"order-1": {"value": "1"}, "order-2": {"stripe_customer_id": "cus_1", "value": "many"}}
        for identifier, payload in bad.items():
            create({"event_name": "ai_search_api", "identifier": identifier, "payload": payload})
        advance_clock(self.account, 12)


@pytest.fixture
def wired() -> Iterator[Wired]:
    with receiving() as receiver:
        yield Wired(receiver)


def samples(event: V1BillingMeterErrorReportTriggeredEvent) -> list[tuple[str, str]]:
    """Each error code with each of its identifiers, as handlers read them."""
    return [
        (each.code, sample.request.identifier)
        for each in event.data.reason.error_types
        for sample in each.sample_errors
    ]


def test_a_delivery_leads_to_the_codes_and_identifiers(wired: Wired) -> None:
    wired.send_bad_events()
    notification = wired.client.parse_event_notification(*wired.thin(), wired.thin_secret)
    assert isinstance(notification, V1BillingMeterErrorReportTriggeredEventNotification)
    assert notification.related_object.id == wired.meter.id
    meter = notification.fetch_related_object()
    assert (type(meter), meter.id, meter.display_name) == (Meter, wired.meter.id, "Search")
    event = notification.fetch_event()
    assert event.id == notification.id
    assert event.data.developer_message_summary == "There are 2 invalid events"
    assert event.data.reason.error_count == 2
    assert samples(event) == SAMPLES


def test_async_fetches_are_refused_and_retrieves_are_not(wired: Wired) -> None:
    # raw_request_async of 16.1.0 sends `usage`, which is meant for telemetry, as a parameter
    async def fetch() -> tuple[Meter, V1BillingMeterErrorReportTriggeredEvent]:
        http_client = HTTPXClient()
        client = wired.new_client(http_client=http_client)
        notification = client.parse_event_notification(*wired.thin(), wired.thin_secret)
        try:
            with pytest.raises(InvalidRequestError, match="'usage: Unknown field.'"):
                await notification.fetch_event_async()
            with pytest.raises(InvalidRequestError, match="Received unknown parameter: usage"):
                await notification.fetch_related_object_async()
            meter = await client.v1.billing.meters.retrieve_async(notification.related_object.id)
            return meter, await client.v2.core.events.retrieve_async(notification.id)
        finally:
            await http_client.close_async()

    wired.send_bad_events()
    meter, event = asyncio.run(fetch())
    assert (meter.id, samples(event)) == (wired.meter.id, SAMPLES)


def test_no_meter_found_can_only_fetch_the_event(wired: Wired) -> None:
    errors = [{"code": "no_meter", "samples": [{"identifier": "order-3"}]}]
    raise_error_report(wired.account, event_name="typo_api", errors=errors)
    advance_clock(wired.account, 0)
    notification = wired.client.parse_event_notification(*wired.thin(), wired.thin_secret)
    assert isinstance(notification, V1BillingMeterNoMeterFoundEventNotification)
    assert not hasattr(notification, "fetch_related_object")
    assert samples(notification.fetch_event()) == [("no_meter", "order-3")]


def test_a_snapshot_and_its_thin_counterpart(wired: Wired) -> None:
    wired.rename("Search, all regions")
    event = wired.client.construct_event(*wired.snapshot(), wired.snapshot_secret)
    assert event.type == "billing.meter.updated"
    assert (event.data.object.id, event.data.object.display_name) == (wired.meter.id, "Search, all regions")
    assert event.data.previous_attributes["display_name"] == "Search"
    assert wired.client.v1.events.retrieve(event.id).type == event.type
    thin = wired.client.parse_event_notification(*wired.thin(), wired.thin_secret)
    assert isinstance(thin, V1BillingMeterUpdatedEventNotification)
    assert thin.fetch_related_object().display_name == "Search, all regions"
    assert thin.fetch_event().snapshot_event == event.id


def test_the_wrong_kind(wired: Wired) -> None:
    wired.rename("Search, all regions")
    with pytest.raises(ValueError, match="^You passed a thin event notification to a method that expects a webhook"):
        wired.client.construct_event(*wired.thin(), wired.thin_secret)
    with pytest.raises(ValueError, match="^You passed a webhook payload to StripeClient.parse_event_notification"):
        wired.client.parse_event_notification(*wired.snapshot(), wired.snapshot_secret)


def expect_refused(wired: Wired, message: str, thin_secret: str, snapshot_secret: str) -> None:
    with pytest.raises(SignatureVerificationError, match=message):
        wired.client.parse_event_notification(*wired.thin(), thin_secret)
    with pytest.raises(SignatureVerificationError, match=message):
        wired.client.construct_event(*wired.snapshot(), snapshot_secret)


def test_an_old_timestamp_and_a_wrong_secret(wired: Wired) -> None:
    arm({"effect": "signature_stale", "times": 2}, wired.account)
    wired.rename("A")
    expect_refused(wired, r"^Timestamp outside the tolerance zone \(\d+\)$", wired.thin_secret, wired.snapshot_secret)
    bad_signature = "^No signatures found matching the expected signature for payload$"
    arm({"effect": "signature_wrong", "times": 2}, wired.account)
    wired.rename("B")
    expect_refused(wired, bad_signature, wired.thin_secret, wired.snapshot_secret)
    wired.rename("C")
    expect_refused(wired, bad_signature, wired.snapshot_secret, wired.thin_secret)


def test_notification_handler_calls_the_function_for_its_type(wired: Wired) -> None:
    seen: list = []
    handler = wired.client.notification_handler(wired.thin_secret, lambda other, *_: seen.append(other.type))
    handler.on_v1_billing_meter_error_report_triggered(
        lambda report, _client: seen.append(samples(report.fetch_event()))
    )
    wired.send_bad_events()
    wired.rename("Search, all regions")
    handler.handle(*wired.thin())
    handler.handle(*wired.thin())
    assert seen == [SAMPLES, "v1.billing.meter.updated"]


def test_lists_auto_page(wired: Wired) -> None:
    wired.rename("Search, all regions")
    wired.client.v1.billing.meters.deactivate(wired.meter.id)
    types = [f"billing.meter.{what}" for what in ("deactivated", "updated", "created")]
    snapshots = wired.client.v1.events.list({"limit": 1})
    assert [event.type for event in snapshots.auto_paging_iter()] == types
    thin = wired.client.v2.core.events.list({"object_id": wired.meter.id, "limit": 1})
    assert [event.type for event in thin.auto_paging_iter()] == [f"v1.{each}" for each in types]

    urls = ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b"]
    for url in urls:
        wired.client.v1.webhook_endpoints.create({"url": url, "enabled_events": ["*"]})
    endpoints = wired.client.v1.webhook_endpoints.list({"limit": 1})
    listed = [endpoint.url for endpoint in endpoints.auto_paging_iter()]
    assert listed == [*reversed(urls), f"{wired.receiver.base}/snapshot"]
