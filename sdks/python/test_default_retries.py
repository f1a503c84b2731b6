from collections.abc import Callable

import pytest
import stripe

from async_calls import async_calls
from control import arm, listed, new_account
from sync_calls import sync_calls

EVENT = {"event_name": "ai_search_api", "payload": {"stripe_customer_id": "cus_1", "value": "25"}}


@pytest.mark.parametrize("calls", [sync_calls, async_calls])
def test_a_client_without_max_network_retries_does_not_retry(calls: Callable) -> None:
    # StripeClient does not read stripe.max_network_retries (2), and stripe/_http_client.py treats None as 0
    account = new_account()
    arm({"effect": "service_unavailable", "times": None}, account)
    with calls(f"sk_test_{account}_key") as call, pytest.raises(stripe.APIError):
        call("v1", "create_event", EVENT, {})
    assert len(listed("requests", account=account)) == 1
