"""The calls of a scenario through the SDK's `_async` methods, over httpx."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from stripe import BillingService, HTTPXClient, RequestOptions, StripeClient
from stripe.billing import Meter, MeterEvent, MeterEventAdjustment, MeterEventSummary
from stripe.params.billing import (
    MeterCreateParams,
    MeterEventAdjustmentCreateParams,
    MeterEventCreateParams,
    MeterEventSummaryListParams,
)
from stripe.params.v2 import billing as v2_params
from stripe.v2 import billing as v2

from sync_calls import BASE_ADDRESSES


@contextmanager
def async_calls(api_key: str, **client_options) -> Iterator[Callable]:
    http_client = HTTPXClient()

    def client_of(key: str) -> StripeClient:
        options = {"base_addresses": BASE_ADDRESSES, "http_client": http_client, **client_options}
        return StripeClient(key, **options)

    client = client_of(api_key)
    calls = {"v1": AsyncCalls(client.v1.billing), "v2": AsyncV2Calls(client, client_of)}
    with asyncio.Runner() as runner:
        try:
            yield lambda api, name, *arguments: runner.run(getattr(calls[api], name)(*arguments))
        finally:
            runner.run(http_client.close_async())


class AsyncCalls:
    def __init__(self, billing: BillingService) -> None:
        self.billing = billing

    async def create_event(self, params: MeterEventCreateParams, options: RequestOptions) -> MeterEvent:
        return await self.billing.meter_events.create_async(params, options)

    async def create_meter(self, params: MeterCreateParams) -> Meter:
        return await self.billing.meters.create_async(params)

    async def find_meter(self, event_name: str, page_size: int) -> Meter:
        meters = await self.billing.meters.list_async({"status": "active", "limit": page_size})
        async for meter in meters.auto_paging_iter():
            if meter.event_name == event_name:
                return meter
        raise LookupError(event_name)

    async def deactivate_meter(self, event_name: str, page_size: int) -> Meter:
        meter = await self.find_meter(event_name, page_size)
        return await self.billing.meters.deactivate_async(meter.id)

    async def summaries(self, event_name: str, params: MeterEventSummaryListParams) -> list[MeterEventSummary]:
        meter = await self.find_meter(event_name, 100)
        summaries = await self.billing.meters.event_summaries.list_async(meter.id, params)
        return [summary async for summary in summaries.auto_paging_iter()]

    async def cancel(self, params: MeterEventAdjustmentCreateParams) -> MeterEventAdjustment:
        return await self.billing.meter_event_adjustments.create_async(params)


class AsyncV2Calls:
    def __init__(self, client: StripeClient, client_of: Callable[[str], StripeClient]) -> None:
        self.billing = client.v2.billing
        self.client_of = client_of
        self.streaming: StripeClient | None = None

    async def event(
        self, params: v2_params.MeterEventCreateParams, options: RequestOptions
    ) -> v2.MeterEvent:
        return await self.billing.meter_events.create_async(params, options)

    async def cancel(
        self, params: v2_params.MeterEventAdjustmentCreateParams
    ) -> v2.MeterEventAdjustment:
        return await self.billing.meter_event_adjustments.create_async(params)

    async def session(self) -> v2.MeterEventSession:
        session = await self.billing.meter_event_session.create_async()
        self.streaming = self.client_of(session.authentication_token)
        return session

    async def stream(self, params: v2_params.MeterEventStreamCreateParams) -> None:
        await self.streaming.v2.billing.meter_event_stream.create_async(params)
