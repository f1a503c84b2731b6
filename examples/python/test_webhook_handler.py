from webhook_handler import UsageRow, WebhookHandler

ERROR_REPORT = "v1.billing.meter.error_report_triggered"


def signed(delivery):
    return delivery["body"].encode(), delivery["headers"]["stripe-signature"]


def test_usage_that_stripe_could_not_count_is_marked_as_failed_once(meter_mock):
    collector = meter_mock.collect(ERROR_REPORT)
    rows = {"order-1": UsageRow()}
    handler = WebhookHandler(meter_mock.client(), collector["secret"], rows)

    # Answered with a 200, but never billed: the payload names no customer.
    usage = {"event_name": "ai_tokens", "identifier": "order-1", "payload": {"value": "25"}}
    meter_mock.client().v1.billing.meter_events.create(usage)
    meter_mock.advance(15)  # a report comes two seconds after its ten-second window

    [delivery] = meter_mock.deliveries(collector["id"])
    assert handler.handle(*signed(delivery)) == 200
    reason = "meter_event_no_customer_defined: Customer mapping key stripe_customer_id not found in payload."
    assert rows["order-1"] == UsageRow("failed", reason)

    fetched = len(meter_mock.requests())
    assert handler.handle(*signed(delivery)) == 200
    assert len(meter_mock.requests()) == fetched  # ignored: it has been handled already


def test_snapshots_and_bad_signatures_get_a_400_and_change_nothing(meter_mock):
    collector = meter_mock.collect("*")
    rows = {}
    handler = WebhookHandler(meter_mock.client(), collector["secret"], rows)
    meter_mock.arm("signature_stale", match={"account": meter_mock.account, "event_type": "v1.*"})
    create = {"display_name": "Tokens", "event_name": "ai_tokens", "default_aggregation": {"formula": "sum"}}
    meter_mock.client().v1.billing.meters.create(create)

    snapshot, stale = meter_mock.deliveries(collector["id"], count=2)
    assert handler.handle(*signed(snapshot)) == 400
    assert handler.handle(*signed(stale)) == 400
    assert handler.handle(b"{}", "t=1,v1=00") == 400
    assert (rows, handler.handled) == ({}, set())
