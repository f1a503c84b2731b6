"""Where the stream goes: it has its own base address."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import stripe

from control import API_BASE, METER_EVENTS_BASE


class NotingHosts(stripe.HTTPClient):
    """Opens no connection, but notes the host."""

    name = "noting"

    def __init__(self) -> None:
        super().__init__()
        self.hosts: list[str] = []

    def request(self, method: str, url: str, *_: object, **__: object) -> None:
        self.hosts.append(urlsplit(url).netloc)
        raise stripe.APIConnectionError("no connection should be opened")


def stream_host(**base_addresses: str) -> str:
    noting = NotingHosts()
    client = stripe.StripeClient("token_1", base_addresses=base_addresses, http_client=noting)
    with pytest.raises(stripe.APIConnectionError):
        client.v2.billing.meter_event_stream.create({"events": []})
    [host] = noting.hosts
    return "here" if host == urlsplit(API_BASE).netloc else host


@pytest.mark.parametrize("program", ["python", "python-async"])
def test_the_stream_has_its_own_base_address(program: str, record_property: Callable) -> None:
    host = stream_host(api=API_BASE)
    assert host == "meter-events.stripe.com"
    assert stream_host(api=API_BASE, meter_events=METER_EVENTS_BASE) == "here"
    set_to = '`base_addresses={"api": base, "meter_events": base}`'
    record_property(program, {"stream": {"host": host, "set": set_to}})
