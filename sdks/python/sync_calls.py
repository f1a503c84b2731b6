"""The calls of a scenario through the SDK's plain methods."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from stripe import BillingService, RequestOptions, StripeClient
from stripe.billing import Meter, MeterEvent, MeterEventAdjustment, MeterEventSummary
from stripe.params.billing import (
    MeterCreateParams,
    MeterEventAdjustmentCreateParams,
    MeterEventCreateParams,
    MeterEventSummaryListParams,
)
from stripe.params.v2 import billing as v2_params
from stripe.v2 import billing as v2

from control import API_BASE, METER_EVENTS_BASE

BASE_ADDRESSES: Any = {"api": API_BASE, "meter_events": METER_EVENTS_BASE}


@contextmanager
def sync_calls(api_key: str, **client_options) -> Iterator[Callable]:
    def client_of(key: str) -> StripeClient:
        return StripeClient(key, base_addresses=BASE_ADDRESSES, **client_options)

    client = client_of(api_key)
    calls = {"v1": SyncCalls(client.v1.billing), "v2": SyncV2Calls(client, client_of)}
    yield lambda api, name, *arguments: getattr(calls[api], name)(*arguments)


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

    def deactivate_meter(self, event_name: str, page_size: int) -> Meter:
        return self.billing.meters.deactivate(self.find_meter(event_name, page_size).id)

    def summaries(self, event_name: str, params: MeterEventSummaryListParams) -> list[MeterEventSummary]:
        meter = self.find_meter(event_name, 100)
        summaries = self.billing.meters.event_summaries.list(meter.id, params)
        return list(summaries.auto_paging_iter())

    def cancel(self, params: MeterEventAdjustmentCreateParams) -> MeterEventAdjustment:
        return self.billing.meter_event_adjustments.create(params)


class SyncV2Calls:
    def __init__(self, client: StripeClient, client_of: Callable[[str], StripeClient]) -> None:
        self.billing = client.v2.billing
        self.client_of = client_of
        self.streaming: StripeClient | None = None

    def event(
        self, params: v2_params.MeterEventCreateParams, options: RequestOptions
    ) -> v2.MeterEvent:
        return self.billing.meter_events.create(params, options)

    def cancel(
        self, params: v2_params.MeterEventAdjustmentCreateParams
    ) -> v2.MeterEventAdjustment:
        return self.billing.meter_event_adjustments.create(params)

    def session(self) -> v2.MeterEventSession:
        session = self.billing.meter_event_session.create()
        self.streaming = self.client_of(session.authentication_token)
        return session

    def stream(self, params: v2_params.MeterEventStreamCreateParams) -> None:
        self.streaming.v2.billing.meter_event_stream.create(params)
