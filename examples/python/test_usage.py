import pytest
from stripe import InvalidRequestError

USAGE = {
    "event_name": "ai_tokens",
    "identifier": "order-1",
    "payload": {"stripe_customer_id": "cus_1", "value": "25"},
}


def test_usage_is_counted_once(meter_mock):
    events = meter_mock.client().v1.billing.meter_events
    events.create(USAGE)
    with pytest.raises(InvalidRequestError, match="already exists with identifier order-1"):
        events.create(USAGE)
    [usage] = meter_mock.usage()
    assert (usage["customer"], usage["value"]) == ("cus_1", "25")


def test_a_lost_response_does_not_bill_twice(meter_mock):
    meter_mock.arm("response_lost")  # the event counts, and then the connection breaks
    meter_mock.client(max_network_retries=2).v1.billing.meter_events.create(USAGE)
    assert len(meter_mock.requests()) == 2
    assert [usage["value"] for usage in meter_mock.usage()] == ["25"]


def test_an_identifier_can_be_used_again_after_24_hours(meter_mock):
    events = meter_mock.client().v1.billing.meter_events
    events.create(USAGE)
    meter_mock.advance(25 * 3600)
    events.create(USAGE)
    assert [usage["value"] for usage in meter_mock.usage()] == ["50"]


def test_a_reset_removes_all_events(meter_mock):
    meter_mock.client().v1.billing.meter_events.create(USAGE)
    meter_mock.reset()
    assert meter_mock.events() == []
