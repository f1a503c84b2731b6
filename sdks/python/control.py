"""The server under test, and its control routes."""

import json
import os
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

API_BASE = os.environ["STRIPE_API_BASE"]
METER_EVENTS_BASE = os.environ["STRIPE_METER_EVENTS_BASE"]


def new_account() -> str:
    return uuid4().hex


def arm(fault: dict, account: str) -> None:
    body = json.dumps({**fault, "match": {"account": account}}).encode()
    urlopen(Request(f"{API_BASE}/_mock/faults", body, {"Content-Type": "application/json"})).close()


def advance_clock(account: str, seconds: int) -> None:
    """Moves the account's own clock."""
    body = json.dumps({"advance_seconds": seconds}).encode()
    url = f"{API_BASE}/_mock/clock?{urlencode({'account': account})}"
    urlopen(Request(url, body, {"Content-Type": "application/json"})).close()


def listed(route: str, **query: str | int) -> list[dict]:
    with urlopen(f"{API_BASE}/_mock/{route}?{urlencode(query)}") as response:
        return json.load(response)["data"]
