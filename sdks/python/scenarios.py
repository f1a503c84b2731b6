"""../../fixtures/sdks/scenarios.json, read as ../README.md says."""

import json
import time
from pathlib import Path
from typing import Any

SCENARIOS = json.loads((Path(__file__).parents[2] / "fixtures/sdks/scenarios.json").read_bytes())["scenarios"]


def as_expected_of(program: str, scenario: dict) -> dict:
    differs = scenario.get("differs", {})
    differing = differs.get(program, differs.get("python", {}))
    expected = differing.get("steps", {})
    steps = [
        {**step, "expect": expected.get(str(index), step["expect"])} for index, step in enumerate(scenario["steps"])
    ]
    return {**scenario, **differing, "steps": steps}


def with_times(scenario: dict) -> dict:
    now = int(time.time())
    starts = {"now": now, "midnight": now - now % 86400}

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"from", "seconds"}:
            return starts[value["from"]] + value["seconds"]
        return {key: resolved(item) for key, item in value.items()}

    return resolved(scenario)


def arguments(step: dict) -> tuple:
    match step:
        case {"call": "create_event", "with": event}:
            return {**event, **step.get("extra", {})}, {"idempotency_key": step.get("idempotency_key")}
        case {"call": "create_meter", "with": {"formula": formula, **names}}:
            return ({**names, "default_aggregation": {"formula": formula}},)
        case {"call": "find_meter", "with": {"event_name": event_name, "page_size": page_size}}:
            return event_name, page_size
        case {"call": "summaries", "with": {"event_name": event_name, **params}}:
            params["limit"] = params.pop("page_size", 100)
            return event_name, params
        case {"call": "cancel", "with": {"event_name": event_name, "identifier": identifier}}:
            return ({"type": "cancel", "event_name": event_name, "cancel": {"identifier": identifier}},)
    raise ValueError(step["call"])
