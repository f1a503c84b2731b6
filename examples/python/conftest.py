"""A local Stripe meter mock for pytest: one server per run, a fresh account for each test.

Copy it unchanged. STRIPE_METER_MOCK sets the command that starts the server; by default npx does.
"""

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from stripe import StripeClient


@dataclass
class MeterMock:
    """One account of the server: everything here applies to this account only."""

    url: str
    account: str

    def client(self, **options) -> StripeClient:
        key = f"sk_test_{self.account}_key"
        return StripeClient(
            key, base_addresses={"api": self.url, "meter_events": self.url}, **options
        )

    def events(self) -> list[dict]:
        return self._call("GET", "/meter_events", account=self.account)["data"]

    def requests(self) -> list[dict]:
        return self._call("GET", "/requests", account=self.account)["data"]

    def usage(self) -> list[dict]:
        return self._call("GET", "/usage", account=self.account)["data"]

    def arm(self, effect: str, **fault) -> None:
        self._call("POST", "/faults", {"effect": effect, "match": {"account": self.account}, **fault})

    def advance(self, seconds: int) -> None:
        """Moves the account's own clock; other tests are not affected."""
        self._call("POST", "/clock", {"advance_seconds": seconds}, account=self.account)

    def collect(self, *events: str) -> dict:
        """A destination without a URL: its `id`, and the `secret` that signs what goes there."""
        return self._call("POST", "/webhooks/collect", {"account": self.account, "events": events})

    def deliveries(self, destination: str, count: int = 1) -> list[dict]:
        """Each with its `headers` and `body`, oldest first, as soon as there are `count` of them."""
        query = {"account": self.account, "destination": destination, "count": str(count)}
        return self._call("GET", "/deliveries/wait", **query)["data"][::-1]

    def reset(self) -> None:
        self._call("POST", "/reset", account=self.account)

    def _call(self, method: str, path: str, body: dict | None = None, **query: str) -> dict:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_mock{path}?{urlencode(query)}", data, method=method)
        request.add_header("Content-Type", "application/json")
        with urlopen(request) as response:
            return json.load(response)


@pytest.fixture(scope="session")
def meter_mock_url() -> Iterator[str]:
    """The server: one for each worker under xdist. It exits when its standard input closes, so a
    killed worker leaves nothing behind."""
    command = shlex.split(os.environ.get("STRIPE_METER_MOCK", "npx --no-install stripe-meter-mock"))
    command[0] = shutil.which(command[0]) or command[0]  # on Windows npx is npx.cmd
    with subprocess.Popen(
        [*command, "--port", "0", "--log-level", "warn", "--exit-with-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        ready = server.stdout.readline()
        assert ready, "the server did not start: install stripe-meter-mock with npm here, or set STRIPE_METER_MOCK"
        yield ready.split()[-1]
        server.stdin.close()


@pytest.fixture
def meter_mock(meter_mock_url: str) -> MeterMock:
    return MeterMock(meter_mock_url, uuid4().hex)
