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

from control import API_BASE


@contextmanager
def async_calls(api_key: str, **client_options) -> Iterator[Callable]:
    http_client = HTTPXClient()
    client = StripeClient(api_key, base_addresses={"api": API_BASE}, http_client=http_client, **client_options)
    calls = AsyncCalls(client.v1.billing)
    with asyncio.Runner() as runner:
        try:
            yield lambda name, *arguments: runner.run(getattr(calls, name)(*arguments))
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

    async def summaries(self, event_name: str, params: MeterEventSummaryListParams) -> list[MeterEventSummary]:
        meter = await self.find_meter(event_name, 100)
        summaries = await self.billing.meters.event_summaries.list_async(meter.id, params)
        return [summary async for summary in summaries.auto_paging_iter()]

    async def cancel(self, params: MeterEventAdjustmentCreateParams) -> MeterEventAdjustment:
        return await self.billing.meter_event_adjustments.create_async(params)
