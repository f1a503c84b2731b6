import re
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from async_calls import async_calls
from control import advance_clock, arm, listed, new_account
from scenarios import SCENARIOS, arguments, as_expected_of, with_time_in_seconds, with_times
from sync_calls import sync_calls

PROGRAMS = {"python": sync_calls, "python-async": async_calls}

KINDS = {
    stripe.InvalidRequestError: "invalid_request",
    stripe.AuthenticationError: "authentication",
    stripe.IdempotencyError: "idempotency",
    stripe.RateLimitError: "rate_limit",
    stripe.APIError: "api",
    stripe.APIConnectionError: "connection",
    stripe.TemporarySessionExpiredError: "temporary_session_expired",
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["name"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_scenario(program: str, scenario: dict, record_property: Callable) -> None:
    scenario = with_times(as_expected_of(program, scenario))
    account = new_account()
    for fault in scenario.get("faults", []):
        arm(fault, account)

    api_key = scenario.get("api_key", f"sk_test_{account}_key")
    with PROGRAMS[program](api_key, max_network_retries=scenario.get("max_retries", 0)) as call:
        outcomes = [outcome_of(call, step, account) for step in scenario["steps"]]
    events = len(listed("meter_events", account=account, limit=1000))
    requests = len(listed("requests", account=account, limit=1000))

    own = "api_key" not in scenario
    record_property(
        program,
        {
            "scenario": scenario["name"],
            "outcome": outcomes[-1]["shown_as"],
            "requests": requests if own else None,
            "events": events if own else None,
        },
    )
    for step, outcome in zip(scenario["steps"], outcomes, strict=True):
        check(step, outcome)
    assert events == scenario.get("events", events)
    assert requests == scenario.get("requests", requests)


def outcome_of(call: Callable, step: dict, account: str) -> dict:
    try:
        result = done(call, step, account)
        outcome = {"shown_as": "ok", "ok": fields_of(result)}
    except stripe.StripeError as error:
        shown_as = f"stripe.{type(error).__name__} {error.http_status or '-'}"
        outcome = {"shown_as": shown_as, "error": fields_of_error(error)}
    if "replayed" in step:
        outcome["replayed"] = listed("requests", account=account, limit=1)[0]["replayed"]
    return outcome


def done(call: Callable, step: dict, account: str) -> Any:
    if step["call"] == "clock":
        return advance_clock(account, step["with"]["seconds"])
    if step["call"].startswith("v2_"):
        return call("v2", step["call"].removeprefix("v2_"), *arguments(step))
    return call("v1", step["call"], *arguments(step))


def fields_of(result: stripe.StripeObject | list[stripe.StripeObject] | None) -> dict:
    if result is None:
        return {}
    if isinstance(result, stripe.v2.billing.MeterEvent):
        return with_time_in_seconds(result.to_dict())
    if not isinstance(result, list):
        return result.to_dict()
    names = ("start_time", "end_time", "aggregated_value")
    return {"summaries": [{name: summary[name] for name in names} for summary in result]}


def fields_of_error(error: stripe.StripeError) -> dict:
    return {
        "kind": KINDS.get(type(error)),
        "status": error.http_status,
        "message": error.user_message,
        # error.error is the answer's own object and always present; error.code and error.param are not
        "code": getattr(error.error, "code", None),
        "param": getattr(error.error, "param", None),
    }


def check(step: dict, outcome: dict) -> None:
    [(kind, expected)] = step["expect"].items()
    assert kind in outcome, outcome
    fields = outcome[kind]
    for name, value in expected.items():
        if name.endswith("_matches"):
            assert re.search(value, fields[name.removesuffix("_matches")])
        else:
            assert fields[name] == value, name
    assert outcome.get("replayed") == step.get("replayed")
