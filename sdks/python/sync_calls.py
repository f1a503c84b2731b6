"""The calls of a scenario through the SDK's plain methods."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from stripe import BillingService, RequestOptions, StripeClient
from stripe.billing import Meter, MeterEvent, MeterEventAdjustment, MeterEventSummary
from stripe.params.billing import (
    MeterCreateParams,
    MeterEventAdjustmentCreateParams,
    MeterEventCreateParams,
    MeterEventSummaryListParams,
)

from control import API_BASE


@contextmanager
def sync_calls(api_key: str, **client_options) -> Iterator[Callable]:
    client = StripeClient(api_key, base_addresses={"api": API_BASE}, **client_options)
    calls = SyncCalls(client.v1.billing)
    yield lambda name, *arguments: getattr(calls, name)(*arguments)


class SyncCalls:
    def __init__(self, billing: BillingService) -> None:
        self.billing = billing

    def create_event(self, params: MeterEventCreateParams, options: RequestOptions) -> MeterEvent:
        return self.billing.meter_events.create(params, options)

    def create_meter(self, params: MeterCreateParams) -> Meter:
        return self.billing.meters.create(params)

    def find_meter(self, event_name: str, page_size: int) -> Meter:
        meters = self.billing.meters.list({"status": "active", "limit": page_size})
        return next(meter for meter in meters.auto_paging_iter() if meter.event_name == event_name)

    def summaries(self, event_name: str, params: MeterEventSummaryListParams) -> list[MeterEventSummary]:
        meter = self.find_meter(event_name, 100)
        summaries = self.billing.meters.event_summaries.list(meter.id, params)
        return list(summaries.auto_paging_iter())

    def cancel(self, params: MeterEventAdjustmentCreateParams) -> MeterEventAdjustment:
        return self.billing.meter_event_adjustments.create(params)
