"""../../fixtures/sdks/scenarios.json, read as ../README.md describes."""

import json
import time
from datetime import UTC, datetime
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
        case {"call": "find_meter" | "deactivate_meter", "with": {"event_name": event_name, "page_size": page_size}}:
            return event_name, page_size
        case {"call": "summaries", "with": {"event_name": event_name, **params}}:
            params["limit"] = params.pop("page_size", 100)
            return event_name, params
        case {"call": "cancel" | "v2_cancel", "with": {"event_name": event_name, "identifier": identifier}}:
            return ({"type": "cancel", "event_name": event_name, "cancel": {"identifier": identifier}},)
        case {"call": "v2_event", "with": event}:
            return with_time_as_text(event), {"idempotency_key": step.get("idempotency_key")}
        case {"call": "v2_session"}:
            return ()
        case {"call": "v2_stream", "with": {"events": events, **repetition}}:
            sent = [with_time_as_text(event) for event in repeated(events, **repetition)]
            return ({"events": sent},)
    raise ValueError(step["call"])


def repeated(events: list[dict], repeat: int | None = None) -> list[dict]:
    """The events, copied `repeat` times, with numbers appended to their identifiers."""
    if repeat is None:
        return events
    return [
        {**event, "identifier": f"{event['identifier']}-{number}"}
        for number in range(repeat)
        for event in events
    ]


def with_time_as_text(event: dict) -> dict:
    if "timestamp" not in event:
        return event
    return {**event, "timestamp": datetime.fromtimestamp(event["timestamp"], UTC).isoformat()}


def with_time_in_seconds(event: dict) -> dict:
    return {**event, "timestamp": int(datetime.fromisoformat(event["timestamp"]).timestamp())}
