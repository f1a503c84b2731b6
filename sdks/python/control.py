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
    post("faults", {**fault, "match": {"account": account}})


def advance_clock(account: str, seconds: int) -> None:
    """Moves the account's own clock. Deliveries that become due have been made when it returns."""
    post("clock", {"advance_seconds": seconds}, account=account)


def freeze_clock(account: str) -> None:
    """Freezes the account's own clock: it then changes only when it is moved."""
    post("clock", {"frozen": True}, account=account)


def raise_error_report(account: str, **report: object) -> None:
    post("error_reports", {"account": account, **report})


def post(route: str, body: dict, **query: str) -> None:
    url = f"{API_BASE}/_mock/{route}?{urlencode(query)}"
    urlopen(Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})).close()


def listed(route: str, **query: str | int) -> list[dict]:
    with urlopen(f"{API_BASE}/_mock/{route}?{urlencode(query)}") as response:
        return json.load(response)["data"]
