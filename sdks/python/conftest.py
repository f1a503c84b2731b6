"""Writes what the scenarios reported to $SDK_RESULTS_DIR, one file per program."""

import json
import os
from pathlib import Path

import stripe

from scenarios import SCENARIOS


# once for the whole run: the workers of pytest-xdist have no terminal
def pytest_terminal_summary(terminalreporter) -> None:
    directory = os.environ.get("SDK_RESULTS_DIR")
    if not directory:
        return
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    results: dict[str, list[dict]] = {}
    streams: dict[str, dict] = {}
    for program, result in (reported for report in reports for reported in report.user_properties):
        if "stream" in result:
            streams[program] = result["stream"]
        else:
            results.setdefault(program, []).append(result)
    order = [scenario["name"] for scenario in SCENARIOS]
    for name, rows in results.items():
        rows.sort(key=lambda row: order.index(row["scenario"]))
        about = {"sdk": "stripe", "version": stripe.VERSION, "name": name, "language": "Python"}
        report = {**about, "stream": streams.get(name), "results": rows}
        Path(directory, f"{name}.json").write_text(json.dumps(report, indent=2) + "\n")
